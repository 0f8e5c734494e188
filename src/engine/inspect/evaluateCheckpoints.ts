// Checkpoints put to the test, nothing trained: the arena on a fixed pool of passages, and benchmarks. The
// device, or the machine, and the corpora are the caller's.

import { problem } from '../../problems'
import type { OpenedModel } from '../../checkpoint/openModel'
import type { RunConfig } from '../../config/schema'
import type { Gpu } from '../../gpu'
import type { ArenaReport } from '../../protocol/arenaReport'
import type { BenchmarkResult } from '../../protocol/benchmarkResult'
import type { CorpusStore } from '../../protocol/ports'
import { ChatTokenizer } from '../../players/modelTokenizer'
import { StrongChallenger } from '../../players/strongChallenger'
import { promptStyle, type PromptStyleName } from '../../spice/prompts'
import { publishedStyle } from '../../spice/prompts/names'
import { storyAnalyser } from '../../spice/stories/analyse'
import { playArena, type Contestant } from '../../study/arena'
import { askBenchmark, type AskOptions, type BenchmarkQuestion } from '../../study/benchmark'
import { openPassages } from '../passages/runPassages'
import { MachineSeats } from '../machine/machineSeats'
import type { MachineLink } from '../machine/machineLink'
import { SeatPool } from './checkpointPlayers'
import type { Snapshot } from '../checkpoints/snapshot'
import { EngineError } from '../errors'

export interface NamedSnapshot {
  readonly name: string
  readonly snapshot: Snapshot
  /** The model of others whose weights the snapshot does not hold. */
  readonly elsewhere?: OpenedModel | null
}

export interface ArenaSettings {
  readonly config: RunConfig
  readonly seed: number
  /** Seed of the pool alone; `seed` where it is left out. */
  readonly poolSeed?: number
  /** Passages of the pool, candidates a passage, attempts a task. */
  readonly passages: number
  readonly candidates: number
  readonly attempts: number
  /** Texts that a forced attempt may not begin with; none where they are left out. */
  readonly notFirst?: readonly string[]
}

export interface ArenaControl {
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number, what: string) => void
}

/** What checkpoints are asked on: a device of this process, or a machine of other processes. */
export type Ground = Gpu | MachineLink

const seatsOn = (ground: Ground, config: RunConfig): SeatPool | MachineSeats =>
  'ask' in ground ? new MachineSeats(ground) : new SeatPool(ground, config)

/** `scripted` among the Challengers is the script that knows the stories. */
export async function arena(
  ground: Ground,
  corpora: { readonly store: CorpusStore; readonly ids: readonly string[] },
  seats: {
    readonly challengers: readonly (NamedSnapshot | 'scripted')[]
    readonly reasoners: readonly NamedSnapshot[]
  },
  settings: ArenaSettings,
  control: ArenaControl = {},
): Promise<ArenaReport> {
  const first = [...seats.challengers.filter((each) => each !== 'scripted'), ...seats.reasoners][0]
  if (first === undefined || seats.challengers.length === 0 || seats.reasoners.length === 0)
    throw new EngineError(problem('arena-empty'))
  const { config, seed, candidates, attempts, notFirst = [] } = settings
  const { tokenizer, architecture } = first.snapshot
  const reader = { tokenizer, context: architecture.context }
  const source = await openPassages(corpora.store, corpora.ids, config, reader)
  const passages = await source.pool(settings.passages, settings.poolSeed ?? seed)
  const pool = seatsOn(ground, config)
  try {
    const seat = async ({ name, snapshot, elsewhere = null }: NamedSnapshot): Promise<Contestant> => ({
      name,
      player: await pool.player(name, snapshot, elsewhere),
    })
    const challengers: Contestant[] = []
    for (const each of seats.challengers)
      challengers.push(
        each === 'scripted'
          ? { name: 'scripted', player: new StrongChallenger(config.game.scriptedKinds) }
          : await seat(each),
      )
    const reasoners: Contestant[] = []
    for (const each of seats.reasoners) reasoners.push(await seat(each))
    return await playArena({
      ...control,
      challengers,
      reasoners,
      passages,
      config,
      seed,
      candidates,
      attempts,
      notFirst,
      analyser: storyAnalyser,
    })
  } finally {
    await pool.close()
  }
}

/**
 * How a checkpoint is asked: as its run asks. A model of others was never taught marks of ours, so where the
 * configuration says nothing of it, as that of a preset, it is asked in plain words.
 */
export function promptsFor(
  { tokenizer }: Pick<Snapshot, 'tokenizer'>,
  { game: { prompts } }: Pick<RunConfig, 'game'>,
): PromptStyleName {
  return tokenizer instanceof ChatTokenizer && !promptStyle(prompts).plainWords ? publishedStyle : prompts
}

/** One result a checkpoint, in order. */
export async function benchmark(
  ground: Ground,
  config: RunConfig,
  checkpoints: readonly NamedSnapshot[],
  questions: readonly BenchmarkQuestion[],
  options: Omit<AskOptions, 'prompts'>,
): Promise<BenchmarkResult[]> {
  const pool = seatsOn(ground, config)
  try {
    const results: BenchmarkResult[] = []
    for (const { name, snapshot, elsewhere = null } of checkpoints)
      results.push(
        await askBenchmark(await pool.player(name, snapshot, elsewhere), questions, {
          ...options,
          prompts: promptsFor(snapshot, config),
        }),
      )
    return results
  } finally {
    await pool.close()
  }
}
