// What one pass of a model over a text was made of, for a page to draw: told and never stored,
// but for the example that comes with the page.

import { at } from '../base/at'

/** What could come next, by its logit; `p` is its share among all tokens. */
export interface Guess {
  readonly piece: string
  readonly logit: number
  readonly p: number
}

export interface ModelLook {
  /** Name of the weights: a checkpoint of a run, or built-in ones. */
  readonly model: string
  /** T tokens: the question as the Reasoner is given it, then its answer from `answerFrom` on. */
  readonly tokens: readonly number[]
  readonly pieces: readonly string[]
  readonly answerFrom: number
  /** L, H, C. */
  readonly layers: number
  readonly heads: number
  readonly channels: number
  /** (L,H,T,T): what token t attends to, a row that sums to one; 0 for tokens after it. */
  readonly attention: Float32Array
  /** (2L+1,T,C), the residual stream: embedded, then after each layer's attention and after its MLP. */
  readonly stream: Float32Array
  /**
   * By token: the likeliest next tokens by the stream before the first layer and after each, read by the
   * model's own head; the last is what the model says. For large vocabularies the last alone is there.
   */
  readonly guesses: readonly (readonly (readonly Guess[])[])[]
}

/** A look as it stands in a file: attention in bytes, some channels of the stream in signed bytes. */
export interface PackedLook extends Omit<ModelLook, 'attention' | 'stream' | 'guesses'> {
  /** Lower triangles of (L,H,T,T), 255 for one; base64. */
  readonly attention: string
  /** (2L+1,T,C'), 127 for the largest magnitude of its stage; base64. */
  readonly stream: string
  readonly guesses: readonly (readonly (readonly (readonly [string, number, number])[])[])[]
}

const base64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
const bytesOf = (text: string): Uint8Array => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))

/** Channels of a packed stream. */
const PACKED_CHANNELS = 32
/** Guesses by way of a layer that are packed; of the last all are. */
const PACKED_GUESSES = 2

export function packLook(look: ModelLook): PackedLook {
  const { tokens, layers, heads, channels, attention, stream, guesses } = look
  const T = tokens.length
  const triangles: number[] = []
  for (let row = 0; row < layers * heads * T; row++)
    for (let t = 0; t <= row % T; t++) triangles.push(Math.round(255 * at(attention, row * T + t)))
  const kept = Math.min(PACKED_CHANNELS, channels)
  const signed = new Int8Array((2 * layers + 1) * T * kept)
  for (let stage = 0; stage <= 2 * layers; stage++) {
    const part = stream.subarray(stage * T * channels, (stage + 1) * T * channels)
    const most = part.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-9)
    for (let t = 0; t < T; t++)
      for (let c = 0; c < kept; c++)
        signed[(stage * T + t) * kept + c] = Math.round(
          (127 * at(part, t * channels + Math.floor((c * channels) / kept))) / most,
        )
  }
  const rounded = (value: number): number => Number(value.toFixed(3))
  return {
    ...look,
    channels: kept,
    attention: base64(Uint8Array.from(triangles)),
    stream: base64(new Uint8Array(signed.buffer)),
    guesses: guesses.map((byLayer) =>
      byLayer.map((list, layer) =>
        list
          .slice(0, layer === byLayer.length - 1 ? list.length : PACKED_GUESSES)
          .map(({ piece, logit, p }) => [piece, rounded(logit), rounded(p)] as const),
      ),
    ),
  }
}

export function unpackLook(packed: PackedLook): ModelLook {
  const { tokens, layers, heads } = packed
  const T = tokens.length
  const triangles = bytesOf(packed.attention)
  const attention = new Float32Array(layers * heads * T * T)
  let next = 0
  for (let row = 0; row < layers * heads * T; row++)
    for (let t = 0; t <= row % T; t++) attention[row * T + t] = at(triangles, next++) / 255
  return {
    ...packed,
    attention,
    stream: Float32Array.from(new Int8Array(bytesOf(packed.stream).buffer)),
    guesses: packed.guesses.map((byLayer) =>
      byLayer.map((list) => list.map(([piece, logit, p]) => ({ piece, logit, p }))),
    ),
  }
}
