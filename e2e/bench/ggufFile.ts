// Writes GGUF models (version 3) of the Llama architecture with letters for tokens: what a llama.cpp in a
// page can load.
import type { ModelSize } from './benchTasks'

const encoder = new TextEncoder()
const ALIGNMENT = 32

type Entry = readonly [
  key: string,
  value:
    | string
    | { readonly u32: number }
    | { readonly f32: number }
    | { readonly flag: boolean }
    | { readonly strings: readonly string[] }
    | { readonly floats: readonly number[] }
    | { readonly integers: readonly number[] },
]

export interface GgufTensor {
  readonly name: string
  /** Rows last, as GGUF counts: (in, out) for a matrix that lies (out, in). */
  readonly shape: readonly number[]
  readonly data: Float32Array
}

class Writer {
  private readonly parts: Uint8Array[] = []
  length = 0

  bytes(part: Uint8Array): this {
    this.parts.push(part)
    this.length += part.length
    return this
  }
  u32(value: number): this {
    return this.bytes(new Uint8Array(Uint32Array.of(value).buffer))
  }
  u64(value: number): this {
    return this.bytes(new Uint8Array(BigUint64Array.of(BigInt(value)).buffer))
  }
  f32(value: number): this {
    return this.bytes(new Uint8Array(Float32Array.of(value).buffer))
  }
  text(value: string): this {
    const body = encoder.encode(value)
    return this.u64(body.length).bytes(body)
  }
  pad(): this {
    return this.bytes(new Uint8Array((ALIGNMENT - (this.length % ALIGNMENT)) % ALIGNMENT))
  }
  done(): Uint8Array<ArrayBuffer> {
    const out = new Uint8Array(this.length)
    let at = 0
    for (const part of this.parts) {
      out.set(part, at)
      at += part.length
    }
    return out
  }
}

const TYPES = { u32: 4, i32: 5, f32: 6, flag: 7, text: 8, array: 9 } as const

function write(to: Writer, [key, value]: Entry): void {
  to.text(key)
  const array = (type: number, count: number): Writer => to.u32(TYPES.array).u32(type).u64(count)
  if (typeof value === 'string') to.u32(TYPES.text).text(value)
  else if ('u32' in value) to.u32(TYPES.u32).u32(value.u32)
  else if ('f32' in value) to.u32(TYPES.f32).f32(value.f32)
  else if ('flag' in value) to.u32(TYPES.flag).bytes(Uint8Array.of(Number(value.flag)))
  else if ('strings' in value) {
    array(TYPES.text, value.strings.length)
    for (const one of value.strings) to.text(one)
  } else if ('floats' in value) {
    array(TYPES.f32, value.floats.length)
    for (const one of value.floats) to.f32(one)
  } else {
    array(TYPES.i32, value.integers.length)
    for (const one of value.integers) to.bytes(new Uint8Array(Int32Array.of(one).buffer))
  }
}

const ASCII = 128

/**
 * Token t is the byte t in ASCII and a letter of its own beyond it: what is drawn has to be valid UTF-8, or
 * llama.cpp's server dies of its own JSON.
 */
function vocabularyEntries(vocabulary: number): Entry[] {
  const tokens = Array.from({ length: vocabulary }, (_, t) =>
    t < ASCII ? `<0x${t.toString(16).toUpperCase().padStart(2, '0')}>` : String.fromCodePoint(0x100 + t),
  )
  const [NORMAL, BYTE] = [1, 6]
  return [
    ['tokenizer.ggml.model', 'llama'],
    ['tokenizer.ggml.tokens', { strings: tokens }],
    ['tokenizer.ggml.scores', { floats: tokens.map(() => 0) }],
    ['tokenizer.ggml.token_type', { integers: tokens.map((_, t) => (t < ASCII ? BYTE : NORMAL)) }],
    ['tokenizer.ggml.bos_token_id', { u32: 0 }],
    ['tokenizer.ggml.eos_token_id', { u32: 0 }],
    ['tokenizer.ggml.unknown_token_id', { u32: 0 }],
    ['tokenizer.ggml.add_bos_token', { flag: false }],
    ['tokenizer.ggml.add_eos_token', { flag: false }],
    ['tokenizer.ggml.add_space_prefix', { flag: false }],
  ]
}

export interface GgufModel extends ModelSize {
  readonly hidden: number
  readonly context: number
  readonly ropeBase: number
  readonly normEps: number
}

export function ggufFile(model: GgufModel, tensors: readonly GgufTensor[]): Uint8Array<ArrayBuffer> {
  const entries: Entry[] = [
    ['general.architecture', 'llama'],
    ['general.name', `${model.label} of the benchmark`],
    ['general.file_type', { u32: 0 }],
    ['llama.context_length', { u32: model.context }],
    ['llama.embedding_length', { u32: model.width }],
    ['llama.block_count', { u32: model.layers }],
    ['llama.feed_forward_length', { u32: model.hidden }],
    ['llama.attention.head_count', { u32: model.heads }],
    ['llama.attention.head_count_kv', { u32: model.heads }],
    ['llama.attention.layer_norm_rms_epsilon', { f32: model.normEps }],
    ['llama.rope.dimension_count', { u32: model.width / model.heads }],
    ['llama.rope.freq_base', { f32: model.ropeBase }],
    ['llama.vocab_size', { u32: model.vocabulary }],
    ...vocabularyEntries(model.vocabulary),
  ]
  const head = new Writer().bytes(encoder.encode('GGUF')).u32(3).u64(tensors.length).u64(entries.length)
  for (const entry of entries) write(head, entry)
  let offset = 0
  for (const { name, shape, data } of tensors) {
    head.text(name).u32(shape.length)
    for (const size of shape) head.u64(size)
    head.u32(0).u64(offset)
    offset += Math.ceil(data.byteLength / ALIGNMENT) * ALIGNMENT
  }
  head.pad()
  for (const { data } of tensors)
    head.bytes(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)).pad()
  return head.done()
}
