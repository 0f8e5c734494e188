// The lab as a library, in a page and in Node: one engine over stores of its own, asked by a call where the
// page has views. A composition root, as worker.ts is.

import { last } from '../base/at'
import { ok, type Result } from '../base/result'
import { preset, readConfig, withValues } from '../config/config'
import type { PresetName } from '../config/field'
import { writtenDown, type Recogniser } from '../corpus'
import { EngineError } from '../engine/errors'
import type { OpenMachine } from '../engine/machine/machineLink'
import { openDevice } from '../engine/runtime/openDevice'
import { EngineSession } from '../engine/session/engineSession'
import { fail, isAlarm, problem } from '../problems'
import type { Command, Event } from '../protocol/door'
import type { Answer, Query, QueryKind } from '../protocol/queries'
import type { Episode, RoundMetrics } from '../protocol/records'
import { openStores } from '../storage'

export type Bytes = Uint8Array<ArrayBuffer>

export interface LabOptions {
  /** What computes; `navigator.gpu` where it is left out. */
  readonly gpu?: GPU
  /** Other processes in place of a device (docs/machine-protocol.md). */
  readonly machine?: OpenMachine
  /** A file that comes with the library, by its path in `public/`; null where there is none. */
  readonly file?: (path: string) => Promise<Bytes | null>
  /** Writes down what is said in recordings of sound and video; without it they are refused. */
  readonly recognise?: Recogniser
  /** Name of the database that a browser keeps everything in; Node keeps it in memory. */
  readonly store?: string
}

export interface LabDocument {
  /** A name whose ending tells the kind: `a.txt`, `stories.jsonl`, `book.epub`. */
  readonly path: string
  readonly data: string | Blob
}

export interface TrainOptions {
  readonly documents: readonly LabDocument[]
  readonly rounds: number
  readonly preset?: PresetName
  /** Settings on top of the preset, by path: `{ 'game.passages': 4 }`. */
  readonly set?: Readonly<Record<string, unknown>>
  readonly seed?: number
  /** Weights to begin with: a checkpoint of the lab, or the name of built-in ones; else seeded noise. */
  readonly weights?: Bytes | string
  readonly onRound?: (metrics: RoundMetrics) => void
}

export interface TrainedRun {
  readonly id: string
  /** A line a round, as in metrics.jsonl. */
  readonly metrics: readonly RoundMetrics[]
  /** The newest checkpoint, a safetensors file. */
  readonly weights: Bytes
  /** What happened in a round. */
  episodes(round: number): Promise<readonly Episode[]>
}

/** Weights that a caller gives stand here among the files of `public/`. */
const GIVEN = 'given'

const here = import.meta.url

/** Beside the library's own script. */
async function fetched(path: string): Promise<Bytes | null> {
  const response = await fetch(new URL(`public/${path}`, here))
  return response.ok ? new Uint8Array(await response.arrayBuffer()) : null
}

export class Lab {
  private runs = 0

  private constructor(
    private readonly session: EngineSession,
    private readonly stores: Awaited<ReturnType<typeof openStores>>,
    private readonly given: Map<string, Bytes>,
    private readonly recognise: Recogniser | undefined,
  ) {}

  /** Rejects where nothing computes. */
  static async open({ gpu, machine, file = fetched, recognise, store }: LabOptions = {}): Promise<Lab> {
    const stores = await openStores(store)
    const given = new Map<string, Bytes>()
    const asset = async (path: string): Promise<Result<Bytes>> => {
      const bytes = given.get(path) ?? (await file(path))
      return bytes === null ? fail('page-file-missing', { path }) : ok(bytes)
    }
    const session = new EngineSession({
      ...{ corpora: stores.corpora, runs: stores.runs, kernels: stores.kernels },
      openDevice: () => openDevice(gpu ?? (globalThis.navigator as { readonly gpu?: GPU } | undefined)?.gpu),
      ...(machine === undefined ? {} : { openMachine: machine }),
      asset,
      claim: async () => true,
      now: () => performance.now(),
      date: () => Date.now(),
      newRun: () => `run-${crypto.randomUUID()}`,
    })
    return new Lab(session, stores, given, recognise)
  }

  /** Any command of the engine's door; throws its refusal. */
  async send(command: Command): Promise<void> {
    const { recognise } = this
    const heard =
      command.kind === 'corpus.add' && recognise !== undefined
        ? { ...command, files: await writtenDown(command.files, recognise) }
        : command
    const reply = await this.session.send(0, heard)
    if (!reply.ok) throw new EngineError(reply.failure)
  }

  /** Gives the function that ends it. */
  listen(listener: (event: Event) => void): () => void {
    return this.session.listen(listener)
  }

  query<K extends QueryKind>(query: Query<K>): Promise<Answer<K>> {
    return this.session.query(query)
  }

  /** One run from its start to its last round. Throws what ends it before. */
  async train(options: TrainOptions): Promise<TrainedRun> {
    const { documents, rounds, seed = 1, onRound } = options
    const base = options.preset ?? 'default'
    const wanted = withValues(preset(base), { ...options.set, 'game.rounds': rounds })
    const { config, notes } = readConfig(wanted, preset(base))
    const [note] = notes
    if (note !== undefined) throw new EngineError(note)
    this.runs += 1
    const corpus = `documents-${this.runs}`
    const files = documents.map(({ path, data }) => ({
      path,
      data: typeof data === 'string' ? new Blob([data]) : data,
    }))
    let run = ''
    let failure: EngineError | null = null
    const end = this.listen((event) => {
      if (event.kind === 'status' && event.run !== null) run = event.run.id
      if (event.kind === 'round' && event.run === run) onRound?.(event.metrics)
      if (event.kind === 'failure' && !isAlarm(event.failure.code)) failure ??= new EngineError(event.failure)
    })
    try {
      await this.send({ kind: 'corpus.add', corpus, name: corpus, files })
      const linked = { preset: base, seed, config }
      const start = this.startOf(options.weights)
      await this.send({ kind: 'run.create', linked, corpora: [corpus], name: corpus, ...start })
      await this.send({ kind: 'run.start', until: rounds })
      await this.session.settled()
    } finally {
      end()
    }
    if (failure !== null) throw failure as EngineError
    return this.trained(run)
  }

  private async trained(run: string): Promise<TrainedRun> {
    const { runs } = this.stores
    const weights = await runs.checkpoint(run, last(await runs.checkpoints(run)).name)
    if (weights === null) throw new EngineError(problem('no-checkpoint', { checkpoint: '' }))
    return {
      id: run,
      metrics: await runs.metrics(run),
      weights,
      episodes: (round) => runs.episodes(run, round),
    }
  }

  private startOf(
    weights: Bytes | string | undefined,
  ): Pick<Extract<Command, { kind: 'run.create' }>, 'startFrom'> {
    if (weights === undefined) return {}
    const name = typeof weights === 'string' ? weights : `${GIVEN}-${this.runs}`
    if (typeof weights !== 'string') this.given.set(`weights/${name}.safetensors`, weights)
    return { startFrom: { kind: 'builtIn', name } }
  }

  /** Pauses what trains, and frees the device. */
  async close(): Promise<void> {
    await this.session.close()
    this.stores.close()
  }
}

/** A lab of its own: nothing is shared with another one but the database of its name. */
export const openLab = (options: LabOptions = {}): Promise<Lab> => Lab.open(options)
