// The checkpoints of one run in a folder: NAME.safetensors, and index.json with what is known of each. Where
// the index is gone or damaged it is made again from the files, each of which holds its own position.

import { existsSync, openAsBlob } from 'node:fs'
import { readdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { checkpointPlace, type CheckpointPlace } from '../engine/checkpoints/checkpointPlace'
import { problem, ProblemError, type Problem } from '../problems'
import type { CheckpointRecord } from '../protocol/records'
import { remove, syncFolder, writing } from './diskWrites'
import { bytesOf, inside, readJson, writeJson, writeWhole } from './files'

const SUFFIX = '.safetensors'
/** A run's own names: `warm`, `warming`, or the number of rounds done. A person's copies have others. */
const OWN = /^(warm|warming|\d+)\.safetensors$/

const isRecord = (value: unknown): value is CheckpointRecord => {
  const { name, rounds, warmSteps } = (value ?? {}) as Partial<Record<keyof CheckpointRecord, unknown>>
  return typeof name === 'string' && typeof rounds === 'number' && typeof warmSteps === 'number'
}

export class CheckpointFolder {
  /** `run` is the run's id; `notify` is told what was mended. */
  constructor(
    private readonly folder: string,
    private readonly run: string,
    private readonly notify: (notice: Problem) => void,
  ) {}

  private path(name: string): string {
    return `${inside(this.folder, name)}${SUFFIX}`
  }

  private get indexPath(): string {
    return join(this.folder, 'index.json')
  }

  /** Fewest rounds first. A record may have lost its file. */
  async list(): Promise<CheckpointRecord[]> {
    const known = await this.listed()
    const records = known ?? (await this.found())
    if (known === null && records.length > 0)
      this.notify(problem('index-rebuilt', { path: this.indexPath, checkpoints: records.length }))
    return records.sort((a, b) => a.rounds - b.rounds || a.warmSteps - b.warmSteps)
  }

  /** What the index says; null where it says nothing, or speaks of no file that is there. */
  private async listed(): Promise<CheckpointRecord[] | null> {
    const read = await readJson<unknown>(this.indexPath).catch((error: unknown) => {
      if (error instanceof ProblemError) return null
      throw error
    })
    if (!Array.isArray(read) || !read.every(isRecord)) return null
    const records = read.map((record) => ({ ...record, run: this.run }))
    return records.some(({ name }) => existsSync(this.path(name))) ? records : null
  }

  /** What the files say. One that cannot be read is among them, so that its loss is told. */
  private async found(): Promise<CheckpointRecord[]> {
    const files = existsSync(this.folder) ? (await readdir(this.folder)).filter((file) => OWN.test(file)) : []
    const records = await Promise.all(
      files.map(async (file): Promise<CheckpointRecord | null> => {
        const path = join(this.folder, file)
        const name = file.slice(0, -SUFFIX.length)
        const { size, mtimeMs } = await stat(path)
        const place = await checkpointPlace(await openAsBlob(path), file)
        const { rounds, warmSteps } = place.ok ? place.value : { rounds: Number(name) || 0, warmSteps: 0 }
        if (place.ok && nameOf(place.value) !== name) return null
        return { run: this.run, name, rounds, warmSteps, created: Math.round(mtimeMs), bytes: size }
      }),
    )
    return records.filter((record) => record !== null)
  }

  /**
   * The weights first: a crash between the two writes leaves a file that nothing speaks of, never a record
   * without its file.
   */
  async put(checkpoint: CheckpointRecord, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const before = await this.list()
    await writeWhole(this.path(checkpoint.name), bytes)
    await this.write([...before.filter(({ name }) => name !== checkpoint.name), checkpoint])
  }

  bytes(name: string): Promise<Uint8Array<ArrayBuffer> | null> {
    return bytesOf(this.path(name))
  }

  /** The file first: a crash between leaves a record without its file, which `setAside` clears. */
  async remove(name: string): Promise<void> {
    const before = await this.list()
    await remove(this.path(name))
    if (before.some((each) => each.name === name))
      await this.write(before.filter((each) => each.name !== name))
  }

  /**
   * Puts the checkpoints of more than `rounds` rounds under names that end in `ending`, and gives those
   * names. What an interrupted write left behind goes.
   */
  async setAside(rounds: number, ending: string): Promise<string[]> {
    if (!existsSync(this.folder)) return []
    const before = await this.list()
    const left = before.filter((each) => each.rounds <= rounds && existsSync(this.path(each.name)))
    const gone = before.filter((each) => each.rounds > rounds && existsSync(this.path(each.name)))
    for (const { name } of gone)
      await writing(this.path(name), () => rename(this.path(name), this.path(`${name}${ending}`)))
    if (gone.length > 0) await syncFolder(this.folder)
    if (left.length < before.length || (await this.listed()) === null) await this.write(left)
    for (const file of await readdir(this.folder))
      if (file.endsWith('.part')) await remove(join(this.folder, file))
    return gone.map(({ name }) => `${name}${ending}${SUFFIX}`)
  }

  private async write(records: readonly CheckpointRecord[]): Promise<void> {
    await writeJson(this.indexPath, records)
  }
}

const nameOf = ({ rounds, warmed }: CheckpointPlace): string =>
  rounds > 0 ? String(rounds) : warmed ? 'warm' : 'warming'
