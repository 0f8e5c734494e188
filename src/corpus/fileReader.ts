// Has files read by a thread that may be ended: a file that takes too long or too much memory is named, the
// thread is made anew, and the next file comes. Must not know formats, nor what a thread is.

import { saysLostPart } from '../base/lostPart'
import { throwOutside } from '../base/throwOutside'
import { problem, problemIn, type Problem } from '../problems'
import type { Failure } from '../base/result'
import type { SourceFile } from '../protocol/door'
import type {
  FileEnd,
  PackedEntry,
  ReaderDeath,
  ReaderReply,
  ReaderRequest,
  ReaderThread,
  TextOfFile,
} from './readerMessages'

export interface ReadingLimits {
  /** Seconds without a sign of progress after which a file, or one in an archive, is left. */
  readonly stillSeconds: number
  /** Seconds in all that a file may take: as many as above, these for each megabyte and each text of it. */
  readonly secondsPerMegabyte: number
  readonly secondsPerText: number
  /** Bytes that the reading of one file may add to what the machine holds. */
  readonly bytes: number
  /** Files of one archive that may be left before the rest of it is. */
  readonly leftOfArchive: number
}

export const readingLimits: ReadingLimits = {
  stillSeconds: 30,
  secondsPerMegabyte: 2,
  secondsPerText: 0.005,
  bytes: 800e6,
  leftOfArchive: 3,
}

/** What came of a file since the last of these. */
export interface FileBatch {
  readonly texts: readonly TextOfFile[]
  readonly failures: readonly Failure[]
  readonly share: number
  /** Set with the last one. */
  readonly end: FileEnd | null
}

/** Milliseconds between two looks at the clock and at memory. */
const LOOK_EVERY = 100
/** The most that one look counts: the machine slept, or this thread was busy with something else. */
const LONGEST_LOOK = 1000
/** Characters of a batch up to which the next is asked for before this one is put away. */
const ASK_AHEAD = 4_000_000

const nothing: FileEnd = { notes: [], encoding: null }
const endWith = (failure: Failure): FileBatch => ({ texts: [], failures: [failure], share: 1, end: nothing })

type Given = ReaderReply | { readonly kind: 'left'; readonly why: Problem } | { readonly kind: 'cancelled' }

export class FileReader {
  private thread: ReaderThread | null = null
  private files = 0
  private hear: (given: Given) => void = () => undefined

  constructor(
    private readonly open: () => ReaderThread,
    private readonly limits: ReadingLimits = readingLimits,
  ) {}

  /** Aborted, it ends without a batch that has an `end`. Throws nothing that a file can cause. */
  async *read(
    { path, data }: SourceFile,
    options: {
      readonly encoding?: string | null
      readonly signal?: AbortSignal | undefined
      readonly onShare?: (share: number) => void
    } = {},
  ): AsyncGenerator<FileBatch> {
    const { encoding = null, signal, onShare } = options
    let skip = 0
    for (let left = 0; ; left++) {
      const reading = this.begin({ path, data, encoding, skip }, signal)
      let stuck: { entry: PackedEntry | null; why: Problem } | null = null
      try {
        for (;;) {
          const given = await reading.next()
          if (given.kind === 'cancelled') return
          if (given.kind === 'left') {
            stuck = { entry: reading.entry, why: given.why }
            break
          }
          onShare?.(given.share)
          const isBatch = given.kind === 'batch' && given.end === null
          const ahead = given.texts.reduce((sum, { text }) => sum + text.length, 0) < ASK_AHEAD
          if (isBatch && ahead) reading.ask()
          if (given.end !== null || given.texts.length + given.failures.length > 0) yield given
          if (given.end !== null) return
          if (isBatch && !ahead) reading.ask()
        }
      } finally {
        reading.close()
      }
      if (stuck.entry === null) {
        yield endWith(problemIn(path, stuck.why))
        return
      }
      // A file within an archive: the others are read without it.
      const failure = problemIn(`${path}/${stuck.entry.path}`, stuck.why)
      if (left + 1 >= this.limits.leftOfArchive) {
        yield { texts: [], failures: [failure], share: 1, end: null }
        yield endWith(problemIn(path, problem('file.restUnread')))
        return
      }
      yield { texts: [], failures: [failure], share: 0, end: null }
      skip = stuck.entry.index + 1
    }
  }

  /** Ends the thread; the next file begins another. */
  close(): void {
    this.thread?.end()
    this.thread = null
  }

  private begin(
    file: { path: string; data: Blob; encoding: string | null; skip: number },
    signal: AbortSignal | undefined,
  ): Reading {
    this.files += 1
    const id = this.files
    const thread = this.opened()
    const reading = new Reading(thread, id, file.data.size, this.limits, signal, () => this.close())
    this.hear = (given) => reading.hear(given)
    reading.start({ kind: 'read', id, ...file })
    return reading
  }

  private opened(): ReaderThread {
    if (this.thread !== null) return this.thread
    const thread = this.open()
    this.thread = thread
    thread.listen(
      (reply) => {
        if (this.thread === thread) this.hear(reply)
      },
      (death) => {
        if (this.thread !== thread) return
        this.thread = null
        this.hear({ kind: 'left', why: this.reasonOf(death) })
      },
    )
    return thread
  }

  private reasonOf(death: ReaderDeath): Problem {
    if (death.kind === 'memory')
      return problem('file.tookTooMuch', { megabytes: Math.round(this.limits.bytes / 1e6) })
    if (saysLostPart(death.reason)) return problem('part-missing')
    return problem('file.endedReader', { reason: death.reason.split('\n', 1).join('') })
  }
}

/** One file at the thread, and the clock over it, which only runs while the thread is to answer. */
class Reading {
  /** The file of an archive that the thread is at. */
  entry: PackedEntry | null = null
  private readonly given: Given[] = []
  private wake: () => void = () => undefined
  private readonly watch: ReturnType<typeof setInterval>
  private looked = performance.now()
  private asked = false
  private still = 0
  private all = 0
  private share = 0
  private allowed: number
  private readonly memoryBefore: number
  private readonly cancel = (): void => this.leave({ kind: 'cancelled' })

  constructor(
    private readonly thread: ReaderThread,
    private readonly id: number,
    size: number,
    private readonly limits: ReadingLimits,
    private readonly signal: AbortSignal | undefined,
    private readonly endThread: () => void,
  ) {
    this.allowed = this.secondsFor(size)
    this.memoryBefore = thread.memory?.() ?? 0
    this.watch = setInterval(() => this.look(), LOOK_EVERY)
    signal?.addEventListener('abort', this.cancel)
  }

  start(request: ReaderRequest): void {
    if (this.signal?.aborted === true) return this.cancel()
    this.asked = true
    this.thread.post(request)
  }

  ask(): void {
    this.start({ kind: 'next', id: this.id })
  }

  hear(given: Given): void {
    if ('id' in given && given.id !== this.id) return
    if ('id' in given) this.note(given)
    this.given.push(given)
    this.wake()
  }

  private note({ kind, texts, share, entry }: ReaderReply): void {
    if (kind === 'batch') this.asked = false
    this.allowed += texts.length * this.limits.secondsPerText
    if (entry !== null && entry.index !== this.entry?.index) {
      this.entry = entry
      this.still = 0
      this.all = 0
      this.allowed = this.secondsFor(entry.bytes)
    }
    if (kind === 'batch' || share > this.share) {
      this.share = share
      this.still = 0
    }
  }

  async next(): Promise<Given> {
    for (;;) {
      const given = this.given.shift()
      if (given !== undefined) return given
      await new Promise<void>((resolve) => (this.wake = resolve))
    }
  }

  close(): void {
    clearInterval(this.watch)
    this.signal?.removeEventListener('abort', this.cancel)
  }

  private secondsFor(bytes: number): number {
    return this.limits.stillSeconds + (this.limits.secondsPerMegabyte * bytes) / 1e6
  }

  private look(): void {
    const now = performance.now()
    const passed = Math.min(LONGEST_LOOK, now - this.looked) / 1000
    this.looked = now
    if (!this.asked) return
    this.still += passed
    this.all += passed
    const { stillSeconds, bytes } = this.limits
    if (this.still > stillSeconds || this.all > this.allowed) {
      const seconds = Math.round(Math.min(this.allowed, this.still > stillSeconds ? stillSeconds : this.all))
      this.leave({ kind: 'left', why: problem('file.tookTooLong', { seconds }) })
    } else if ((this.thread.memory?.() ?? 0) - this.memoryBefore > bytes)
      this.leave({
        kind: 'left',
        why: problem('file.tookTooMuch', { megabytes: Math.round(bytes / 1e6) }),
      })
  }

  private leave(given: Given): void {
    this.asked = false
    this.endThread()
    this.given.push(given)
    this.wake()
  }
}

/** For those who have no other thread: reads in this one, where nothing can be ended. */
export function ownThread(): ReaderThread {
  let hear: (reply: ReaderReply) => void = () => undefined
  // The formats come with the first file: who has a thread for them never loads them here.
  let serving: Promise<(request: ReaderRequest) => void> | null = null
  const serve = async (request: ReaderRequest): Promise<void> => {
    serving ??= import('./serveReader').then(({ serveReader }) => serveReader((reply) => hear(reply)))
    const answer = await serving
    answer(request)
  }
  return {
    post: (request) => void serve(request).catch(throwOutside),
    listen: (onReply) => (hear = onReply),
    end: () => (hear = () => undefined),
  }
}
