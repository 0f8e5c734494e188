// What the page knows of the engine (or of a recording): a plain state and the pure function that an event
// changes it by.
// Must not know React, the DOM, or which of the two stands behind the door.

import { noDetail } from '../protocol/progressDetail'
import { at, last } from '../base/at'
import { unreachable, type Failure } from '../base/result'
import type {
  Activity,
  ModelAnswers,
  DeviceReport,
  Event,
  FileOutcome,
  ModelPlan,
  ModelProgress,
  Progress,
  SourceFile,
} from '../protocol/door'
import type { DeviceSpeed } from '../config/runTime'
import type { ArenaReport } from '../protocol/arenaReport'
import type { LivePlay } from '../protocol/livePlay'
import type { ModelLook } from '../protocol/modelLook'
import type { ModelRecord } from '../protocol/modelRecord'
import type { CorpusRecord } from '../protocol/ports'
import type {
  CheckpointRecord,
  Episode,
  ProbeRecord,
  RoundMetrics,
  RunRecord,
  WarmStartPoint,
} from '../protocol/records'

export type Source = 'none' | 'recording' | 'live'

export interface FileLine {
  readonly corpus: string
  readonly outcome: FileOutcome
}

export interface ShownError {
  readonly id: number
  readonly failure: Failure
  /** Id of the control that mends it, where there is one. */
  readonly fix: string | null
}

export interface SessionState {
  readonly source: Source
  readonly ready: boolean
  readonly device: DeviceReport | null
  /** How fast it computes, once that was measured. */
  readonly speed: DeviceSpeed | null
  /** The newest trial of a run that was not begun yet. */
  readonly tried: Extract<Event, { kind: 'tried' }> | null
  /** Why there is no device, once that is known. */
  readonly deviceFailure: Failure | null
  readonly lost: { readonly failure: Failure; readonly recovering: boolean } | null
  readonly run: RunRecord | null
  readonly activity: Activity
  readonly running: boolean
  readonly progress: Progress | null
  readonly corpora: readonly CorpusRecord[]
  readonly files: readonly FileLine[]
  /** The files that were brought in last, for as long as the page is open: one can be read again. */
  readonly sources: readonly SourceFile[]
  readonly models: readonly ModelRecord[]
  /** The model that is coming in. */
  readonly coming: ModelProgress | null
  readonly planned: ModelPlan | null
  readonly warmStart: readonly WarmStartPoint[]
  readonly rounds: readonly RoundMetrics[]
  /** Tokens a second by round. */
  readonly speeds: ReadonlyMap<number, number>
  readonly probes: readonly ProbeRecord[]
  /** The round that is being played, or the newest that was. */
  readonly live: LivePlay | null
  readonly checkpoints: readonly CheckpointRecord[]
  /** Episodes of the newest rounds and of those that were asked for. */
  readonly episodes: ReadonlyMap<number, readonly Episode[]>
  readonly answered: { readonly question: string; readonly answers: readonly ModelAnswers[] } | null
  /** The newest arena and the newest benchmark that were played here. */
  readonly arena: ArenaReport | null
  readonly benchmarked: Extract<Event, { kind: 'benchmarked' }>['results'] | null
  /** The newest fork and the newest look at attention. */
  readonly forked: Extract<Event, { kind: 'forked' }> | null
  readonly attended: Extract<Event, { kind: 'attended' }> | null
  /** The newest look through a model. */
  readonly look: ModelLook | null
  readonly errors: readonly ShownError[]
}

/** Rounds whose episodes are held in memory; older ones are read again from where they are kept. */
export const heldRounds = 24

export const emptySession: SessionState = {
  source: 'none',
  ready: false,
  device: null,
  speed: null,
  tried: null,
  deviceFailure: null,
  lost: null,
  run: null,
  activity: 'idle',
  running: false,
  progress: null,
  corpora: [],
  files: [],
  sources: [],
  models: [],
  coming: null,
  planned: null,
  warmStart: [],
  rounds: [],
  speeds: new Map(),
  probes: [],
  live: null,
  checkpoints: [],
  episodes: new Map(),
  answered: null,
  arena: null,
  benchmarked: null,
  forked: null,
  attended: null,
  look: null,
  errors: [],
}

/** A clean session; what a person was told stays until they dismiss it. */
export const withSource = (
  { errors: troubles }: SessionState,
  source: Source,
  corpora: readonly CorpusRecord[] = [],
): SessionState => ({ ...emptySession, source, corpora, errors: troubles })

const noRun = {
  warmStart: [],
  rounds: [],
  speeds: new Map<number, number>(),
  probes: [],
  live: null,
  checkpoints: [],
  episodes: new Map<number, readonly Episode[]>(),
  answered: null,
  forked: null,
  attended: null,
} as const

/**
 * Inserts by a number that grows; everything at or after it is replaced, as when a run goes on from a
 * checkpoint.
 */
function placed<T>(list: readonly T[], item: T, key: (item: T) => number): readonly T[] {
  const at = key(item)
  const last = list.at(-1)
  if (last === undefined || key(last) < at) return [...list, item]
  return [...list.filter((each) => key(each) < at), item]
}

function held(
  episodes: ReadonlyMap<number, readonly Episode[]>,
  round: number,
  added: readonly Episode[],
): ReadonlyMap<number, readonly Episode[]> {
  const next = new Map(episodes)
  next.delete(round)
  next.set(round, added)
  for (const oldest of next.keys()) {
    if (next.size <= heldRounds) break
    next.delete(oldest)
  }
  return next
}

/** A device that was lost is told of until the run does something with the next one. */
const atWork: ReadonlySet<Activity> = new Set([
  'warming',
  'asking',
  'updating',
  'probing',
  'saving',
  'answering',
])

function withStatus(state: SessionState, event: Extract<Event, { kind: 'status' }>): SessionState {
  const other = event.run?.id !== state.run?.id
  const base = other ? { ...state, ...noRun } : state
  const rounds = event.run?.rounds ?? 0
  // A run that went back to an earlier point: what was recorded after it is told again. One round may be told
  // ahead of its status.
  const back = !other && rounds < base.rounds.length - 1
  return {
    ...base,
    ...(back ? { rounds: base.rounds.slice(0, rounds) } : {}),
    run: event.run,
    activity: event.activity,
    running: event.running,
    lost: atWork.has(event.activity) ? null : base.lost,
    progress: event.activity === 'idle' ? null : base.progress,
  }
}

/**
 * What a bar shows of the work that is going on: its own progress, else that it goes on. Null where nothing
 * does.
 */
export function workOf({ activity, progress }: Pick<SessionState, 'activity' | 'progress'>): Progress | null {
  if (activity === 'idle') return null
  return progress?.activity === activity
    ? progress
    : { activity, detail: noDetail, done: 0, total: 0, unit: '' }
}

/** True where the event belongs to a run that is not the open one. */
function foreign(state: SessionState, run: string): boolean {
  return state.run !== null && state.run.id !== run
}

export function reduce(state: SessionState, event: Event): SessionState {
  switch (event.kind) {
    case 'ready':
      return {
        ...state,
        ready: true,
        device: event.device,
        deviceFailure: event.failure,
        lost: event.device === null ? state.lost : null,
        ...(state.ready ? {} : { progress: null, activity: 'idle' }),
      }
    case 'status':
      return withStatus(state, event)
    case 'run.changed':
      return state.run?.id === event.run.id ? { ...state, run: event.run } : state
    case 'progress':
      return { ...state, progress: event.progress, activity: event.progress.activity }
    case 'corpora':
      // Told when documents have come in or gone: whatever was being read has been.
      return {
        ...state,
        corpora: event.corpora,
        ...(state.progress?.activity === 'importing' ? { progress: null, activity: 'idle' } : {}),
      }
    case 'file':
      return { ...state, files: withFile(state.files, { corpus: event.corpus, outcome: event.outcome }) }
    case 'models':
      return { ...state, models: event.models }
    case 'model.progress':
      return { ...state, coming: event.progress }
    case 'model.planned':
      return { ...state, planned: event.plan }
    case 'warmStart': {
      if (foreign(state, event.run)) return state
      const first = event.points.length === 0 ? Infinity : at(event.points, 0).step
      return { ...state, warmStart: [...state.warmStart.filter(({ step }) => step < first), ...event.points] }
    }
    case 'round': {
      if (foreign(state, event.run)) return state
      return {
        ...state,
        lost: null,
        rounds: placed(state.rounds, event.metrics, ({ round }) => round),
        speeds: new Map(state.speeds).set(event.metrics.round, event.tokensPerSecond),
      }
    }
    case 'episodes':
      return foreign(state, event.run)
        ? state
        : { ...state, episodes: held(state.episodes, event.round, event.episodes) }
    case 'probe':
      return foreign(state, event.run)
        ? state
        : { ...state, probes: placed(state.probes, event.probe, ({ round }) => round) }
    case 'speed':
      return { ...state, speed: event.speed }
    case 'tried':
      return { ...state, tried: event }
    case 'live':
      return foreign(state, event.run) ? state : { ...state, live: event.play }
    case 'checkpoint':
      return foreign(state, event.checkpoint.run)
        ? state
        : {
            ...state,
            checkpoints: [
              ...state.checkpoints.filter(({ name }) => name !== event.checkpoint.name),
              event.checkpoint,
            ],
          }
    case 'deviceLost':
      return { ...state, lost: { failure: event.failure, recovering: event.recovering } }
    case 'file.ready':
      return state
    case 'answered':
      return {
        ...state,
        answered: { question: event.question, answers: event.answers },
        activity: 'idle',
        progress: null,
      }
    case 'arena':
      return { ...state, arena: event.report }
    case 'benchmarked':
      return { ...state, benchmarked: event.results }
    case 'forked':
      return { ...state, forked: event }
    case 'attended':
      return { ...state, attended: event }
    case 'looked':
      return { ...state, look: event.look }
    case 'failure':
      return withError(state, event.failure, event.fix)
    default:
      return unreachable(event)
  }
}

type FileEntry = SessionState['files'][number]

function withFile(files: readonly FileEntry[], entry: FileEntry): readonly FileEntry[] {
  const { path, corrected } = entry.outcome
  const at = corrected === true ? files.findLastIndex(({ outcome }) => outcome.path === path) : -1
  return at < 0 ? [...files, entry] : files.with(at, entry)
}

export function withError(state: SessionState, failure: Failure, fix: string | null): SessionState {
  const id = state.errors.length === 0 ? 1 : last(state.errors).id + 1
  const others = state.errors.filter((each) => each.failure.code !== failure.code)
  return { ...state, errors: [...others, { id, failure, fix }].slice(-4) }
}

export const withoutTrouble = (state: SessionState, id: number): SessionState => ({
  ...state,
  errors: state.errors.filter((each) => each.id !== id),
})

/** What is kept of a run, read at once when it is opened. */
export interface StoredRun {
  readonly metrics: readonly RoundMetrics[]
  readonly warmStart: readonly WarmStartPoint[]
  readonly probes: readonly ProbeRecord[]
  readonly checkpoints: readonly CheckpointRecord[]
}

/** Fills in what was recorded before the page listened; what was told since wins. */
export function withStoredRun(state: SessionState, run: string, kept: StoredRun): SessionState {
  if (foreign(state, run)) return state
  const toldRounds = new Set(state.rounds.map(({ round }) => round))
  const firstStep = state.warmStart.length === 0 ? Infinity : at(state.warmStart, 0).step
  const told = new Set(state.probes.map(({ round }) => round))
  const names = new Set(state.checkpoints.map(({ name }) => name))
  const rounds = [...kept.metrics.filter(({ round }) => !toldRounds.has(round)), ...state.rounds].sort(
    (a, b) => a.round - b.round,
  )
  const speeds = new Map(
    kept.metrics.map(
      (each) => [each.round, each.seconds > 0 ? each.processedTokens / each.seconds : 0] as const,
    ),
  )
  return {
    ...state,
    rounds,
    speeds: new Map([...speeds, ...state.speeds]),
    warmStart: [...kept.warmStart.filter(({ step }) => step < firstStep), ...state.warmStart],
    probes: [...kept.probes.filter(({ round }) => !told.has(round)), ...state.probes].sort(
      (a, b) => a.round - b.round,
    ),
    checkpoints: [...kept.checkpoints.filter(({ name }) => !names.has(name)), ...state.checkpoints].sort(
      (a, b) => a.rounds - b.rounds,
    ),
  }
}
