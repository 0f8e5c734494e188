// The door to the engine in its worker. The page posts a `Request`; the worker posts a `Reply` or a
// `QueryReply` (they have no `kind`) or an `Event`. Must not know what is said through it.

import { problem, type Problem, type ValuesOf } from '../problems'
import type { Command, Door, Event, QueryReply, Reply, Request } from '../protocol/door'
import type { Answer, Query, QueryKind } from '../protocol/queries'

/** The part of a Worker that the door needs. */
export interface Post {
  postMessage(message: Request): void
  addEventListener(
    type: 'message' | 'error' | 'messageerror',
    listener: (event: MessageEvent | ErrorEvent) => void,
  ): void
  terminate(): void
}

export interface WorkerSigns {
  /** Resolves when the worker is gone without having said so. */
  readonly death?: Promise<void>
  /** Whether the host has the worker's script; asked where it fails before it has said anything. */
  readonly isThere?: () => Promise<boolean>
}

export function workerDoor(worker: Post, { death, isThere }: WorkerSigns = {}): Door {
  const listeners = new Set<(event: Event) => void>()
  const sent = new Map<number, (reply: Reply) => void>()
  const asked = new Map<number, (answer: Answer) => void>()
  let next = 1
  let dead: Problem | null = null
  let spoken = false

  const refuse = (id: number, failure: Problem): Reply => ({ id, ok: false, failure })
  const refuseAll = (failure: Problem): void => {
    for (const [id, reply] of sent) reply(refuse(id, failure))
    for (const answer of asked.values()) answer({ ok: false, error: failure })
    sent.clear()
    asked.clear()
  }
  const die = (how: ValuesOf<'engine-stopped'>['how'], reason = ''): void =>
    dieOf(problem('engine-stopped', { how, reason }))
  const dieOf = (failure: Problem): void => {
    if (dead !== null) return
    dead = failure
    refuseAll(dead)
    for (const listener of listeners) listener({ kind: 'failure', failure: dead, fix: 'page.reload' })
  }

  worker.addEventListener('message', (event) => {
    spoken = true
    const message = (event as MessageEvent<Reply | QueryReply | Event>).data
    if ('kind' in message) {
      for (const listener of listeners) listener(message)
      return
    }
    if ('answer' in message) asked.get(message.id)?.(message.answer)
    else sent.get(message.id)?.(message)
    asked.delete(message.id)
    sent.delete(message.id)
  })
  worker.addEventListener('error', (event) => {
    const { message } = event as ErrorEvent
    if (spoken || isThere === undefined) return die('error', message)
    void isThere().then((there) => (there ? die('error', message) : dieOf(problem('part-missing'))))
  })
  void death?.then(() => die('ended'))
  worker.addEventListener('messageerror', () => die('unreadable'))

  return {
    send(command: Command) {
      const id = next++
      if (dead !== null) return Promise.resolve(refuse(id, dead))
      return new Promise((resolve) => {
        sent.set(id, resolve)
        worker.postMessage({ id, command })
      })
    },
    query<K extends QueryKind>(query: Query<K>) {
      const id = next++
      if (dead !== null) return Promise.resolve({ ok: false, error: dead })
      return new Promise<Answer<K>>((resolve) => {
        // The worker answers a query with an answer of its kind.
        asked.set(id, (answer) => resolve(answer as Answer<K>))
        // Whatever K is; the compiler sees that for a given one alone.
        worker.postMessage({ id, query: query as Query })
      })
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      worker.terminate()
      dead ??= problem('engine-stopped', { how: 'closed', reason: '' })
      refuseAll(dead)
      listeners.clear()
    },
  }
}
