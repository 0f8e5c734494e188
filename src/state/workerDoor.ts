// The door to the engine in its worker. The page posts a `Request`; the worker posts either a `Reply` (it has
// no `kind`) or an `Event`. Must not know what is said through it.

import type { Command, Door, Event, Reply, Request } from '../protocol/door'

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
  const asked = new Map<number, (reply: Reply) => void>()
  let next = 1
  let dead: string | null = null

  const refuse = (id: number, message: string): Reply => ({
    id,
    ok: false,
    failure: { code: 'engine-stopped', message },
  })
  const die = (message: string): void => {
    if (dead !== null) return
    dead = message
    for (const [id, answer] of asked) answer(refuse(id, message))
    asked.clear()
    for (const listener of listeners)
      listener({ kind: 'failure', failure: { code: 'engine-stopped', message }, fix: 'page.reload' })
  }

  worker.addEventListener('message', (event) => {
    const message = (event as MessageEvent<Reply | Event>).data
    if ('kind' in message) {
      for (const listener of listeners) listener(message)
      return
    }
    asked.get(message.id)?.(message)
    asked.delete(message.id)
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
        asked.set(id, resolve)
        worker.postMessage({ id, command })
      })
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      worker.terminate()
      dead ??= 'The engine was closed.'
      for (const [id, answer] of asked) answer(refuse(id, dead))
      asked.clear()
      listeners.clear()
    },
  }
}
