// The lab's own models in folders of Hugging Face: what their config.json says of them besides, and the way
// back from such a folder, whoever trained it meanwhile, to a snapshot that a run begins with.

import { isJson, type Json } from '../../base/jsonObject'
import { at } from '../../base/at'
import { ok, type Result } from '../../base/result'
import { OWN_KEY } from '../../checkpoint/modelFolders'
import { readJson } from '../../checkpoint/openModel'
import { namedRanges } from '../../checkpoint/tensorNames'
import { validateArchitecture, type Architecture } from '../../config/architecture'
import type { NamedBlob } from '../../formats/bytes'
import { openSafetensors, shardsOf } from '../../formats/safetensorsFiles'
import { floatsOf, type TensorSource } from '../../formats/tensors'
import { layoutOf } from '../../model/parameters'
import { fail } from '../../problems'
import { tokenizerFromJSON } from '../../players/modelTokenizer'
import { readPosition, startPosition, type Snapshot } from './snapshot'

const VERSION = 1
const HEAD = 'lm_head.weight'
const EMBEDDING = 'model.embed_tokens.weight'
/** Of their size, by which an embedding and a head may differ: what bfloat16 rounds away. */
const MOST_APART = 0.02

/** Architecture, tokenizer and where the warm start stood: what `readOwnFolder` needs beside the weights. */
export const ownJson = ({ architecture, tokenizer, position }: Snapshot): Json => ({
  version: VERSION,
  architecture,
  position: { ...startPosition, warm: position.warm, warmed: true, tokenizer: tokenizer.toJSON() },
})

async function ownPart(files: readonly NamedBlob[]): Promise<Readonly<Record<string, unknown>> | null> {
  const config = await readJson(files, 'config.json')
  const own = config.ok && isJson(config.value) ? config.value[OWN_KEY] : undefined
  return isJson(own) ? own : null
}

/** Whether a folder holds one of the lab's own models. */
export const isOwnFolder = async (files: readonly NamedBlob[]): Promise<boolean> =>
  (await ownPart(files)) !== null

/** Null for a folder of a model of others. */
export async function readOwnFolder(files: readonly NamedBlob[]): Promise<Result<Snapshot> | null> {
  const own = await ownPart(files)
  if (own === null) return null
  if (own['version'] !== VERSION) return fail('own-version')
  const { position: json } = own
  const architecture = validateArchitecture(own['architecture'] as Architecture)
  if (!architecture.ok) return architecture
  const tokenizer = tokenizerFromJSON(isJson(json) ? json['tokenizer'] : null)
  if (!tokenizer.ok) return tokenizer
  const position = readPosition(json)
  if (position === null) return fail('checkpoint-position')
  const index = await readJson(files, 'model.safetensors.index.json')
  if (!index.ok) return index
  const shards = shardsOf(files, index.value)
  if (!shards.ok) return shards
  const opened = await openSafetensors(shards.value)
  if (!opened.ok) return opened
  const values = await arenaOf(architecture.value, opened.value.source)
  if (!values.ok) return values
  return ok({
    architecture: architecture.value,
    tokenizer: tokenizer.value,
    values: values.value,
    optimizer: null,
    position,
  })
}

/** An export unties a scaled embedding from its head; here they are one matrix again. */
async function arenaOf(
  architecture: Architecture,
  source: TensorSource,
): Promise<Result<Float32Array<ArrayBuffer>>> {
  const values = new Float32Array(layoutOf(architecture).elements)
  const { embeddingScale: scale, tiedEmbeddings } = architecture
  for (const { name, shape, offset } of namedRanges(architecture)) {
    const info = source.tensors.get(name === EMBEDDING && !source.tensors.has(name) ? HEAD : name)
    if (info === undefined) return fail('model-missing', { name })
    if (info.shape.join() !== shape.join())
      return fail('model-shape', { name, shape: info.shape, needs: shape })
    const numbers = await floatsOf(source, info.name)
    if (name !== EMBEDDING || !tiedEmbeddings || scale === 1 || info.name === HEAD) {
      values.set(numbers, offset)
      continue
    }
    if (!source.tensors.has(HEAD)) {
      values.set(
        numbers.map((value) => value / scale),
        offset,
      )
      continue
    }
    const head = await floatsOf(source, HEAD)
    // Whoever tied them again may have saved one matrix under both names.
    const apart = Math.min(distance(numbers, head, scale), distance(numbers, head, 1))
    if (apart > MOST_APART) return fail('own-drifted', { apart })
    values.set(head, offset)
  }
  return ok(values)
}

/** |a - scale b| as a share of |a|. */
function distance(a: Float32Array, b: Float32Array, scale: number): number {
  let [apart, size] = [0, 0]
  a.forEach((value, i) => {
    apart += (value - scale * at(b, i)) ** 2
    size += value ** 2
  })
  return Math.sqrt(apart / size)
}
