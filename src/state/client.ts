// Joins a door to the session's store: events are gathered and applied at most four times a second, in order.
// Must not know what stands behind the door.

import type { StoreApi } from 'zustand/vanilla'
import type { Command, Door, Event, Reply } from '../protocol/door'
import { reduce, withError, type SessionState, type Source } from './session'

/** Milliseconds between two changes of the page. */
export const beat = 250

export interface Client {
  readonly source: Source
  /** Sends a command; a refusal becomes a line of trouble in the session. */
  send(command: Command): Promise<Reply>
  /** Applies what is waiting at once. */
  flush(): void
  readonly query: Door['query']
  close(): void
}

export interface ClientOptions {
  readonly now?: () => number
  /** Called with every event as it comes, before it is applied. */
  readonly onEvent?: (event: Event) => void
}

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
