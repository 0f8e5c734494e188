// One Llama-like model that peers which run files of weights get: its values, and its definition in f64 to
// check them by.
import { last } from '../../src/base/at'
import { modelLogits, type ModelShape, type Values } from '../../shaders/model/model.ref'
import { numbers } from './side'
import type { ModelSize } from './benchTasks'

export interface Llama {
  readonly size: ModelSize
  readonly hidden: number
  readonly context: number
  readonly ropeBase: number
  readonly normEps: number
  /** (out, in) matrices and gains: `embedding`, `head`, `layers.0.qkv`, ... */
  readonly values: Readonly<Record<string, Float32Array<ArrayBuffer>>>
  readonly parameters: number
}

/** Tokens that are printed as one character; the others are never the likeliest. */
const PRINTABLE = { from: 32, to: 127 }

export function llamaOf(size: ModelSize): Llama {
  const { width: C, layers, vocabulary: V } = size
  const hidden = 4 * Math.round((2 * C) / 3)
  let salt = 1000
  const matrix = (rows: number, columns: number): Float32Array<ArrayBuffer> =>
    numbers(rows * columns, salt++).map((x) => x * Math.sqrt(3 / columns))
  const values: Record<string, Float32Array<ArrayBuffer>> = {
    embedding: matrix(V, C),
    head: matrix(V, C),
    finalNorm: new Float32Array(C).fill(1),
  }
  values.head?.fill(0, 0, PRINTABLE.from * C).fill(0, PRINTABLE.to * C)
  for (let l = 0; l < layers; l++) {
    Object.assign(values, {
      [`layers.${l}.attentionNorm`]: new Float32Array(C).fill(1),
      [`layers.${l}.mlpNorm`]: new Float32Array(C).fill(1),
      [`layers.${l}.qkv`]: matrix(3 * C, C),
      [`layers.${l}.attentionOut`]: matrix(C, C),
      [`layers.${l}.gateUp`]: matrix(2 * hidden, C),
      [`layers.${l}.down`]: matrix(C, hidden),
    })
  }
  return {
    size,
    hidden,
    context: 512,
    ropeBase: 2000,
    normEps: 1e-6,
    values,
    parameters: Object.values(values).reduce((sum, { length }) => sum + length, 0),
  }
}

/** Logits (V) after every token, in f64. */
export function llamaLogits(
  { size, hidden, ropeBase, normEps, values }: Llama,
  tokens: readonly number[],
): Float64Array[] {
  const { width, layers, heads, vocabulary } = size
  const shape: ModelShape = {
    vocabulary,
    width,
    layers,
    heads,
    hidden,
    ropeBase,
    normEps,
    kvHeads: heads,
    headDim: width / heads,
    tiedEmbeddings: false,
    qkNorm: false,
    biases: false,
    embeddingScale: 1,
  }
  const exact: Values = Object.fromEntries(
    Object.entries(values).map(([name, data]) => [name, Float64Array.from(data)]),
  )
  return modelLogits(shape, exact, tokens)
}

export const likeliest = (logits: ArrayLike<number>): number => {
  let best = 0
  for (let v = 1; v < logits.length; v++) if ((logits[v] ?? -Infinity) > (logits[best] ?? -Infinity)) best = v
  return best
}

/** `count` likeliest tokens after the prompt, one by one, in f64. */
export function greedy(llama: Llama, prompt: readonly number[], count: number): number[] {
  const tokens = [...prompt]
  for (let i = 0; i < count; i++) tokens.push(likeliest(last(llamaLogits(llama, tokens))))
  return tokens.slice(prompt.length)
}

/** Printable prompt tokens that every side gets alike. */
export const promptOf = (length: number, salt: number): number[] =>
  Array.from(numbers(length, salt), (x) => 97 + Math.floor(((x + 1) / 2) * 25.99))
