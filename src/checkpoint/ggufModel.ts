// A GGUF file as a model: its metadata as an Architecture, its tensors under Hugging Face names. Rows of q
// and k in some files come in llama.cpp's order, neighbours rotated together, and are put back into halves
// as they are read.
import { at } from '../base/at'
import { architectureLimits, validateArchitecture, type Architecture } from '../config/architecture'
import { ok, type Result } from '../base/result'
import { fail } from '../problems'
import type { GgufValue } from '../formats/gguf'
import {
  expectRows,
  floatsOf,
  infoOf,
  rowBytes,
  rowsOf,
  type TensorInfo,
  type TensorSource,
} from '../formats/tensors'
import {
  architectureNamed,
  architectureNames,
  isArchitectureName,
  type ArchitectureName,
} from './architectures'
import type { ModelDescription } from './huggingface'

type Metadata = ReadonlyMap<string, GgufValue>

export async function describeGguf(
  metadata: Metadata,
  source: TensorSource,
): Promise<Result<ModelDescription>> {
  const family = metadata.get('general.architecture')
  if (!isArchitectureName(family))
    return fail('model-architecture', { family: JSON.stringify(family), known: architectureNames })
  const value = (key: string, otherwise?: GgufValue): GgufValue | undefined =>
    metadata.get(`${family}.${key}`) ?? otherwise
  const number = (key: string, otherwise?: number): number => value(key, otherwise) as number
  const heads = number('attention.head_count')
  const width = number('embedding_length')
  const headDim = number('attention.key_length', width / heads)
  const rotated = number('rope.dimension_count', headDim)
  // A head size that is no number is the architecture's to name.
  if (rotated !== headDim && Number.isFinite(headDim)) return fail('model-rotated', { rotated, headDim })
  if (number('attention.value_length', headDim) !== headDim && Number.isFinite(headDim))
    return fail('model-value-size')
  const rope = await ropeOf(value, source, headDim)
  if (!rope.ok) return rope
  const embedding = source.tensors.get('token_embd.weight')
  const architecture = validateArchitecture({
    vocabulary: embedding?.shape[0] ?? number('vocab_size'),
    width,
    layers: number('block_count'),
    heads,
    kvHeads: number('attention.head_count_kv', heads),
    headDim,
    hidden: number('feed_forward_length'),
    context: number('context_length'),
    ...rope.value,
    // Stored as f32: 1e-5 comes as 9.999999747378752e-6 and is meant as the short number.
    normEps: Number(number('attention.layer_norm_rms_epsilon', 1e-6).toPrecision(7)),
    tiedEmbeddings: !source.tensors.has('output.weight'),
    qkNorm: architectureNamed(family).qkNorm,
    biases: source.tensors.has('blk.0.attn_q.bias'),
    embeddingScale: 1,
  })
  return architecture.ok ? ok({ family, architecture: architecture.value }) : architecture
}

async function ropeOf(
  value: (key: string) => GgufValue | undefined,
  source: TensorSource,
  headDim: number,
): Promise<Result<Pick<Architecture, 'ropeBase' | 'ropeFactors'>>> {
  const ropeBase = (value('rope.freq_base') ?? 10_000) as number
  const kind = value('rope.scaling.type') ?? 'none'
  // No list is made for a head size that the architecture refuses by name.
  if (!(headDim >= 1 && headDim <= architectureLimits.headDim)) return ok({ ropeBase })
  if (source.tensors.has('rope_freqs.weight')) {
    const info = infoOf(source, 'rope_freqs.weight')
    if (info.shape.join() !== String(headDim / 2))
      return fail('model-rope-freqs', { shape: info.shape, needs: headDim / 2 })
    return ok({ ropeBase, ropeFactors: Array.from(await floatsOf(source, 'rope_freqs.weight')) })
  }
  const factor = (value('rope.scaling.factor') ?? value('rope.scale_linear') ?? 1) as number
  if (kind !== 'none' && kind !== 'linear')
    return fail('model-rope-scaling-gguf', { kind: JSON.stringify(kind) })
  return ok(
    factor === 1
      ? { ropeBase }
      : { ropeBase, ropeFactors: Array.from({ length: headDim / 2 }, () => factor) },
  )
}

const plainNames: readonly (readonly [gguf: string, huggingFace: string])[] = [
  ['token_embd.weight', 'model.embed_tokens.weight'],
  ['output_norm.weight', 'model.norm.weight'],
  ['output.weight', 'lm_head.weight'],
]

const layerNames: Readonly<Record<string, string>> = {
  attn_norm: 'input_layernorm',
  attn_q: 'self_attn.q_proj',
  attn_k: 'self_attn.k_proj',
  attn_v: 'self_attn.v_proj',
  attn_q_norm: 'self_attn.q_norm',
  attn_k_norm: 'self_attn.k_norm',
  attn_output: 'self_attn.o_proj',
  ffn_norm: 'post_attention_layernorm',
  ffn_gate: 'mlp.gate_proj',
  ffn_up: 'mlp.up_proj',
  ffn_down: 'mlp.down_proj',
}

/** The Hugging Face name of a GGUF tensor; unknown names stay, to be refused by whoever wants the tensors. */
export function huggingFaceName(name: string): string {
  const plain = plainNames.find(([gguf]) => gguf === name)
  if (plain !== undefined) return plain[1]
  const [, layer, part = '', kind] = /^blk\.(\d+)\.(\w+)\.(weight|bias)$/.exec(name) ?? []
  const own = layerNames[part]
  return own === undefined ? name : `model.layers.${layer}.${own}.${kind}`
}

const rotatedHeads = /\.self_attn\.([qk])_proj\.(?:weight|bias)$/

/** The file's tensors as transformers would have them. */
export function asHuggingFace(
  file: TensorSource,
  family: ArchitectureName,
  { heads, kvHeads, headDim }: Architecture,
): TensorSource {
  const { neighboursRotate } = architectureNamed(family)
  const own = new Map<string, string>()
  const tensors = new Map<string, TensorInfo>()
  for (const info of file.tensors.values()) {
    if (info.name === 'rope_freqs.weight') continue
    const name = huggingFaceName(info.name)
    own.set(name, info.name)
    tensors.set(name, { ...info, name })
  }
  const source: TensorSource = {
    tensors,
    async rows(name, from, to) {
      const info = infoOf(source, name)
      expectRows(info, from, to)
      const given = own.get(name) ?? name
      const [, which] = (neighboursRotate ? rotatedHeads.exec(name) : null) ?? []
      if (which === undefined) return file.rows(given, from, to)
      const all = await file.rows(given, 0, rowsOf(info).rows)
      const size = info.shape.length < 2 ? rowBytes(info) / at(info.shape, 0) : rowBytes(info)
      const ordered = intoHalves(all, size, which === 'q' ? heads : kvHeads, headDim)
      return info.shape.length < 2 ? ordered : ordered.slice(from * size, to * size)
    },
  }
  return source
}

/**
 * llama.cpp's row 2i + j of a head is row jD/2 + i of transformers. Throws where the rows are not heads of
 * that size.
 */
function intoHalves(bytes: Uint8Array, rowSize: number, heads: number, headDim: number): Uint8Array {
  if (bytes.length !== heads * headDim * rowSize)
    throw new RangeError(
      `${bytes.length} bytes are not ${heads} heads of ${headDim} rows of ${rowSize} bytes`,
    )
  const out = new Uint8Array(bytes.length)
  for (let row = 0; row < heads * headDim; row++) {
    const inHead = row % headDim
    const half = inHead >= headDim / 2 ? 1 : 0
    const from = row - inHead + 2 * (inHead - (half * headDim) / 2) + half
    out.set(bytes.subarray(from * rowSize, (from + 1) * rowSize), row * rowSize)
  }
  return out
}
