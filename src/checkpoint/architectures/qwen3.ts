// Qwen3: norms of queries and keys, heads of a size of their own (arXiv 2505.09388).
import type { PublishedArchitecture } from './publishedArchitecture'

export const qwen3 = {
  name: 'qwen3',
  className: 'Qwen3ForCausalLM',
  headDim: () => 128,
  headsFillWidth: false,
  qkNorm: true,
  biases: false,
  neighboursRotate: false,
} as const satisfies PublishedArchitecture
