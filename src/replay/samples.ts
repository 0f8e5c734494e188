// Small records for tests: the shape of a run with the fewest parts. Used by tests alone.
import { preset } from '../config/config'
import { leakGate } from '../spice/gates/leak'
import { parseGate } from '../spice/gates/names'
import { integer } from '../spice/answers/integer'
import type {
  Attempt,
  Candidate,
  Episode,
  GateResult,
  Generated,
  RoundMetrics,
  RunRecord,
} from '../protocol/records'

export const sampleRun = (id = 'r', rounds = 0): RunRecord => ({
  id,
  name: `Run ${id}`,
  created: 1,
  linked: { preset: 'nano', seed: 1, config: preset('nano') },
  corpora: ['c'],
  rounds,
  warmSteps: 3,
  state: 'paused',
  vocabulary: ['⟨begin⟩', 'a', ' b', '7'],
  device: '',
  note: '',
})

export function sampleMetrics(round: number, changes: Partial<RoundMetrics> = {}): RoundMetrics {
  return {
    round,
    passRate: 0.5,
    challengerReward: 0.25,
    validRate: 0.75,
    gates: { parse: 2, leak: 1 },
    noSignalShare: 0.125,
    duplicateShare: 0,
    probeAccuracy: null,
    entropy: 1.5,
    entropyChallenger: 1,
    entropyReasoner: 2,
    gradNormChallenger: 0.5,
    gradNormReasoner: 0.75,
    generatedTokens: 10,
    trainedTokens: 10,
    processedTokens: 30,
    lengthChallenger: 4,
    lengthReasoner: 3,
    passHistogram: [1, 0, 2, 0, 1],
    premiseHistogram: [0, 2, 2],
    byType: {},
    seconds: 2,
    ...changes,
  }
}

export const generated = (count: number): Generated => ({
  tokens: Array.from({ length: count }, (_, i) => 1 + (i % 3)),
  logp: Array.from({ length: count }, () => -0.5),
  entropy: Array.from({ length: count }, () => 0.7),
  top: Array.from({ length: count }, () => [1, 0.6, 2, 0.3]),
  text: 'a'.repeat(count),
  stopped: true,
})

const passed = (gate: GateResult['gate']): GateResult => ({ gate, passed: true, reason: '' })

export function sampleCandidate(valid: boolean, length = 5): Candidate {
  return {
    ...generated(length),
    gates: valid
      ? [passed(parseGate), passed(leakGate.name)]
      : [passed(parseGate), { gate: leakGate.name, passed: false, reason: 'The gold is in the question.' }],
    task: {
      type: integer.name,
      question: 'How many?',
      options: [],
      gold: '7',
      steps: [],
      source: { start: 0, end: 1 },
    },
    valid,
    reward: valid ? 1 : -0.1,
    advantage: valid ? 0.55 : -0.55,
  }
}

export const sampleAttempt = (right: boolean, length = 3): Attempt => ({
  ...generated(length),
  candidate: 0,
  answer: right ? '7' : '8',
  verdict: right ? 'right' : 'wrong',
  reward: right ? 1 : 0,
  advantage: right ? 0.5 : -0.5,
})

/** Candidate 0 is valid and chosen with two attempts; candidate 1 is stopped by its second gate. */
export const sampleEpisode = (round: number, episode = 0): Episode => ({
  v: 1,
  round,
  episode,
  passage: { document: 'd', start: 0, end: 3, text: 'seven' },
  prompts: { challenger: { tokens: [0, 1], text: 'x' }, reasoner: { tokens: [0, 2], text: 'y' } },
  candidates: [sampleCandidate(true), sampleCandidate(false)],
  chosen: 0,
  attempts: [sampleAttempt(true), sampleAttempt(false, 4)],
})
