// A model's place in memory, whose room can run out, for tests.
import type { GrowingFile } from '../protocol/modelRecord'
import type { DownloadState, ModelPlace } from './modelDownload'

export class FakeFile implements GrowingFile {
  bytes = new Uint8Array()
  room = Infinity
  get size(): number {
    return this.bytes.length
  }
  async append(more: Uint8Array<ArrayBuffer>): Promise<void> {
    if (this.size + more.length > this.room) throw new DOMException('full', 'QuotaExceededError')
    const all = new Uint8Array(this.size + more.length)
    all.set(this.bytes)
    all.set(more, this.size)
    this.bytes = all
  }
  async clear(): Promise<void> {
    this.bytes = new Uint8Array()
  }
  async read(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    return this.bytes.slice(begin, end)
  }
  async close(): Promise<void> {
    return Promise.resolve()
  }
}

export class FakePlace implements ModelPlace {
  readonly files = new Map<string, FakeFile>()
  readonly states: DownloadState[] = []
  free: number | null = null

  async open(name: string): Promise<FakeFile> {
    const file = this.files.get(name) ?? new FakeFile()
    this.files.set(name, file)
    return file
  }
  async text(name: string): Promise<string> {
    return new TextDecoder().decode(this.files.get(name)?.bytes)
  }
  async remember(state: DownloadState): Promise<void> {
    this.states.push(state)
  }
  async room(): Promise<number | null> {
    return this.free
  }
}
