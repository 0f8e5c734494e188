// A run before it begins: its model is opened, asks sixteen questions and answers them, learns from them once
// and is asked a few of the probe's. Gives the share of valid questions and, from the time of each phase,
// that of the run. Stores nothing.

import { withValues } from '../../config/config'
import {
  estimateRun,
  phaseSeconds,
  shapeOf,
  usualFacts,
  type Corrections,
  type RoundFacts,
  type RoundPhase,
  type SeatFacts,
} from '../../config/runTime'
import type { RunLink } from '../../config/link'
import type { RunConfig } from '../../config/schema'
import { architectureOf } from '../../config/architecture'
import { hash32, hashText } from '../../base/random'
import { mean } from '../../base/statistics'
import type { Gpu } from '../../gpu'
import { StrongChallenger } from '../../players/strongChallenger'
import type { Activity, StartFrom } from '../../protocol/door'
import type { Episode } from '../../protocol/records'
import type { RunTrial } from '../../protocol/runTrial'
import type { EnginePorts } from '../enginePorts'
import { measureSpeed } from '../runtime/deviceSpeed'
import { GpuModelRuntime, type OpenModelRuntime } from '../runtime/modelRuntime'
import { assertPlayable, publishedWeights } from '../runtime/publishedModel'
import { chooseKernels } from '../runtime/runKernels'
import { startSnapshot } from './createRun'
import { probeFor } from './probeQuestions'
import { SelfPlay } from './selfPlay'

export interface TrialRequest {
  readonly linked: RunLink
  readonly corpora: readonly string[]
  readonly startFrom: StartFrom
}

/** Questions that are tried. */
const TRIED = 16
/** Of a model that is not the lab's own, whose device nobody can time. */
const UNTIMED = { flops: 1e9, dispatch: 1e-5 }
/** Of the probe, and tokens of examples in place of play. */
const PROBED = 12
const EXAMPLE_TOKENS = 512

/** A round with as many tries as a trial has, and with one that has hardly any. */
function trialConfigs(config: RunConfig): { readonly first: RunConfig; readonly timed: RunConfig } {
  const groupSize = Math.min(config.game.groupSize, TRIED)
  const timed = withValues(config, {
    'game.groupSize': groupSize,
    'game.maxCandidates': groupSize,
    'game.passages': Math.ceil(TRIED / groupSize),
    'probe.questions': Math.min(PROBED, config.probe.questions),
    'update.exampleTokens': Math.min(EXAMPLE_TOKENS, config.update.exampleTokens),
  })
  return {
    timed,
    first: withValues(timed, { 'game.groupSize': 2, 'game.maxCandidates': 2, 'game.passages': 1 }),
  }
}

const seatFacts = (
  prompts: readonly number[],
  written: readonly number[],
  otherwise: SeatFacts,
): SeatFacts =>
  prompts.length === 0 || written.length === 0
    ? otherwise
    : { prompt: mean(prompts), written: mean(written), longest: Math.max(...written) }

/** As the episodes show them; what they do not show is as usual. */
function factsOf(episodes: readonly Episode[], config: RunConfig): RoundFacts {
  const usual = usualFacts(config)
  const candidates = episodes.flatMap((episode) => episode.candidates)
  if (candidates.length === 0) return usual
  return {
    challenger: seatFacts(
      episodes.map(({ prompts }) => prompts.challenger.tokens.length),
      candidates.map(({ tokens }) => tokens.length),
      usual.challenger,
    ),
    reasoner: seatFacts(
      episodes.flatMap(({ prompts }) => (prompts.reasoner === null ? [] : [prompts.reasoner.tokens.length])),
      episodes.flatMap(({ attempts }) => attempts.map(({ tokens }) => tokens.length)),
      usual.reasoner,
    ),
    valid: candidates.filter(({ valid }) => valid).length / candidates.length,
  }
}

const phaseOf: Readonly<Partial<Record<Activity, RoundPhase>>> = {
  asking: 'asking',
  answering: 'answering',
  updating: 'learning',
  probing: 'probing',
}

/** Seconds of each phase, told one after the other as they begin. */
class PhaseClock {
  readonly seconds: Record<RoundPhase, number> = { asking: 0, answering: 0, learning: 0, probing: 0 }
  private current: RoundPhase | null = null
  private since = 0

  constructor(private readonly now: () => number) {}

  begin(phase: RoundPhase | null): void {
    const now = this.now()
    if (this.current !== null) this.seconds[this.current] += (now - this.since) / 1000
    this.current = phase
    this.since = now
  }
}

/** The device is the caller's. Rejects where the signal aborts. */
export async function tryRun(
  ports: EnginePorts,
  gpu: Gpu,
  { linked, corpora, startFrom }: TrialRequest,
  signal: AbortSignal,
): Promise<RunTrial> {
  const { config, seed } = linked
  const began = ports.now()
  const speed = ports.openRuntime === undefined ? await timed(ports, gpu) : UNTIMED
  const start = await startSnapshot(ports, startFrom, config, null)
  if (start === null) {
    const shape = shapeOf(architectureOf(config.model.size, config.model.vocabulary))
    return { time: estimateRun(speed, { config, shape, warm: true }), questions: null }
  }
  assertPlayable(start, config)
  const { architecture, tokenizer } = start
  const shape = shapeOf(architecture)
  // What it writes before its warm start is what is tried.
  const warm = startFrom.kind === 'model' && startFrom.warm === true
  if (config.game.challenger === 'remote')
    return { time: estimateRun(speed, { config, shape, warm }), questions: null }
  const open: OpenModelRuntime = ports.openRuntime ?? ((...model) => GpuModelRuntime.open(...model))
  const runtime = await open(gpu, architecture, tokenizer, config)
  try {
    const published = await publishedWeights(ports, start)
    await runtime.restore(start, hash32(seed, hashText('weights')), published, { signal })
    const seats = {
      player: runtime.player,
      trainer: runtime.trainer,
      tokenizer,
      context: architecture.context,
    }
    const configs = trialConfigs(config)
    const play = async (trial: RunConfig, clock: PhaseClock): Promise<readonly Episode[]> => {
      const questions = await probeFor(ports, corpora, trial)
      const game = await SelfPlay.open(ports, corpora, { ...linked, config: trial }, seats, questions)
      if (trial.game.challenger === 'scripted')
        game.seatChallenger(new StrongChallenger(trial.game.scriptedKinds))
      const { episodes } = await game.round(
        0,
        { questions: [] },
        {
          signal,
          onPhase: (activity) => {
            const phase = phaseOf[activity]
            if (phase !== undefined) clock.begin(phase)
          },
        },
      )
      clock.begin('probing')
      await game.probe(0, signal)
      clock.begin(null)
      return episodes
    }
    // What is compiled when it is first wanted belongs to the opening.
    await play(configs.first, new PhaseClock(() => ports.now()))
    const opening = (ports.now() - began) / 1000
    const clock = new PhaseClock(() => ports.now())
    const episodes = await play(configs.timed, clock)
    const facts = factsOf(episodes, config)
    const expected = phaseSeconds(speed, { config: configs.timed, shape, facts })
    const correction = (phase: RoundPhase): number =>
      expected[phase] > 0 ? clock.seconds[phase] / expected[phase] : 1
    const corrections: Corrections = {
      ...{ asking: correction('asking'), answering: correction('answering') },
      ...{ learning: correction('learning'), probing: correction('probing'), opening },
    }
    const candidates = episodes.flatMap((episode) => episode.candidates)
    return {
      time: estimateRun(speed, { config, shape, warm, facts, corrections }),
      questions:
        candidates.length === 0
          ? null
          : { tried: candidates.length, valid: candidates.filter(({ valid }) => valid).length },
    }
  } finally {
    await runtime.release()
  }
}

async function timed(ports: EnginePorts, gpu: Gpu): ReturnType<typeof measureSpeed> {
  await chooseKernels(gpu, { kept: [], store: ports.kernels, progress: () => undefined })
  return measureSpeed(gpu)
}
