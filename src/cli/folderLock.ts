// One writer for a folder: the file `run.lock` says which process writes, and a lock whose process is dead,
// or that came with a copy of the folder, is taken over. It must not know what is written.

import { randomUUID } from 'node:crypto'
import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { mkdir, readFile, rename, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { at } from '../base/at'
import { problem, ProblemError } from '../problems'
import { isMissing, remove, writing } from './diskWrites'

export const LOCK = 'run.lock'
/**
 * Milliseconds: a holder that is ending is waited for so long; a holder elsewhere says so often that it
 * lives.
 */
const PATIENCE = 2000
const POLL = 100
const BEAT = 10_000
/** A holder on another machine that has not said so for this long is dead. */
const SILENCE = 60_000

interface Holder {
  readonly pid: number
  /** Tells a process from a later one with its number; '' where the system does not say. */
  readonly started: string
  /** The machine, its boot and its space of process numbers. */
  readonly place: string
  /** The folder as it was when it was locked. */
  readonly folder: string
  readonly token: string
}

/** Tokens of the locks that this process holds. */
const held = new Set<string>()

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/**
 * What the system says of a process, after its name: its state first, and 19 fields later when it began, in
 * ticks since the boot. Empty where it says nothing.
 */
function fieldsOf(pid: number): readonly string[] {
  const stat = read(`/proc/${pid}/stat`)
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields.length > 19 ? fields : []
}

function startOf(pid: number): string {
  const fields = fieldsOf(pid)
  return fields.length > 0 ? at(fields, 19) : ''
}

function placeHere(): string {
  let numbers = ''
  try {
    numbers = readlinkSync('/proc/self/ns/pid')
  } catch {
    // No such system: all processes of the machine share their numbers.
  }
  return [hostname(), read('/proc/sys/kernel/random/boot_id').trim(), numbers].join(' ')
}

function isAlive({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
  // A dead one whose parent has not asked for its end yet is still counted among the living.
  return fieldsOf(pid)[0] !== 'Z' && startOf(pid) === started
}

/** The holder of a lock; null for a lock that is cut off or gone. */
async function holderOf(path: string): Promise<Holder | null> {
  try {
    const { pid, started, place, folder, token } = JSON.parse(await readFile(path, 'utf8')) as Partial<Holder>
    return pid === undefined || token === undefined
      ? null
      : { pid, started: started ?? '', place: place ?? '', folder: folder ?? '', token }
  } catch {
    return null
  }
}

async function holds(holder: Holder, path: string, folder: string): Promise<boolean> {
  if (holder.folder !== folder) return false
  if (holder.place !== placeHere()) {
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }))
    return Date.now() - mtimeMs < SILENCE
  }
  return holder.pid === process.pid ? held.has(holder.token) : isAlive(holder)
}

const ignoreMissing = (error: unknown): void => {
  if (!isMissing(error)) throw error
}

/** Takes a dead holder's lock away; where another one came in between, its lock is put back. */
async function clear(path: string, dead: Holder | null): Promise<void> {
  const away = `${path}.${randomUUID()}.part`
  await writing(path, () => rename(path, away).catch(ignoreMissing))
  const taken = await holderOf(away)
  if (taken !== null && taken.token !== dead?.token) await rename(away, path).catch(() => undefined)
  await remove(away)
}

/**
 * Makes this process the only writer of a folder, which is made where it is not there, and gives the way to
 * end that. Throws ProblemError where another process writes.
 */
export async function lockFolder(folder: string, patience = PATIENCE): Promise<() => Promise<void>> {
  const path = join(folder, LOCK)
  const made = await writing(folder, () => mkdir(folder, { recursive: true }))
  const real = realpathSync(folder)
  const own: Holder = {
    pid: process.pid,
    started: startOf(process.pid),
    place: placeHere(),
    folder: real,
    token: randomUUID(),
  }
  for (const until = Date.now() + patience; ; await new Promise((done) => setTimeout(done, POLL))) {
    const written = await writing(path, () => create(path, own))
    // Another one may have taken a dead lock and this new one with it.
    if (written && (await holderOf(path))?.token === own.token)
      return holding(path, own, made === undefined ? null : folder)
    const holder = await holderOf(path)
    if (holder !== null && !(await holds(holder, path, real))) await clear(path, holder)
    else if (Date.now() < until) continue
    else if (holder === null) await clear(path, null)
    else throw new ProblemError(problem('folder-locked', { path: folder, pid: holder.pid, lock: path }))
  }
}

/** False where there is a lock already. */
async function create(path: string, own: Holder): Promise<boolean> {
  held.add(own.token)
  try {
    await writeFile(path, `${JSON.stringify(own)}\n`, { flag: 'wx' })
    return true
  } catch (error) {
    held.delete(own.token)
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** `made`: a folder that was made for the lock, and goes with it where nothing was put there. */
function holding(path: string, { token }: Holder, made: string | null): () => Promise<void> {
  const beat = setInterval(() => {
    const now = new Date()
    void utimes(path, now, now).catch(() => undefined)
  }, BEAT)
  beat.unref()
  const atExit = (): void => rmSync(path, { force: true })
  process.on('exit', atExit)
  return async () => {
    clearInterval(beat)
    process.off('exit', atExit)
    if (held.delete(token) && (await holderOf(path))?.token === token)
      await rm(path, { force: true }).catch(() => undefined)
    if (made !== null) await rmdir(made).catch(() => undefined)
  }
}
