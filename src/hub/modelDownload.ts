// A whole model from a hub into a place that keeps it: the list of its files, what tells what it is, then the
// weights. What has come is written down as it comes, so that a download goes on where it was left, a day
// later too.
import { messageOf, ok, type Result } from '../base/result'
import { fail } from '../problems'
import type { GrowingFile, ModelFile } from '../protocol/modelRecord'
import { listingUrl, parseModelAddress, nameOf, type ModelAddress } from './modelAddress'
import { downloadFile, type DownloadPorts, type RemoteFile } from './download'
import { isBusy, isFull, noRoom, refusedBy, unreachable } from './hubErrors'
import { chooseFiles, INDEX, readListing, shardsIn, type FileChoice } from './listing'

export interface DownloadState {
  readonly name: string
  /** As it was written, to go on by. */
  readonly address: string
  readonly revision: string | null
  readonly files: readonly ModelFile[]
}

/** Where the files of one model go. */
export interface ModelPlace {
  open(file: string): Promise<GrowingFile & { close(): Promise<void> }>
  text(file: string): Promise<string>
  remember(state: DownloadState): Promise<void>
  /** Bytes that may still be written; null where nobody says. */
  room(): Promise<number | null>
}

export interface ModelProgress {
  readonly file: string
  /** Of all files together. */
  readonly done: number
  readonly total: number | null
}

export interface ModelPorts extends Pick<DownloadPorts, 'fetch' | 'signal' | 'wait'> {
  readonly place: ModelPlace
  readonly onProgress: (progress: ModelProgress) => void
  /** Looks at config.json before the weights are asked for. */
  readonly check?: (config: unknown) => Result<unknown>
}

/** `before` is what an earlier download left. Throws an AbortError where the signal ends it. */
export async function downloadModel(
  written: string,
  before: DownloadState | null,
  ports: ModelPorts,
  hub?: string,
): Promise<Result<DownloadState>> {
  const address = parseModelAddress(written, hub)
  return address.ok ? new ModelDownload(written, address.value, before, ports).run() : address
}

class ModelDownload {
  private state: DownloadState
  private done = 0
  private total: number | null = null

  constructor(
    written: string,
    private readonly address: ModelAddress,
    private readonly before: DownloadState | null,
    private readonly ports: ModelPorts,
  ) {
    this.state = { name: nameOf(address), address: written.trim(), revision: null, files: [] }
  }

  async run(): Promise<Result<DownloadState>> {
    const choice = await this.choose()
    if (!choice.ok) return choice
    this.total = sum([...choice.value.first, ...choice.value.weights].map(({ bytes }) => bytes))
    const first = await this.bring(choice.value.first)
    if (!first.ok) return first
    const weights = await this.weightsOf(choice.value)
    if (!weights.ok) return weights
    this.total = sum([...choice.value.first, ...weights.value].map(({ bytes }) => bytes))
    const rest = await this.bring(weights.value)
    return rest.ok ? ok(this.state) : rest
  }

  private async choose(): Promise<Result<FileChoice>> {
    const { address } = this
    if (address.kind === 'file')
      return ok({ first: [], weights: [{ name: address.id, url: address.url, bytes: null, expected: null }] })
    const answer = await this.list(listingUrl(address.hub, address.id, address.revision), address.id)
    if (!answer.ok) return answer
    const listing = readListing(answer.value, address)
    if (!listing.ok) return listing
    this.state = { ...this.state, revision: listing.value.revision }
    return chooseFiles(listing.value, address)
  }

  private async list(url: string, what: string): Promise<Result<unknown>> {
    const { fetch, signal, wait } = this.ports
    for (let tries = 1; ; tries++) {
      signal.throwIfAborted()
      const last = tries === 4
      let response: Response
      try {
        response = await fetch(url, { headers: {}, signal })
      } catch (thrown) {
        signal.throwIfAborted()
        if (last) return unreachable(thrown, { what, url })
        await wait(500 * tries, signal)
        continue
      }
      if (response.ok)
        return response
          .json()
          .then(ok, (thrown: unknown) => fail('hub-listing-json', { url, reason: messageOf(thrown) }))
      await response.body?.cancel()
      if (last || !isBusy(response.status)) return refusedBy(response, { what, url })
      await wait(500 * tries, signal)
    }
  }

  /**
   * Which weights to bring, once config and index are here; says no before gigabytes come that cannot be used
   * or kept.
   */
  private async weightsOf({ first, weights }: FileChoice): Promise<Result<readonly RemoteFile[]>> {
    const { place, check } = this.ports
    const json = async (name: string): Promise<Result<unknown>> => {
      try {
        return ok(JSON.parse(await place.text(name)) as unknown)
      } catch (thrown) {
        return fail('model-json', { file: name, reason: messageOf(thrown) })
      }
    }
    if (check !== undefined && first.some(({ name }) => name === 'config.json')) {
      const config = await json('config.json')
      const checked = config.ok ? check(config.value) : config
      if (!checked.ok) return checked
    }
    if (!first.some(({ name }) => name === INDEX)) return ok(weights)
    const index = await json(INDEX)
    return index.ok ? shardsIn(index.value, weights) : index
  }

  private async bring(files: readonly RemoteFile[]): Promise<Result<null>> {
    this.state = { ...this.state, files: [...this.state.files, ...files.map((file) => this.stateOf(file))] }
    const room = await this.ports.place.room()
    const coming = await this.stillToCome(files)
    if (!coming.ok) return coming
    if (room !== null && coming.value > room) return noRoom(this.state.name, coming.value, room)
    await this.ports.place.remember(this.state)
    for (const file of files) {
      const brought = await this.bringOne(file)
      if (!brought.ok) return brought
    }
    return ok(null)
  }

  /** What is known of a file; nothing where its server now says another hash. */
  private stateOf({ name, bytes, expected }: RemoteFile): ModelFile {
    const says = expected === null ? null : `${expected.kind}:${expected.hex}`
    const known = this.before?.files.find((each) => each.name === name && each.expected === says)
    return known === undefined
      ? { name, bytes, etag: null, expected: says, sha256: null, checked: false }
      : { ...known, bytes: bytes ?? known.bytes }
  }

  private async stillToCome(files: readonly RemoteFile[]): Promise<Result<number>> {
    let coming = 0
    for (const remote of files) {
      const { place } = this.ports
      try {
        const file = await place.open(remote.name)
        const state = this.state.files.find(({ name }) => name === remote.name)
        const stale =
          this.before?.files.some(
            ({ name, expected }) => name === remote.name && expected !== state?.expected,
          ) === true
        if (stale) await file.clear()
        coming += Math.max(0, (remote.bytes ?? 0) - file.size)
        await file.close()
      } catch (thrown) {
        if (!isFull(thrown)) throw thrown
        return noRoom(this.state.name, remote.bytes ?? 0, null)
      }
    }
    return ok(coming)
  }

  private async bringOne(remote: RemoteFile): Promise<Result<null>> {
    const { fetch, signal, wait, place, onProgress } = this.ports
    const state = this.state.files.find(({ name }) => name === remote.name)
    const file = await place.open(remote.name)
    try {
      let done = 0
      const got = await downloadFile(remote, file, state?.etag ?? null, {
        fetch,
        signal,
        wait,
        remember: (etag) => this.change(remote.name, { etag, sha256: null }),
        onBytes: (now, total) => {
          done = now
          onProgress({ file: remote.name, done: this.done + done, total: this.total ?? total })
        },
      })
      if (!got.ok) return got
      this.done += done
      const { bytes, sha256, checked } = got.value
      await this.change(remote.name, { bytes, sha256, checked })
      return ok(null)
    } finally {
      await file.close()
    }
  }

  private async change(name: string, change: Partial<ModelFile>): Promise<void> {
    this.state = {
      ...this.state,
      files: this.state.files.map((each) => (each.name === name ? { ...each, ...change } : each)),
    }
    await this.ports.place.remember(this.state)
  }
}

/** Null where one of them is not known. */
const sum = (numbers: readonly (number | null)[]): number | null =>
  numbers.reduce<number | null>((all, each) => (all === null || each === null ? null : all + each), 0)
