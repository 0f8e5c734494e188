// The door to the engine in its worker. The page posts a `Request`; the worker posts a `Reply` or a
// `QueryReply` (they have no `kind`) or an `Event`. Must not know what is said through it.

import { fail, type Failure } from '../base/result'
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

/** `death` resolves when the worker is gone without having said so. */
export function workerDoor(worker: Post, death: Promise<void> = new Promise(() => undefined)): Door {
  const listeners = new Set<(event: Event) => void>()
  const sent = new Map<number, (reply: Reply) => void>()
  const asked = new Map<number, (answer: Answer) => void>()
  let next = 1
  let dead: string | null = null

  const stopped = (message: string): Failure => ({ code: 'engine-stopped', message })
  const refuse = (id: number, message: string): Reply => ({ id, ok: false, failure: stopped(message) })
  const refuseAll = (message: string): void => {
    for (const [id, reply] of sent) reply(refuse(id, message))
    for (const answer of asked.values()) answer({ ok: false, error: stopped(message) })
    sent.clear()
    asked.clear()
  }
  const die = (message: string): void => {
    if (dead !== null) return
    dead = message
    refuseAll(message)
    for (const listener of listeners)
      listener({ kind: 'failure', failure: stopped(message), fix: 'page.reload' })
  }

  worker.addEventListener('message', (event) => {
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
  worker.addEventListener('error', (event) =>
    die(
      `The engine stopped: ${(event as ErrorEvent).message || 'its worker could not go on'}. Reload the page; the run goes on from its last checkpoint.`,
    ),
  )
  void death.then(() =>
    die(
      'The engine was ended by the browser, which may have been short of memory. Reload the page; the run goes on from its last checkpoint.',
    ),
  )
  worker.addEventListener('messageerror', () =>
    die('The engine sent something that the page could not read. Reload the page.'),
  )

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
      if (dead !== null) return Promise.resolve(fail('engine-stopped', dead))
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
      dead ??= 'The engine was closed.'
      refuseAll(dead)
      listeners.clear()
    },
  }
}
