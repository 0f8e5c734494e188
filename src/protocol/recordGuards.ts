// Whether a line of a file is the record that it claims to be. Files come from strangers: every part that the
// page reads without asking again is checked, to the last list. Must not know where a line came from.

import { isJson } from '../base/jsonObject'
import { answerTypes, gateNames } from '../config/schema'
import {
  episodeVersion,
  measureNames,
  type Attempt,
  type Candidate,
  type CheckpointRecord,
  type Episode,
  type GateResult,
  type Generated,
  type Passage,
  type ProbeAnswer,
  type ProbeRecord,
  type Prompt,
  type RoundMetrics,
  type Task,
  type WarmStartPoint,
} from './records'

/** Path of the first part that is wrong, '' for the value itself; null where all of it is right. */
export type Check = (value: unknown) => string | null

/** A check for each part of a record, so that none is forgotten. */
type Parts<T> = { readonly [K in keyof T]-?: Check }

const test =
  (is: (value: unknown) => boolean): Check =>
  (value) =>
    is(value) ? null : ''
const number = test((value) => typeof value === 'number' && Number.isFinite(value))
/** Rounds, steps, token ids: keys of the store among them. */
const whole = test((value) => Number.isSafeInteger(value) && Number(value) >= 0)
const text = test((value) => typeof value === 'string')
const flag = test((value) => typeof value === 'boolean')
const nothing = test((value) => value === null)
const among = (list: readonly string[]): Check =>
  test((value) => typeof value === 'string' && list.includes(value))
const either =
  (one: Check, other: Check): Check =>
  (value) =>
    one(value) === null ? null : other(value)
const orNull = (check: Check): Check => either(nothing, check)
const optional = (check: Check): Check =>
  either(
    test((value) => value === undefined),
    check,
  )

const listOf =
  (check: Check): Check =>
  (value) => {
    if (!Array.isArray(value)) return ''
    for (const [index, each] of value.entries()) {
      const wrong = check(each)
      if (wrong !== null) return joined(String(index), wrong)
    }
    return null
  }
const joined = (name: string, inner: string): string => (inner === '' ? name : `${name}.${inner}`)

const object =
  <T>(parts: Parts<T>): Check =>
  (value) => {
    if (!isJson(value)) return ''
    for (const [name, check] of Object.entries<Check>(parts)) {
      const wrong = check(Object.hasOwn(value, name) ? value[name] : undefined)
      if (wrong !== null) return joined(name, wrong)
    }
    return null
  }
/** Any of the names as a key (null: any text), each with a value of one kind. */
const tableOf =
  (names: readonly string[] | null, check: Check): Check =>
  (value) => {
    if (!isJson(value)) return ''
    for (const [name, each] of Object.entries(value)) {
      const wrong = names === null || names.includes(name) ? check(each) : ''
      if (wrong !== null) return joined(name, wrong)
    }
    return null
  }
/** `further` looks at parts together once each is right by itself. */
const also =
  <T>(check: Check, further: (record: T) => string | null): Check =>
  (value) =>
    check(value) ?? further(value as T)

const numbers = listOf(number)
const counts = listOf(whole)

const metrics = object<RoundMetrics>({
  round: whole,
  passRate: orNull(number),
  challengerReward: orNull(number),
  validRate: number,
  gates: tableOf(gateNames, number),
  noSignalShare: orNull(number),
  duplicateShare: number,
  probeAccuracy: orNull(number),
  entropy: number,
  entropyChallenger: number,
  entropyReasoner: number,
  gradNormChallenger: number,
  gradNormReasoner: number,
  generatedTokens: number,
  trainedTokens: number,
  processedTokens: number,
  lengthChallenger: number,
  lengthReasoner: number,
  passHistogram: numbers,
  premiseHistogram: numbers,
  byType: tableOf(answerTypes, object({ sampled: number, valid: number, right: number, attempts: number })),
  gold: optional(object({ checked: number, right: number })),
  chance: optional(orNull(number)),
  asked: optional(tableOf(null, object({ questions: number, right: number, attempts: number }))),
  leaked: optional(number),
  challengerNoSignalShare: optional(orNull(number)),
  coins: optional(object({ valid: number, right: number, attempts: number })),
  updateTokens: optional(number),
  recall: optional(orNull(number)),
  transfer: optional(orNull(number)),
  general: optional(orNull(number)),
  chances: optional(
    orNull(object({ recall: orNull(number), transfer: orNull(number), general: orNull(number) })),
  ),
  perplexity: optional(orNull(number)),
  seconds: number,
})

const warmStart = object<WarmStartPoint>({
  step: whole,
  loss: number,
  learningRate: number,
  tokens: number,
  seconds: number,
})

const probe = object<ProbeRecord>({
  round: whole,
  accuracy: number,
  answers: listOf(
    object<ProbeAnswer>({
      question: text,
      gold: text,
      answer: orNull(text),
      right: flag,
      text: optional(text),
      measure: optional(among(measureNames)),
      document: optional(text),
      probability: optional(number),
      place: optional(object({ document: text, start: number, end: number })),
    }),
  ),
})

const generated: Parts<Generated> = {
  tokens: counts,
  logp: numbers,
  entropy: numbers,
  top: listOf(numbers),
  text,
  stopped: flag,
}
/** All lists have an entry a token; the likeliest ones are empty once they were thinned. */
const aligned = ({ tokens, logp, entropy, top }: Generated): string | null => {
  if (logp.length !== tokens.length) return 'logp'
  if (entropy.length !== tokens.length) return 'entropy'
  return top.length === 0 || top.length === tokens.length ? null : 'top'
}

const task = object<Task>({
  type: among(answerTypes),
  question: text,
  options: listOf(text),
  gold: text,
  steps: listOf(object({ premise: text, value: text })),
  written: optional(text),
  program: optional(
    object({
      kind: among(['deduction', 'abduction', 'induction']),
      source: text,
      inputs: numbers,
      outputs: numbers,
    }),
  ),
  cloze: optional(object({ before: text })),
  source: orNull(object({ start: whole, end: whole })),
})

const gate = object<GateResult>({
  gate: among(gateNames),
  passed: flag,
  reason: text,
  why: optional(test((value) => isJson(value) && typeof value.code === 'string')),
  notApplicable: optional(test((value) => value === true)),
})

const candidate = also<Candidate>(
  object<Candidate>({
    ...generated,
    gates: listOf(gate),
    task: orNull(task),
    valid: flag,
    alike: optional(number),
    progress: optional(number),
    copyOf: optional(whole),
    reward: orNull(number),
    advantage: orNull(number),
  }),
  aligned,
)

const attempt = also<Attempt>(
  object<Attempt>({
    ...generated,
    candidate: whole,
    answer: orNull(text),
    verdict: among(['right', 'wrong', 'noAnswer']),
    reward: number,
    advantage: orNull(number),
  }),
  aligned,
)

const prompt = object<Prompt>({ tokens: counts, text })

const cited = object<NonNullable<Passage['cited']>>({
  file: text,
  unit: among(['seconds', 'row']),
  from: number,
  to: number,
})

const episode = also<Episode>(
  object<Episode>({
    v: test((value) => value === episodeVersion),
    round: whole,
    episode: whole,
    passage: object<Passage>({ document: text, start: whole, end: whole, text, cited: optional(cited) }),
    prompts: object({ challenger: prompt, reasoner: orNull(prompt) }),
    candidates: listOf(candidate),
    chosen: orNull(whole),
    attempts: listOf(attempt),
  }),
  ({ candidates, chosen, attempts }) => {
    // What stands at a place of the list is a task that was put.
    const put = (index: number): boolean => (candidates[index]?.task ?? null) !== null
    if (chosen !== null && !put(chosen)) return 'chosen'
    const stray = attempts.findIndex((each) => !put(each.candidate))
    if (stray >= 0) return `attempts.${stray}.candidate`
    const copy = candidates.findIndex(({ copyOf }) => copyOf !== undefined && copyOf >= candidates.length)
    return copy < 0 ? null : `candidates.${copy}.copyOf`
  },
)

/** The name is that of a file too. */
const checkpoint = object<CheckpointRecord>({
  run: text,
  name: test((value) => typeof value === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(value)),
  rounds: whole,
  warmSteps: whole,
  created: number,
  bytes: whole,
})

export const recordChecks = { metrics, warmStart, probe, episode, checkpoint } satisfies Record<string, Check>

export const isMetrics = (value: unknown): value is RoundMetrics => metrics(value) === null
export const isEpisode = (value: unknown): value is Episode => episode(value) === null
export const isWarmStart = (value: unknown): value is WarmStartPoint => warmStart(value) === null
export const isProbe = (value: unknown): value is ProbeRecord => probe(value) === null
