// The engine as the door sees it: commands come in, each goes to its handler by its queue, and events go out;
// queries are answered from the stores.
// It must not know what any command does.

import { debug } from '../../base/debug'
import { messageOf } from '../../base/result'
import { problem, problemOf } from '../../problems'
import type { Command, Event, QueryReply, Reply, Request } from '../../protocol/door'
import type { Answer, Query, QueryKind } from '../../protocol/queries'
import { answerQuery } from '../../protocol/storeDoor'
import { describeError, refuse } from '../errors'
import { Evaluations } from '../inspect/evaluations'
import { CorpusLibrary } from '../library/corpusLibrary'
import { ModelLibrary } from '../library/modelLibrary'
import type { EnginePorts } from '../enginePorts'
import { DevicePool } from '../runtime/devicePool'
import { OpenRun } from '../training/openRun'
import type { Engine } from './engine'
import type { CommandKind, CommandOf, Queue } from './handler'
import { handlers } from './handlers'

export class EngineSession {
  private readonly listeners = new Set<(event: Event) => void>()
  private readonly engine: Engine
  private readonly queues: Record<Queue, Promise<unknown>> = {
    corpora: Promise.resolve(),
    models: Promise.resolve(),
    runs: Promise.resolve(),
  }

  constructor(given: EnginePorts) {
    const { emit } = this
    const devices = new DevicePool(() => given.openDevice())
    const ports = { ...given, openDevice: () => devices.open() }
    const run = new OpenRun(ports, emit)
    this.engine = {
      ports,
      emit,
      devices,
      run,
      corpora: new CorpusLibrary(ports, emit),
      models: new ModelLibrary(ports, emit),
      evaluations: new Evaluations(devices, run, emit),
    }
  }

  listen(listener: (event: Event) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Emits the device (or why there is none), the corpora and the models. */
  async open(): Promise<void> {
    const { devices, emit, corpora, models } = this.engine
    const device = await devices.openFirst()
    emit({
      kind: 'ready',
      device: device.ok ? { ...device.value.info, bytes: device.value.counters.bytes } : null,
      failure: device.ok ? null : device.error,
    })
    await corpora.emitAll()
    await models.emitAll()
  }

  async send(id: number, command: Command): Promise<Reply> {
    debug('command', command.kind, id, command)
    const { queue } = handlers[command.kind]
    const work = async (): Promise<Reply> => {
      const reply = await this.reply(id, command)
      debug('reply', command.kind, reply)
      return reply
    }
    if (queue === null) return work()
    const reply = this.queues[queue].then(work)
    this.queues[queue] = reply
    return reply
  }

  /** Answered at once, whatever command is at work. */
  query<K extends QueryKind>(query: Query<K>): Promise<Answer<K>> {
    return answerQuery(this.engine.ports, query)
  }

  /** Resolves when no command waits and nothing trains. */
  async settled(): Promise<void> {
    await Promise.all(Object.values(this.queues))
    await this.engine.run.settled()
  }

  /** Pauses what trains, saves it, and frees the devices. */
  async close(): Promise<void> {
    const { models, evaluations, run, devices } = this.engine
    models.cancel()
    evaluations.abort()
    await run.close()
    devices.destroy()
    this.listeners.clear()
  }

  private readonly emit = (event: Event): void => {
    debug('event', event.kind, event)
    for (const listener of this.listeners) listener(event)
  }

  private async reply(id: number, command: Command): Promise<Reply> {
    try {
      await this.expectRight(command.kind)
      await this.handle(command.kind, command)
      return { id, ok: true }
    } catch (thrown) {
      return { id, ok: false, failure: describeError(thrown).failure }
    }
  }

  /** One engine at most may write. */
  private async expectRight(kind: CommandKind): Promise<void> {
    if (!handlers[kind].readsOnly && !(await this.engine.ports.claim())) refuse(problem('other-tab'))
  }

  private async handle<K extends CommandKind>(kind: K, command: CommandOf<K>): Promise<void> {
    await handlers[kind].handle(this.engine, command)
  }
}

/** Where requests come from: a worker's own scope. */
export interface RequestSource {
  addEventListener(type: 'message', listener: (message: MessageEvent<Request | OtherMessage>) => void): void
}

/** What is said to the worker besides requests; it has no number. */
interface OtherMessage {
  readonly id?: undefined
}

/**
 * Answers the requests of a page: queries as soon as the stores are open, commands once the engine has told
 * of its device.
 */
export function serveRequests(
  source: RequestSource,
  post: (message: Event | Reply | QueryReply) => void,
  created: Promise<EngineSession>,
): void {
  const started = created.then(async (session) => {
    session.listen(post)
    await session.open()
    return session
  })
  started.catch((error: unknown) => {
    const failure = problem('engine-start', { reason: messageOf(error) })
    post({ kind: 'ready', device: null, failure })
    post({ kind: 'failure', failure, fix: 'page.reload' })
  })
  source.addEventListener('message', ({ data: request }) => {
    if (request.id === undefined) return
    const { id } = request
    if ('query' in request)
      void created
        .then((session) => session.query(request.query))
        .catch((error: unknown) => ({ ok: false as const, error: problemOf(error) }))
        .then((answer) => post({ id, answer }))
    else
      void started
        .then((session) => session.send(id, request.command))
        .catch((error: unknown): Reply => ({ id, ok: false, failure: problemOf(error) }))
        .then(post)
  })
}
