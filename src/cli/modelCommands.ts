// `spice score`, `spice generate` and `spice export`: what a model thinks of ids, how it goes on, and the
// model as files for others. Any model that the page takes.

import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { open, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf } from '../base/result'
import { baseStorages, type BaseStorage } from '../config/adapterSettings'
import { openDevice } from '../engine/runtime/openDevice'
import { exportAdapter, exportModel, type WrittenType } from '../engine/library/exportModel'
import { InferenceModel } from '../engine/runtime/inferenceModel'
import { dawn } from './dawn'
import { cardOf } from './share/modelCard'
import { modelFiles, type ModelFile } from './modelFiles'
import { DONE, UsageError } from './usage'

interface ModelOptions {
  readonly model: string
  /** The model of others beside which a checkpoint's adapter stands. */
  readonly base?: string | undefined
  readonly storage: BaseStorage
}

export interface ScoreOptions extends ModelOptions {
  readonly ids: string
  readonly json: string
  readonly top: boolean
  readonly logits?: string | undefined
}

export interface GenerateOptions extends ModelOptions {
  readonly prompt?: string | undefined
  readonly ids?: string | undefined
  readonly chat: boolean
  readonly system?: string | undefined
  readonly newTokens: number
  readonly temperature: number
  readonly seed: number
  readonly count: number
  readonly ignoreEnd: boolean
  readonly json?: string | undefined
}

/** How --storage says that the weights are kept. */
export function storageOf(text: string): BaseStorage {
  const found = baseStorages.find((each) => each === text)
  if (found === undefined) throw new UsageError(`--storage: "${text}" is none of ${baseStorages.join(', ')}.`)
  return found
}

const line = (text: string): void => void process.stderr.write(`${text}\n`)

/** What --base names, or nothing. */
const baseFiles = async (base: string | undefined): Promise<ModelFile[] | null> =>
  base === undefined ? null : modelFiles(base, '--base')

async function opened({ model, base, storage }: ModelOptions): Promise<InferenceModel> {
  const files = await modelFiles(model)
  const beside = await baseFiles(base)
  const gpu = await openDevice(dawn())
  if (!gpu.ok) throw new Error(gpu.error.message)
  const ready = await InferenceModel.open(gpu.value, files, {
    storage,
    base: beside,
    onNote: ({ message }) => line(message),
  })
  if (!ready.ok) throw new Error(ready.error.message)
  return ready.value
}

/** Lists of ids from a JSON file; throws UsageError naming the one that is wrong. */
export function readIds(text: string, file: string): number[][] {
  let lists: unknown
  try {
    lists = JSON.parse(text)
  } catch (thrown) {
    throw new UsageError(`--ids: "${file}" is not JSON: ${messageOf(thrown)}.`)
  }
  if (!Array.isArray(lists))
    throw new UsageError(`--ids: "${file}" is no list of lists of ids, like [[1, 2, 3], [4, 5]].`)
  for (const [index, list] of (lists as unknown[]).entries()) {
    if (
      !Array.isArray(list) ||
      list.length === 0 ||
      !list.every((id) => Number.isSafeInteger(id) && (id as number) >= 0)
    )
      throw new UsageError(`--ids: list ${index} of "${file}" is not a list of one or more ids.`)
  }
  return lists as number[][]
}

/** Throws UsageError for ids that the model does not have and lists that are longer than its context. */
function check(
  lists: readonly (readonly number[])[],
  { vocabulary, context }: InferenceModel,
  more = 0,
): void {
  for (const [index, list] of lists.entries()) {
    const wrong = list.find((id) => id >= vocabulary)
    if (wrong !== undefined)
      throw new UsageError(`--ids: list ${index} has the id ${wrong}; the model has ${vocabulary}, from 0.`)
    if (list.length + more > context)
      throw new UsageError(
        `--ids: list ${index} has ${list.length} ids${more === 0 ? '' : ` and is to get ${more} more`}; the model reads at most ${context}.`,
      )
  }
}

async function idsOf(file: string): Promise<number[][]> {
  const text = await readFile(file, 'utf8').catch((thrown: unknown) => {
    throw new UsageError(`--ids: "${file}" cannot be read: ${messageOf(thrown)}.`)
  })
  return readIds(text, file)
}

export async function score({ ids, json, top, logits, ...asked }: ScoreOptions): Promise<number> {
  const lists = await idsOf(ids)
  const ready = await opened(asked)
  try {
    check(lists, ready)
    const scores = await ready.score(lists, {
      top,
      onProgress: (done, total) => line(`scored ${done}/${total}`),
    })
    await writeFile(json, `${JSON.stringify({ model: ready.name, scores })}\n`)
    if (logits !== undefined) await writeFile(logits, await ready.logitsFile(lists))
    return DONE
  } finally {
    ready.destroy()
  }
}

export interface ExportOptions {
  readonly model: string
  readonly base?: string | undefined
  /** The adapter alone, as a PEFT folder. */
  readonly adapter: boolean
  readonly out: string
  readonly dtype: string
}

const isWritten = (dtype: string): dtype is WrittenType => ['F32', 'F16', 'BF16'].includes(dtype)

/** Writes each file beside its place first, so that a folder never holds half a file under its name. */
export async function exportTo({ model, base, adapter, out, dtype }: ExportOptions): Promise<number> {
  if (!isWritten(dtype)) throw new UsageError(`--dtype: "${dtype}" is none of F32, F16, BF16.`)
  if (existsSync(out) && readdirSync(out).length > 0)
    throw new UsageError(`--out: "${out}" is not empty. Choose another folder.`)
  const given = await modelFiles(model)
  const files = adapter
    ? await exportAdapter(given, base ?? null)
    : await exportModel(given, dtype, await baseFiles(base))
  if (!files.ok) throw new Error(files.error.message)
  mkdirSync(out, { recursive: true })
  for (const { name, bytes } of files.value) {
    const path = join(out, name)
    const partial = await open(`${path}.partial`, 'w')
    try {
      for await (const part of bytes()) await partial.write(part)
    } finally {
      await partial.close()
    }
    await rename(`${path}.partial`, path)
    line(`wrote ${name}`)
  }
  const card = await cardOf(model)
  if (card !== null && !files.value.some(({ name }) => name === 'README.md')) {
    await writeFile(join(out, 'README.md'), card)
    line('wrote README.md')
  }
  return DONE
}

async function prompts(
  { prompt, ids, chat, system }: GenerateOptions,
  ready: InferenceModel,
): Promise<number[][]> {
  if ((prompt === undefined) === (ids === undefined))
    throw new UsageError('generate goes on with --prompt TEXT or with --ids FILE: give one of them.')
  if (ids !== undefined) return idsOf(ids)
  if (!ready.voice.ok) throw new Error(ready.voice.error.message)
  const { voice } = ready
  if (!chat) return [voice.value.begin(prompt ?? '')]
  const turn = voice.value.chat([
    ...(system === undefined ? [] : [{ role: 'system' as const, content: system }]),
    { role: 'user', content: prompt ?? '' },
  ])
  if (!turn.ok) throw new Error(turn.error.message)
  return [turn.value]
}

export async function generate(options: GenerateOptions): Promise<number> {
  const { newTokens, temperature, seed, count, ignoreEnd, json } = options
  if (options.ids !== undefined && options.chat)
    throw new UsageError('--chat is for --prompt; ids are taken as they are.')
  const ready = await opened(options)
  try {
    const lists = await prompts(options, ready)
    check(lists, ready, newTokens)
    if (lists.some((list) => list.length === 0))
      throw new UsageError('--prompt: the model needs at least one token to go on from.')
    const ends = ready.voice.ok && !ignoreEnd ? ready.voice.value.ends : []
    const continued = await ready.continue(lists, { newTokens, temperature, seed, count, ends })
    const { voice } = ready
    const results = continued.map((each) =>
      each.map((one) => ({
        ...one,
        ...(voice.ok ? { text: voice.value.decode(one.stopped ? one.ids.slice(0, -1) : one.ids) } : {}),
      })),
    )
    for (const one of results.flat())
      process.stdout.write(`${'text' in one ? one.text : one.ids.join(' ')}\n`)
    if (json !== undefined)
      await writeFile(
        json,
        `${JSON.stringify({ model: ready.name, prompts: lists, continuations: results })}\n`,
      )
    return DONE
  } finally {
    ready.destroy()
  }
}
