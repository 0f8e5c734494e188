// For the tests of the engine: an engine over folders in a temporary place and a fake model, and its events.

import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fail, ok } from '../../base/result'
import { preset, withValue } from '../../config/config'
import type { RunConfig } from '../../config/schema'
import type { CorpusStore, RunStore } from '../../protocol/ports'
import type { Command, Event, Reply } from '../../protocol/door'
import type { RoundMetrics } from '../../protocol/records'
import { corpusTexts } from '../../spice/stories/storyCorpus'
import { Tokenizer } from '../../text/tokenizer'
import type { OpenModelRuntime } from '../runtime/modelRuntime'
import type { EnginePorts } from '../enginePorts'
import { EngineSession } from '../session/engineSession'
import { FakeGpu, FakeModelRuntime, type Interruption } from './fakeModel'
import { storyScript } from './seatScript'

/** A small run of the nano preset; pairs of path and value on top of it. */
export function smallConfig(...changes: readonly (readonly [path: string, value: unknown])[]): RunConfig {
  const base = [
    ['warmStart.steps', 6],
    ['warmStart.batchTokens', 256],
    ['game.rounds', 4],
    ['game.passages', 3],
    ['keep.checkpointEvery', 2],
    ['probe.every', 2],
    ['probe.questions', 4],
    ['model.vocabulary', 320],
    ['model.context', 512],
  ] as const
  return [...base, ...changes].reduce<RunConfig>(
    (config, [path, value]) => withValue(config, path, value),
    preset('nano'),
  )
}

const stories = new Blob(
  corpusTexts('numbers', 40, 3).map((text) => `${JSON.stringify({ text })}\n`),
  { type: 'application/jsonl' },
)

export interface Stores {
  readonly corpora: CorpusStore
  readonly runs: RunStore
}

export class EngineHarness {
  readonly events: Event[] = []
  readonly devices: FakeGpu[] = []
  readonly runtimes: FakeModelRuntime[] = []
  readonly engine: EngineSession
  moment: Interruption = () => undefined
  /** Called when a model is to be opened on a device. */
  opening: (device: FakeGpu) => void = () => undefined
  /** What the models opened from now on write. */
  script = storyScript
  /** What opening a device answers instead of a device. */
  refusal: string | null = null
  writer = true

  /** `model` real: the engine makes its own, on the device that `change` opens. */
  constructor(
    readonly stores: Stores,
    private readonly change: Partial<EnginePorts> = {},
    private readonly model: 'fake' | 'real' = 'fake',
  ) {
    let runs = 0
    const openRuntime: OpenModelRuntime = async (gpu, architecture, tokenizer) => {
      if (!(tokenizer instanceof Tokenizer)) throw new Error('the fake model has the tokenizer of the lab')
      const moment: Interruption = (what) => this.moment(what)
      const device = gpu as unknown as FakeGpu
      this.opening(device)
      const runtime = new FakeModelRuntime(device, architecture, tokenizer, moment, this.script())
      this.runtimes.push(runtime)
      return runtime
    }
    this.engine = new EngineSession({
      ...stores,
      openDevice: async () => {
        if (this.refusal !== null) return fail('no-adapter', this.refusal)
        const device = new FakeGpu()
        this.devices.push(device)
        return ok(device.asGpu)
      },
      ...(model === 'fake' ? { openRuntime } : {}),
      asset: async (path) => {
        const bytes = await readFile(join('public', path)).catch(() => null)
        return bytes === null ? fail('no-file', `There is no ${path}.`) : ok(new Uint8Array(bytes))
      },
      claim: async () => this.writer,
      now: () => performance.now(),
      date: () => 1_700_000_000_000,
      newRun: () => `run-${(runs += 1)}`,
      ...change,
    })
    this.engine.listen((event) => this.events.push(event))
  }

  /** Another engine over the same stores, as after a reload. */
  again(): EngineHarness {
    return new EngineHarness(this.stores, this.change, this.model)
  }

  send(command: Command): Promise<Reply> {
    return this.engine.send(1, command)
  }

  /** Throws the refusal of a command that should have been obeyed. */
  async succeed(command: Command): Promise<void> {
    const reply = await this.send(command)
    if (!reply.ok) throw new Error(reply.failure.message)
  }

  async create(config: RunConfig, seed = 1): Promise<void> {
    await this.succeed({
      kind: 'corpus.add',
      corpus: 'c',
      name: 'Stories',
      files: [{ path: 'stories.jsonl', data: stories }],
    })
    await this.succeed({
      kind: 'run.create',
      linked: { preset: 'nano', seed, config },
      corpora: ['c'],
      name: 'Run',
    })
  }

  async play(until?: number): Promise<void> {
    await this.succeed({ kind: 'run.start', ...(until === undefined ? {} : { until }) })
    await this.engine.settled()
  }

  /** The run's lines without what may differ. */
  async lines(run = 'run-1'): Promise<Omit<RoundMetrics, 'seconds'>[]> {
    return (await this.stores.runs.metrics(run)).map(({ seconds: _, ...line }) => line)
  }

  of<K extends Event['kind']>(kind: K): Extract<Event, { kind: K }>[] {
    return this.events.filter((event): event is Extract<Event, { kind: K }> => event.kind === kind)
  }

  get failures(): string[] {
    return this.of('failure').map(({ failure }) => failure.code)
  }
}

export const temporary = (): Promise<string> => mkdtemp(join(tmpdir(), 'spice-engine-'))
