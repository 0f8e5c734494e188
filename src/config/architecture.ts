// The description of a model: a decoder-only transformer of the Llama/Qwen3 family as plain numbers,
// its limits, and the built-in sizes. Knows nothing of GPUs, weights or tokenizers.
import { ok, type Result } from '../base/result'
import { fail } from '../problems'

export interface Architecture {
  /** V, number of token ids. */
  readonly vocabulary: number
  /** C, channels of the residual stream. */
  readonly width: number
  /** L. */
  readonly layers: number
  /** H, query heads. */
  readonly heads: number
  /** K, key and value heads; divides H. */
  readonly kvHeads: number
  /**
   * D, channels of a head; a multiple of 4, which the attention kernels read at once. H * D need not equal C.
   */
  readonly headDim: number
  /** F, inner channels of SwiGLU. */
  readonly hidden: number
  /** Longest sequence, in tokens. */
  readonly context: number
  readonly ropeBase: number
  /**
   * What the angle of each of the D/2 pairs is divided by, for models stretched to longer contexts (Llama 3);
   * without it, 1.
   */
  readonly ropeFactors?: readonly number[]
  readonly normEps: number
  /** One matrix serves as embedding and as output head. */
  readonly tiedEmbeddings: boolean
  /** RMSNorm over D of every query and key head before rotation (Qwen3). */
  readonly qkNorm: boolean
  /** Biases on the q, k and v projections (Qwen2.5). */
  readonly biases: boolean
  /** Embeddings are multiplied by this at the input: sqrt(C) in the built-in sizes, 1 in published models. */
  readonly embeddingScale: number
}

export const sizeNames = ['nano', 'tiny', 'small', 'medium'] as const
export type SizeName = (typeof sizeNames)[number]

const shapes: Readonly<
  Record<
    SizeName,
    Pick<Architecture, 'width' | 'layers' | 'heads' | 'headDim' | 'hidden' | 'context' | 'ropeBase'>
  >
> = {
  nano: { width: 64, layers: 4, heads: 2, headDim: 32, hidden: 172, context: 512, ropeBase: 2000 },
  tiny: { width: 128, layers: 4, heads: 4, headDim: 32, hidden: 344, context: 512, ropeBase: 2000 },
  small: { width: 256, layers: 6, heads: 8, headDim: 32, hidden: 688, context: 1024, ropeBase: 10_000 },
  medium: { width: 512, layers: 9, heads: 8, headDim: 64, hidden: 1376, context: 1024, ropeBase: 10_000 },
}

/** The built-in size for a tokenizer of `vocabulary` tokens. */
export function architectureOf(size: SizeName, vocabulary: number): Architecture {
  const shape = shapes[size]
  return {
    ...shape,
    vocabulary,
    kvHeads: shape.heads,
    normEps: 1e-6,
    tiedEmbeddings: true,
    qkNorm: false,
    biases: false,
    embeddingScale: Math.sqrt(shape.width),
  }
}

/**
 * Largest value of each count: far above any model that fits a GPU, low enough that no product of them loses
 * precision.
 */
export const architectureLimits = {
  vocabulary: 2 ** 20,
  width: 2 ** 16,
  layers: 512,
  heads: 1024,
  kvHeads: 1024,
  headDim: 1024,
  hidden: 2 ** 18,
  context: 2 ** 20,
} as const

const MOST_ROPE_FACTOR = 2 ** 20

/** Checks a description that came from outside. */
export function validateArchitecture(a: Architecture): Result<Architecture> {
  for (const [key, limit] of Object.entries(architectureLimits) as [
    keyof typeof architectureLimits,
    number,
  ][]) {
    const value: unknown = a[key]
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > limit) {
      return fail('architecture-size', { key, value: String(value), limit })
    }
  }
  if (a.heads % a.kvHeads !== 0) {
    return fail('architecture-kvHeads', { heads: a.heads, kvHeads: a.kvHeads })
  }
  if (a.headDim % 4 !== 0) {
    return fail('architecture-headDim', { headDim: a.headDim })
  }
  for (const key of ['ropeBase', 'normEps', 'embeddingScale'] as const) {
    const value: unknown = a[key]
    if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) {
      return fail('architecture-positive', { key, value: String(value) })
    }
  }
  const factors: unknown = a.ropeFactors ?? []
  if (
    !Array.isArray(factors) ||
    (a.ropeFactors !== undefined && factors.length !== a.headDim / 2) ||
    !factors.every((f) => typeof f === 'number' && f >= 1 && f <= MOST_ROPE_FACTOR)
  ) {
    return fail('architecture-ropeFactors', { count: a.headDim / 2, limit: MOST_ROPE_FACTOR })
  }
  for (const key of ['tiedEmbeddings', 'qkNorm', 'biases'] as const) {
    if (typeof a[key] !== 'boolean') return fail('architecture-flag', { key, value: String(a[key]) })
  }
  return ok(a)
}

/** Number of trainable parameters. */
export function parameterCount(a: Architecture): number {
  const qkvRows = (a.heads + 2 * a.kvHeads) * a.headDim
  const attention =
    qkvRows * a.width +
    a.width * a.heads * a.headDim +
    (a.biases ? qkvRows : 0) +
    (a.qkNorm ? 2 * a.headDim : 0)
  const layer = attention + 3 * a.width * a.hidden + 2 * a.width
  return a.layers * layer + a.width + a.vocabulary * a.width * (a.tiedEmbeddings ? 1 : 2)
}
