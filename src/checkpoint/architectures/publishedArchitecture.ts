// What tells one published architecture from another, where transformers and llama.cpp keep its files. All of
// them are values of one description (config/architecture) and share the names of their tensors (../names).

export interface PublishedArchitecture {
  /** `model_type` of a config.json, and `general.architecture` of a GGUF file. */
  readonly name: string
  /** Its class in transformers. */
  readonly className: string
  /** Channels of a head where config.json does not say: transformers' default. */
  readonly headDim: (width: number, heads: number) => number
  /** The heads together have as many channels as the residual stream: config.json cannot say otherwise. */
  readonly headsFillWidth: boolean
  /** RMSNorm over every query and key head before rotation. */
  readonly qkNorm: boolean
  /** On queries, keys and values; `attention_bias` is then not asked. */
  readonly biases: boolean
  /** GGUF files have rows of q and k in llama.cpp's order: channels that rotate together are neighbours. */
  readonly neighboursRotate: boolean
}

/** As many channels as make the heads fill the width. */
export const filling = (width: number, heads: number): number => width / heads
