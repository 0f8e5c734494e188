// `spice download`: a model by its name on the hub, into a folder that --model takes. What was cut off goes
// on with the same command.
import { at } from '../base/at'
import { existsSync, readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { readConfigJson } from '../engine/library/modelLibrary'
import { downloadModel, pause, type ModelProgress } from '../hub'
import { ModelFolder } from './modelFolder'
import { DONE, FAILED, UsageError } from './usage'

export interface DownloadOptions {
  readonly out: string
  /** Another server than the hub. */
  readonly hub?: string | undefined
}

export interface Surroundings {
  readonly signal: AbortSignal
  readonly line: (text: string) => void
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1)

/** A line whenever another hundredth has come. */
function progressLines(line: (text: string) => void): (progress: ModelProgress) => void {
  let told = -1
  return ({ file, done, total }) => {
    const step = total === null ? Math.floor(done / 1e7) : Math.floor((100 * done) / total)
    if (step === told) return
    told = step
    line(
      total === null
        ? `${file}: ${megabytes(done)} MB`
        : `${String(step).padStart(3)} %  ${megabytes(done)} of ${megabytes(total)} MB  ${file}`,
    )
  }
}

export async function downloadTo(
  name: string,
  { out, hub }: DownloadOptions,
  { signal, line, wait }: Surroundings,
): Promise<number> {
  const place = new ModelFolder(out)
  const before = await place.before()
  if (before === null && existsSync(out) && readdirSync(out).length > 0)
    throw new UsageError(
      `--out: "${out}" is not empty, and no download was begun there. Choose another folder.`,
    )
  if (before !== null && before.address !== name.trim())
    throw new UsageError(`--out: "${out}" is where ${before.address} goes. Choose another folder.`)
  try {
    const ports = {
      fetch: (url: string, init: RequestInit) => fetch(url, init),
      signal,
      wait,
      place,
      onProgress: progressLines(line),
      check: readConfigJson,
    }
    const got = await downloadModel(name, before, ports, hub)
    if (!got.ok) throw new Error(got.error.message)
    for (const { name: file, sha256, checked } of got.value.files)
      line(
        `${file}  sha256 ${sha256}  ${checked ? 'as the server says' : 'computed here: the server says none'}`,
      )
    line(
      `${got.value.name} is in ${out}; use it with --model ${got.value.files.length === 1 ? `${out}/${basename(at(got.value.files, 0).name)}` : out}`,
    )
    return DONE
  } catch (thrown) {
    if (!signal.aborted) throw thrown
    line(`Stopped. Go on with the same command.`)
    return FAILED
  }
}

export async function download(name: string, options: DownloadOptions): Promise<number> {
  const stop = new AbortController()
  const heard = (): void => stop.abort()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, heard)
  return downloadTo(name, options, {
    signal: stop.signal,
    line: (text) => void process.stderr.write(`${text}\n`),
    wait: pause,
  })
}
