// One file from a server into a place that keeps it: goes on where it was cut off, begins again where the
// server's file has changed, tries again where it was busy, and checks the hash. It knows neither the browser
// nor Node.
import { ok, type Result } from '../base/result'
import type { GrowingFile } from '../protocol/modelRecord'
import { Digest, type ExpectedHash } from './digest'
import {
  cutOff,
  isBusy,
  isFull,
  noRoom,
  refusedBy,
  tooLong,
  unreachable,
  wrongHash,
  type FileRequest,
} from './hubErrors'

export type Fetch = (
  url: string,
  init: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
) => Promise<Response>

export interface RemoteFile {
  readonly name: string
  readonly url: string
  /** As the server's list says, where there is one. */
  readonly bytes: number | null
  readonly expected: ExpectedHash | null
}

export interface DownloadPorts {
  readonly fetch: Fetch
  readonly signal: AbortSignal
  /** Milliseconds until the next try. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>
  /** The ETag of what is being written, to be given again as `etag` when the download goes on. */
  readonly remember: (etag: string | null) => Promise<void>
  readonly onBytes: (done: number, total: number | null) => void
}

export interface DownloadResult {
  readonly bytes: number
  readonly sha256: string
  /** Whether the server had said a hash, which this one is; else it was only computed. */
  readonly checked: boolean
}

/** Tries that bring nothing, one after the other, before it is given up. */
const MOST_TRIES = 5
/** Beginnings anew for one file. */
const MOST_RESTARTS = 3
const FIRST_WAIT = 500
const LONGEST_WAIT = 30_000
const PIECE = 1 << 22

const isStrong = (etag: string | null): etag is string => etag !== null && !etag.startsWith('W/')

/** First byte and whole length of a 206. */
function rangeOf(response: Response): { readonly begin: number; readonly total: number | null } | null {
  const [, begin, total] =
    /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '') ?? []
  return begin === undefined
    ? null
    : { begin: Number(begin), total: total === undefined || total === '*' ? null : Number(total) }
}

function lengthOf({ headers }: Response): number | null {
  const length = headers.get('content-length')
  return length === null || (headers.get('content-encoding') ?? 'identity') !== 'identity'
    ? null
    : Number(length)
}

function waitOf(response: Response | null, tries: number): number {
  const asked = Number(response?.headers.get('retry-after') ?? NaN) * 1000
  return Math.min(LONGEST_WAIT, Number.isFinite(asked) ? asked : FIRST_WAIT * 2 ** (tries - 1))
}

/** Throws an AbortError where the signal ends it: what has come stays. */
export async function downloadFile(
  remote: RemoteFile,
  file: GrowingFile,
  etag: string | null,
  ports: DownloadPorts,
): Promise<Result<DownloadResult>> {
  return new Download(remote, file, etag, ports).run()
}

/** How a request ended: the file is whole, another request is due, or a failure. */
type RequestOutcome = 'whole' | 'again' | Extract<Result<never>, { ok: false }>

class Download {
  private digest: Digest
  private expected: ExpectedHash | null
  private total: number | null
  /** Tries since the last byte. */
  private tries = 0
  private restarts = 0
  /** Leaves If-Range out: a server of another origin may not let a page send it. */
  private plain = false
  private readonly asked: FileRequest

  constructor(
    private readonly remote: RemoteFile,
    private readonly file: GrowingFile,
    private etag: string | null,
    private readonly ports: DownloadPorts,
  ) {
    this.expected = remote.expected
    this.total = remote.bytes
    this.digest = this.newDigest()
    this.asked = { what: remote.name, url: remote.url }
  }

  async run(): Promise<Result<DownloadResult>> {
    // Without an ETag or a hash nothing tells whether the rest would fit what is here.
    const known = this.etag !== null || this.expected !== null
    if (this.file.size > 0 && (!known || (this.total !== null && this.file.size > this.total)))
      await this.restart()
    await this.digestWhatIsHere()
    this.ports.onBytes(this.file.size, this.total)
    // An empty file has to be asked for once all the same.
    for (
      let turn: RequestOutcome =
        this.total !== null && this.total > 0 && this.file.size === this.total ? 'whole' : 'again';
      turn !== 'whole';
    ) {
      turn = await this.turn()
      if (typeof turn === 'object') return turn
    }
    return this.check()
  }

  private async turn(): Promise<RequestOutcome> {
    const { signal } = this.ports
    signal.throwIfAborted()
    const have = this.file.size
    let response: Response
    try {
      response = await this.ports.fetch(this.remote.url, { headers: this.headers(have), signal })
    } catch (thrown) {
      signal.throwIfAborted()
      this.plain = !this.plain
      return (await this.triesAgain(null)) ? 'again' : unreachable(thrown, this.asked)
    }
    if (response.ok && (response.status !== 206 || this.fits(response, have)))
      return this.take(response, have)
    await response.body?.cancel()
    if (isBusy(response.status))
      return (await this.triesAgain(response)) ? 'again' : refusedBy(response, this.asked)
    // The file has changed, or the server misunderstands ranges.
    if ((response.status !== 206 && response.status !== 416) || ++this.restarts > MOST_RESTARTS)
      return refusedBy(response, this.asked)
    await this.restart()
    return 'again'
  }

  private headers(have: number): Readonly<Record<string, string>> {
    if (have === 0) return {}
    return {
      range: `bytes=${have}-`,
      ...(isStrong(this.etag) && !this.plain ? { 'if-range': this.etag } : {}),
    }
  }

  /**
   * Whether a 206 is the rest of what is here. A server may hide its headers from a page: then the hash will
   * tell.
   */
  private fits(response: Response, have: number): boolean {
    const range = rangeOf(response)
    const etag = response.headers.get('etag')
    if (range === null || etag === null)
      return this.expected !== null || (range?.begin === have && isStrong(this.etag))
    return (
      range.begin === have &&
      (this.etag === null || etag === this.etag) &&
      (range.total === null || this.total === null || range.total === this.total)
    )
  }

  private async take(response: Response, have: number): Promise<RequestOutcome> {
    if (response.status !== 206 && have > 0) await this.restart()
    const linked = /^"?([0-9a-f]{64})"?$/.exec(response.headers.get('x-linked-etag') ?? '')?.[1]
    if (linked !== undefined) this.expected ??= { kind: 'sha256', hex: linked }
    const etag = response.headers.get('etag')
    if (etag !== null && etag !== this.etag) await this.ports.remember((this.etag = etag))
    const length = lengthOf(response)
    this.total ??= rangeOf(response)?.total ?? (length === null ? null : this.file.size + length)
    const reader = response.body?.getReader()
    try {
      for (;;) {
        const part = await this.next(reader)
        if (part === null) break
        if (this.total !== null && this.file.size + part.length > this.total) {
          await this.restart()
          return tooLong(this.remote.name, this.total)
        }
        await this.file.append(part)
        this.digest.add(part)
        this.tries = 0
        this.ports.onBytes(this.file.size, this.total)
      }
    } catch (thrown) {
      if (isFull(thrown))
        return noRoom(this.remote.name, (this.total ?? this.file.size) - this.file.size, null)
      throw thrown
    } finally {
      await reader?.cancel().catch(() => undefined)
    }
    if (this.total === null || this.file.size === this.total) return 'whole'
    return (await this.triesAgain(null)) ? 'again' : cutOff(this.asked, this.file.size, this.total)
  }

  /** The next part, null at the end and where the connection broke, unless the download is to end. */
  private async next(
    reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | undefined,
  ): Promise<Uint8Array<ArrayBuffer> | null> {
    try {
      const part = await reader?.read()
      this.ports.signal.throwIfAborted()
      return part?.value ?? null
    } catch (thrown) {
      this.ports.signal.throwIfAborted()
      // What has no known length would pass for whole.
      if (this.total === null) throw thrown
      return null
    }
  }

  private async triesAgain(response: Response | null): Promise<boolean> {
    if (++this.tries >= MOST_TRIES) return false
    await this.ports.wait(waitOf(response, this.tries), this.ports.signal)
    return true
  }

  private newDigest(): Digest {
    return new Digest(this.remote.expected?.kind === 'git' ? this.remote.bytes : null)
  }

  private async digestWhatIsHere(): Promise<void> {
    for (let at = 0; at < this.file.size; at += PIECE) {
      this.digest.add(await this.file.read(at, Math.min(this.file.size, at + PIECE)))
      this.ports.signal.throwIfAborted()
    }
  }

  private async restart(): Promise<void> {
    await this.file.clear()
    await this.ports.remember((this.etag = null))
    this.digest = this.newDigest()
    this.total = this.remote.bytes
  }

  private async check(): Promise<Result<DownloadResult>> {
    const { sha256, git } = this.digest.end()
    const found = this.expected?.kind === 'git' ? git : sha256
    if (this.expected !== null && found !== this.expected.hex) {
      await this.restart()
      return wrongHash(this.remote.name)
    }
    return ok({ bytes: this.file.size, sha256, checked: this.expected !== null })
  }
}
