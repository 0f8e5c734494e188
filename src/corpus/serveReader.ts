// The reading end: runs in a thread of its own, reads one file at a time and gives its texts in batches as
// they are asked for. Must not know what kind of thread it is in.

import { throwOutside } from '../base/throwOutside'
import { estimateTokens } from './estimate'
import { textId } from './clean'
import { readFile } from './readFile'
import type { FileEnd, PackedEntry, ReaderReply, ReaderRequest, TextOfFile } from './readerMessages'
import { problem, problemIn, type LeftOut, type Problem } from '../problems'
import type { Failure } from '../base/result'

/** A batch is given when it has so many texts or characters, or is so many milliseconds old. */
const BATCH = { texts: 128, characters: 2_000_000, milliseconds: 100 }
/** Milliseconds between two signs of progress. */
const REPORT_EVERY = 100

/**
 * The function to call with each request. What a file cannot cause, as a reply that is not to be sent, is an
 * error of the thread.
 */
export function serveReader(post: (reply: ReaderReply) => void): (request: ReaderRequest) => void {
  let file: OpenFile | null = null
  return (request) => {
    if (request.kind === 'read') file = new OpenFile(request, post)
    if (file?.id === request.id) file.batch().catch(throwOutside)
  }
}

class OpenFile {
  readonly id: number
  private readonly path: string
  private readonly found: ReturnType<typeof readFile>
  private readonly leftOut: Partial<Record<LeftOut, number>> = {}
  private readonly notes: Problem[] = []
  private encoding: string | null
  private texts: TextOfFile[] = []
  private failures: Failure[] = []
  private share = 0
  private entry: PackedEntry | null = null
  private reported = performance.now()

  constructor(
    { id, path, data, encoding, skip }: Extract<ReaderRequest, { kind: 'read' }>,
    private readonly post: (reply: ReaderReply) => void,
  ) {
    this.id = id
    this.path = path
    this.encoding = encoding
    this.found = readFile(path, data, {
      encoding,
      skip,
      leftOut: (what, count) => {
        this.leftOut[what] = (this.leftOut[what] ?? 0) + count
      },
      guessed: (name) => {
        this.encoding = name
      },
      inParts: (count, megabytes) => void this.notes.push(problem('file.inParts', { count, megabytes })),
      progress: (share) => this.report(share),
      onEntry: (index, name, bytes) => {
        this.entry = { index, path: name, bytes }
        // Told at once: where this file never ends, it has to be known by name, and what came before it.
        this.reply('progress', null)
      },
    })
  }

  async batch(): Promise<void> {
    const began = performance.now()
    let [texts, characters] = [0, 0]
    let end: FileEnd | null = null
    while (texts < BATCH.texts && characters < BATCH.characters) {
      const next = await this.found.next()
      if (next.done === true) {
        end = { notes: this.allNotes().map((note) => problemIn(this.path, note)), encoding: this.encoding }
        break
      }
      if (next.value.ok) {
        const { name, text, share, marks } = next.value.value
        const held = marks === undefined ? {} : { marks }
        this.texts.push({ name, text, id: await textId(text), tokens: estimateTokens(text), ...held })
        texts += 1
        characters += text.length
        this.share = Math.max(this.share, share)
      } else this.failures.push(next.value.error)
      if (performance.now() - began > BATCH.milliseconds) break
    }
    this.reply('batch', end)
  }

  private reply(kind: ReaderReply['kind'], end: FileEnd | null): void {
    const { id, texts, failures, share, entry } = this
    this.reported = performance.now()
    this.texts = []
    this.failures = []
    this.post({ kind, id, texts, failures, share, entry, end })
  }

  private allNotes(): Problem[] {
    const some = Object.keys(this.leftOut).length > 0
    return some ? [...this.notes, problem('file.leftOut', this.leftOut)] : this.notes
  }

  private report(share: number): void {
    this.share = Math.max(this.share, share)
    if (performance.now() - this.reported > REPORT_EVERY) this.reply('progress', null)
  }
}
