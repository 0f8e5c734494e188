// What stands behind the door at present: nothing, a recording, or the engine, which is started when it is
// first wanted. Its events are gathered and applied to the session at most four times a second, in order.
// Must not know what is said through the door.

import { problem, type ProblemCode } from '../problems'
import type { StoreApi } from 'zustand/vanilla'
import { messageOf, type Failure } from '../base/result'
import type { Command, Door, Event, Reply } from '../protocol/door'
import { reduce, withError, withSource, type SessionState, type Source } from './session'

export interface Connection {
  source(): Source
  /** What stands behind the door. */
  door(): Pick<Door, 'query'> | null
  /** Commands to whatever is open; where nothing is, the engine is started first. */
  readonly send: (command: Command) => Promise<Reply>
  /** Starts the engine if it is not running yet; false where this tab may only read. */
  readonly goLive: () => Promise<boolean>
  /** Puts a recording behind the door. */
  attach(recording: Door): void
  flush(): void
  close(): void
}

export interface ConnectionParts {
  readonly session: StoreApi<SessionState>
  readonly openEngine: () => Promise<Door>
  /** Whether this tab may write. */
  readonly mayWrite: () => boolean
  /** Called with every event of the engine as it comes, before it is applied. */
  readonly onEvent: (event: Event) => void
  /** Called when the engine is there, before it takes the place of what was open. */
  readonly beforeLive: () => void
  readonly trouble: (failure: Failure) => void
}

export function createConnection(parts: ConnectionParts): Connection {
  const { session, mayWrite, onEvent, beforeLive, trouble } = parts
  let client: Client | null = null
  let opening: Promise<boolean> | null = null
  let reopening: Promise<void> | null = null

  const close = (): void => {
    client?.close()
    client = null
  }

  async function openEngine(): Promise<boolean> {
    try {
      const door = await parts.openEngine()
      beforeLive()
      const { corpora, source } = session.getState()
      session.setState((state) => withSource(state, 'live', source === 'live' ? corpora : []), true)
      session.setState({ activity: 'opening' })
      client = connect(door, 'live', session, { onEvent })
      return true
    } catch (thrown) {
      trouble(problem('engine-missing', { reason: messageOf(thrown) }))
      return false
    }
  }

  function goLive(): Promise<boolean> {
    if (client?.source === 'live') return Promise.resolve(true)
    if (!mayWrite()) {
      trouble(problem('second-tab'))
      return Promise.resolve(false)
    }
    opening ??= openEngine().finally(() => (opening = null))
    return opening
  }

  /** Another engine in the place of one that was ended, with the same run open, as the command left it. */
  async function reopen(hung: Client, kind: Command['kind']): Promise<void> {
    const { run } = session.getState()
    hung.close()
    client = null
    if (!(await goLive()) || run === null || client === null) return
    const fresh: Client = client
    session.setState({ run })
    if (!(await fresh.send({ kind: 'run.open', run: run.id })).ok) return
    await fresh.send({ kind: kind === 'run.stop' ? kind : 'run.pause' })
  }

  return {
    source: () => client?.source ?? 'none',
    door: () => client,
    goLive,
    async send(command) {
      if (client === null) await goLive()
      if (client === null)
        return {
          id: 0,
          ok: false,
          failure: problem('not-open'),
        }
      const asked: Client = client
      const reply = await client.send(command)
      if (!reply.ok && reply.failure.code === ('engine-hangs' satisfies ProblemCode)) {
        if (client === asked) reopening ??= reopen(asked, command.kind).finally(() => (reopening = null))
        await reopening
      }
      return reply
    },
    attach(recording) {
      client = connect(recording, 'recording', session)
    },
    flush: () => client?.flush(),
    close,
  }
}

/** Milliseconds between two changes of the page. */
export const beat = 250

interface Client {
  readonly source: Source
  /** Sends a command; a refusal becomes a line of trouble in the session. */
  send(command: Command): Promise<Reply>
  /** Applies what is waiting at once. */
  flush(): void
  readonly query: Door['query']
  close(): void
}

interface ClientOptions {
  readonly now?: () => number
  /** Called with every event as it comes, before it is applied. */
  readonly onEvent?: (event: Event) => void
}

/** Joins an open door to the session's store. */
export function connect(
  door: Door,
  source: Source,
  store: StoreApi<SessionState>,
  { now = () => performance.now(), onEvent }: ClientOptions = {},
): Client {
  let waiting: Event[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = -Infinity

  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (waiting.length === 0) return
    const events = waiting
    waiting = []
    last = now()
    store.setState((state) => events.reduce(reduce, state), true)
  }
  const stop = door.listen((event) => {
    onEvent?.(event)
    waiting.push(event)
    if (now() - last >= beat) flush()
    else timer ??= setTimeout(flush, beat - (now() - last))
  })
  return {
    source,
    async send(command) {
      const reply = await door.send(command)
      flush()
      if (!reply.ok)
        store.setState(
          (state) =>
            withError(
              { ...state, ...(state.running ? {} : { activity: 'idle', progress: null }) },
              reply.failure,
              null,
            ),
          true,
        )
      return reply
    },
    flush,
    query: (query) => door.query(query),
    close() {
      stop()
      flush()
      door.close()
    },
  }
}
