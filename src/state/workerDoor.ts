// The door to the engine in its worker. The page posts a `Request`; the worker posts a `Reply` or a
// `QueryReply` (they have no `kind`) or an `Event`, and answers a `Pulse` with itself. Must not know what is
// said through it, but for the commands that end work: they work on an engine that hears nothing too.

import { problem, type Problem, type ValuesOf } from '../problems'
import type { Command, Door, Event, QueryReply, Reply, Request } from '../protocol/door'
import type { Answer, Query, QueryKind } from '../protocol/queries'

/** Asks a worker whether its code still comes to its messages; it has no number. */
export interface Pulse {
  readonly pulse: true
}

/** The part of a Worker that the door needs. */
export interface Post {
  postMessage(message: Request | Pulse): void
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

/** Milliseconds between two pulses; a page in the background may be slower, which only takes longer. */
const BEAT = 1000
/** Beats that a worker may leave unanswered: it is in a loop that does not end. */
export const MOST_MISSED = 10
/** Beats in which it may answer them, but neither end the work nor tell of any. */
export const MOST_IDLE = 120
/** Milliseconds until a worker that was ended counts as gone where nothing says so; Chrome takes 2,000. */
const GONE = 5000

const ENDING: ReadonlySet<Command['kind']> = new Set([
  'run.pause',
  'run.stop',
  'corpus.cancel',
  'model.cancel',
] satisfies Command['kind'][])

export function workerDoor(worker: Post, { death, isThere }: WorkerSigns = {}): Door {
  const listeners = new Set<(event: Event) => void>()
  const sent = new Map<number, (reply: Reply) => void>()
  const asked = new Map<number, (answer: Answer) => void>()
  let next = 1
  let dead: Problem | null = null
  let spoken = false
  let ending = false
  let missed = 0
  let idle = 0

  const refuse = (id: number, failure: Problem): Reply => ({ id, ok: false, failure })
  const refuseAll = (failure: Problem): void => {
    for (const [id, reply] of sent) reply(refuse(id, failure))
    for (const answer of asked.values()) answer({ ok: false, error: failure })
    sent.clear()
    asked.clear()
  }
  const die = (how: ValuesOf<'engine-stopped'>['how'], reason = ''): void =>
    dieOf(problem('engine-stopped', { how, reason }))
  const dieOf = (failure: Problem, fix: string | null = 'page.reload'): void => {
    if (dead !== null) return
    dead = failure
    refuseAll(dead)
    for (const listener of listeners) listener({ kind: 'failure', failure: dead, fix })
  }
  /** Its locks are free before anybody hears of it: another engine may take them. */
  const endHanging = async (): Promise<void> => {
    ending = true
    worker.terminate()
    await Promise.race([death, new Promise((resolve) => setTimeout(resolve, GONE))])
    dieOf(problem('engine-hangs'), null)
  }
  /** Ends the worker where the command of this number is never answered. */
  const watch = (id: number): void => {
    missed = 0
    idle = 0
    const timer = setInterval(() => {
      if (!sent.has(id)) return clearInterval(timer)
      if (missed < MOST_MISSED && idle < MOST_IDLE) {
        missed += 1
        idle += 1
        return worker.postMessage({ pulse: true })
      }
      clearInterval(timer)
      void endHanging()
    }, BEAT)
  }

  worker.addEventListener('message', (event) => {
    spoken = true
    missed = 0
    const message = (event as MessageEvent<Reply | QueryReply | Event | Pulse>).data
    if ('pulse' in message) return
    idle = 0
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
  void death?.then(() => {
    if (!ending) die('ended')
  })
  worker.addEventListener('messageerror', () => die('unreadable'))

  return {
    send(command: Command) {
      const id = next++
      if (dead !== null) return Promise.resolve(refuse(id, dead))
      return new Promise((resolve) => {
        sent.set(id, resolve)
        worker.postMessage({ id, command })
        // One that has not spoken yet is still being loaded.
        if (spoken && ENDING.has(command.kind)) watch(id)
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
