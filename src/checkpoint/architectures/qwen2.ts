// Qwen2 and Qwen2.5: biases on queries, keys and values.
import { filling, type PublishedArchitecture } from './publishedArchitecture'

export const qwen2 = {
  name: 'qwen2',
  className: 'Qwen2ForCausalLM',
  headDim: filling,
  headsFillWidth: true,
  qkNorm: false,
  biases: true,
  neighboursRotate: false,
} as const satisfies PublishedArchitecture
