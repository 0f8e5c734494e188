// Llama 2 and 3, SmolLM2, OctoThinker; and what the lab's own models are written as.
import { filling, type PublishedArchitecture } from './publishedArchitecture'

export const llama = {
  name: 'llama',
  className: 'LlamaForCausalLM',
  headDim: filling,
  headsFillWidth: false,
  qkNorm: false,
  biases: false,
  neighboursRotate: true,
} as const satisfies PublishedArchitecture
