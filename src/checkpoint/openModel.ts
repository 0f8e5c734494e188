// Opens what a person has of a model: one GGUF file, or the files of a Hugging Face folder. Everything that
// can be wrong is found here, from headers alone; the weights themselves are read later, piece by piece, and
// in the type of the file.
import type { Architecture } from '../config/architecture'
import { messageOf, ok, type Result } from '../base/result'
import { fail, type Problem } from '../problems'
import { baseName, readBytes, type NamedBlob } from '../formats/bytes'
import { openGgufs } from '../formats/ggufParts'
import { openSafetensors, shardsOf } from '../formats/safetensorsFiles'
import type { TensorSource } from '../formats/tensors'
import { type TokenizerFiles } from '../text/tokenizerJson'
import { isJson, type Json } from '../base/jsonObject'
import type { ArchitectureName } from './architectures'
import { asHuggingFace, describeGguf } from './ggufModel'
import { notesOfGguf, tokenizerOfGguf } from './ggufTokenizer'
import { readConfigJson, type ModelDescription } from './huggingface'
import { namedRanges } from './tensorNames'

export interface OpenedModel {
  /** Of the file or folder. */
  readonly name: string
  readonly family: ArchitectureName
  readonly architecture: Architecture
  /** Exactly the architecture's tensors under Hugging Face names, in the shapes of `namedRanges`. */
  readonly weights: TensorSource
  /** Or why there is none: ids can still be scored. */
  readonly tokenizer: Result<TokenizerFiles>
  /** config.json as it came; null for a GGUF file. */
  readonly config: Json | null
  /** What was taken as usual because the files do not say. */
  readonly notes: readonly Problem[]
}

/** No config or tokenizer file is longer. */
const MOST_JSON_BYTES = 1 << 27

const ADAPTER_CONFIG = 'adapter_config.json'
const GGUF_MAGIC = 'GGUF'
/** What a pointer of git-lfs begins with; one has some 130 bytes. */
const POINTER = 'version https://git-lfs.github.com/spec/'
const MOST_POINTER_BYTES = 1024
const ZIP_MAGIC = 'PK\u0003\u0004'

export async function openModel(files: readonly NamedBlob[]): Promise<Result<OpenedModel>> {
  const pointer = await pointerAmong(files)
  if (pointer !== null) return fail('model-pointer', { name: baseName(pointer.name) })
  const gguf = files.filter(({ name }) => name.endsWith('.gguf'))
  const [only] = gguf.length > 0 ? gguf : files.length === 1 ? files : []
  if (only === undefined) return openFolder(files)
  const start = await startOf(only, 4)
  if (start === ZIP_MAGIC) return fail('model-zip', { name: baseName(only.name) })
  if (gguf.length > 0) return openGguf(gguf)
  if (start === GGUF_MAGIC) return openGguf([only])
  return fail('model-unknown-file', { name: baseName(only.name) })
}

const startOf = async ({ blob }: NamedBlob, length: number): Promise<string> =>
  new TextDecoder('latin1').decode(await readBytes(blob, 0, Math.min(length, blob.size)))

/** A file in whose place a clone without git-lfs has left three lines that name it. */
async function pointerAmong(files: readonly NamedBlob[]): Promise<NamedBlob | null> {
  for (const file of files)
    if (file.blob.size <= MOST_POINTER_BYTES && (await startOf(file, POINTER.length)) === POINTER) return file
  return null
}

async function openGguf(files: readonly NamedBlob[]): Promise<Result<OpenedModel>> {
  const read = await openGgufs(files)
  if (!read.ok) return read
  const { name, metadata, source } = read.value
  if (metadata.get('general.type') === 'adapter') return fail('model-adapter', { name })
  const described = await describeGguf(metadata, source)
  if (!described.ok) return described
  const { family, architecture } = described.value
  return complete(
    { name, tokenizer: tokenizerOfGguf(metadata), config: null, notes: notesOfGguf(metadata) },
    described.value,
    asHuggingFace(source, family, architecture),
  )
}

async function openFolder(files: readonly NamedBlob[]): Promise<Result<OpenedModel>> {
  const config = await readJson(files, 'config.json')
  if (!config.ok) return config
  if (config.value === undefined) {
    const adapter = files.find(({ name }) => baseName(name) === ADAPTER_CONFIG)
    return adapter === undefined
      ? fail('model-files')
      : fail('model-adapter', { name: adapter.name.split('/').at(-2) ?? ADAPTER_CONFIG })
  }
  const described = readConfigJson(config.value)
  if (!described.ok) return described
  const index = await readJson(files, 'model.safetensors.index.json')
  if (!index.ok) return index
  // An adapter may lie beside the model that it was trained on.
  const own = files.filter(({ name }) => !baseName(name).startsWith('adapter_'))
  const shards = shardsOf(own, index.value)
  if (!shards.ok) return shards
  const opened = await openSafetensors(shards.value)
  if (!opened.ok) return opened
  const [first] = files
  const name = first?.name.split('/').at(-2) ?? described.value.family
  return complete(
    { name, tokenizer: await folderTokenizer(files), config: config.value as Json, notes: [] },
    described.value,
    opened.value.source,
  )
}

async function folderTokenizer(files: readonly NamedBlob[]): Promise<Result<TokenizerFiles>> {
  const tokenizer = await readJson(files, 'tokenizer.json')
  if (!tokenizer.ok) return tokenizer
  if (!isJson(tokenizer.value)) return fail('tokenizer-no-file')
  const config = await readJson(files, 'tokenizer_config.json')
  if (!config.ok) return config
  // Newer folders keep the chat template in a file of its own.
  const template = files.find((file) => baseName(file.name) === 'chat_template.jinja')
  const chat =
    template === undefined || template.blob.size > MOST_JSON_BYTES
      ? {}
      : { chat_template: await template.blob.text() }
  return ok({
    tokenizer: tokenizer.value,
    config: { ...(isJson(config.value) ? config.value : {}), ...chat },
  })
}

/** The JSON of the file with that name, undefined where there is none. */
export async function readJson(files: readonly NamedBlob[], name: string): Promise<Result<unknown>> {
  const file = files.find((each) => baseName(each.name) === name)
  if (file === undefined) return ok(undefined)
  if (file.blob.size > MOST_JSON_BYTES) return fail('model-json-size', { file: name, bytes: file.blob.size })
  try {
    return ok(JSON.parse(new TextDecoder().decode(await readBytes(file.blob, 0, file.blob.size))) as unknown)
  } catch (thrown) {
    return fail('model-json', { file: name, reason: messageOf(thrown) })
  }
}

/**
 * Tensors that files carry beside the weights: what transformers computes by itself, and a head that is tied
 * anyway.
 */
function needless(name: string, { tiedEmbeddings }: Architecture): boolean {
  return name.endsWith('.rotary_emb.inv_freq') || (tiedEmbeddings && name === 'lm_head.weight')
}

function complete(
  rest: Pick<OpenedModel, 'name' | 'tokenizer' | 'config' | 'notes'>,
  { family, architecture }: ModelDescription,
  source: TensorSource,
): Result<OpenedModel> {
  // The layer count comes from the file: a lie about it must not cost more than the file's own names can pay
  // for.
  if (architecture.layers > source.tensors.size)
    return fail('model-layers', { layers: architecture.layers, tensors: source.tensors.size })
  const ranges = namedRanges(architecture)
  for (const range of ranges) {
    const info = source.tensors.get(range.name)
    if (info === undefined) return fail('model-missing', { name: range.name })
    if (info.shape.join() !== range.shape.join()) {
      return fail('model-shape', { name: range.name, shape: info.shape, needs: range.shape })
    }
  }
  const known = new Set(ranges.map((range) => range.name))
  const extra = [...source.tensors.keys()].find((each) => !known.has(each) && !needless(each, architecture))
  if (extra !== undefined) return fail('model-extra', { name: extra, family })
  return ok({ ...rest, family, architecture, weights: source })
}
