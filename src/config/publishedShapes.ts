// Shapes of published models, from their config.json on the hub: enough to plan memory and to try a shape
// with random weights.
import type { Architecture } from './architecture'
import { llama3Factors } from './ropeFactors'

type Shape = Pick<
  Architecture,
  'vocabulary' | 'width' | 'layers' | 'heads' | 'kvHeads' | 'headDim' | 'hidden' | 'context' | 'ropeBase'
>
const published = {
  normEps: 1e-5,
  tiedEmbeddings: true,
  qkNorm: false,
  biases: false,
  embeddingScale: 1,
} as const
const llama = (shape: Shape): Architecture => ({ ...published, ...shape })
const llama32 = (shape: Shape): Architecture => ({
  ...published,
  ...shape,
  ropeFactors: llama3Factors(shape.headDim, shape.ropeBase, {
    factor: 32,
    lowFrequency: 1,
    highFrequency: 4,
    originalContext: 8192,
  }),
})
const qwen2 = (shape: Shape): Architecture => ({ ...published, ...shape, normEps: 1e-6, biases: true })
const qwen3 = (shape: Shape): Architecture => ({ ...published, ...shape, normEps: 1e-6, qkNorm: true })

const qwen3Common = { vocabulary: 151_936, kvHeads: 8, headDim: 128, context: 32_768, ropeBase: 1e6 }
const llama32Common = { vocabulary: 128_256, kvHeads: 8, context: 131_072, ropeBase: 500_000, hidden: 8192 }

export const publishedShapes = {
  'SmolLM2-135M': llama({
    vocabulary: 49_152,
    width: 576,
    layers: 30,
    heads: 9,
    kvHeads: 3,
    headDim: 64,
    hidden: 1536,
    context: 8192,
    ropeBase: 100_000,
  }),
  'SmolLM2-360M': llama({
    vocabulary: 49_152,
    width: 960,
    layers: 32,
    heads: 15,
    kvHeads: 5,
    headDim: 64,
    hidden: 2560,
    context: 8192,
    ropeBase: 100_000,
  }),
  'Qwen2.5-0.5B': qwen2({
    vocabulary: 151_936,
    width: 896,
    layers: 24,
    heads: 14,
    kvHeads: 2,
    headDim: 64,
    hidden: 4864,
    context: 32_768,
    ropeBase: 1e6,
  }),
  'Qwen3-0.6B': qwen3({ ...qwen3Common, width: 1024, layers: 28, heads: 16, hidden: 3072 }),
  'Llama-3.2-1B': llama32({ ...llama32Common, width: 2048, layers: 16, heads: 32, headDim: 64 }),
  'Qwen3-1.7B': qwen3({ ...qwen3Common, width: 2048, layers: 28, heads: 16, hidden: 6144 }),
  'OctoThinker-3B': llama32({ ...llama32Common, width: 3072, layers: 28, heads: 24, headDim: 128 }),
  'Qwen3-4B': qwen3({ ...qwen3Common, width: 2560, layers: 36, heads: 32, hidden: 9728 }),
} as const satisfies Record<string, Architecture>

export type PublishedName = keyof typeof publishedShapes
export const publishedNames = Object.keys(publishedShapes) as readonly PublishedName[]
