// What PyTorch, transformers and peft computed on tiny models (e2e/fixtures/reference/make.py), read for the tests.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Architecture } from '../config/architecture'
import { readHeader, readTensor } from '../formats/safetensors'
import { layoutOf } from '../model/parameters'
import { namedRanges } from './names'

interface HubConfig {
  readonly model_type: 'llama' | 'qwen2' | 'qwen3'
  readonly vocab_size: number
  readonly hidden_size: number
  readonly intermediate_size: number
  readonly num_hidden_layers: number
  readonly num_attention_heads: number
  readonly num_key_value_heads: number
  readonly head_dim?: number
  readonly rms_norm_eps: number
  readonly rope_theta: number
  readonly tie_word_embeddings: boolean
}

export interface Reference {
  readonly made: string
  readonly config: HubConfig
  readonly sequences: readonly { readonly tokens: readonly number[]; readonly from: number }[]
  /** Mean over predicted tokens. */
  readonly loss: number
  readonly policy: {
    readonly loss: number
    readonly temperature: number
    readonly clip: { readonly low: number; readonly high: number }
    readonly advantage: readonly number[]
    readonly old: readonly (readonly number[])[]
    /** Tokens held at the lower and at the upper bound. */
    readonly clipped: { readonly low: number; readonly high: number }
  }
  readonly adam: { readonly learningRate: number; readonly betas: readonly [number, number]; readonly eps: number; readonly weightDecay: number; readonly maxNorm: number }
  /** Losses before each step, and after the last. */
  readonly steps: readonly number[]
  readonly lora: { readonly rank: number; readonly alpha: number; readonly targets: readonly string[]; readonly loss: number; readonly steps: readonly number[] }
}

export interface ReferenceFile {
  readonly reference: Reference
  readonly architecture: Architecture
  /** The model's arena. */
  readonly values: Float32Array<ArrayBuffer>
  tensor(name: string): Float32Array
}

export const referenceNames = ['llama', 'qwen2', 'qwen3', 'qwen3-tied'] as const

function architectureOf({ model_type: type, ...config }: HubConfig): Architecture {
  return {
    vocabulary: config.vocab_size,
    width: config.hidden_size,
    layers: config.num_hidden_layers,
    heads: config.num_attention_heads,
    kvHeads: config.num_key_value_heads,
    headDim: config.head_dim ?? config.hidden_size / config.num_attention_heads,
    hidden: config.intermediate_size,
    context: 128,
    ropeBase: config.rope_theta,
    normEps: config.rms_norm_eps,
    tiedEmbeddings: config.tie_word_embeddings,
    qkNorm: type === 'qwen3',
    biases: type === 'qwen2',
    embeddingScale: 1,
  }
}

export function readReference(name: string): ReferenceFile {
  const bytes = new Uint8Array(readFileSync(join(import.meta.dirname, `../../e2e/fixtures/reference/${name}.safetensors`)))
  const header = readHeader(bytes)
  if (!header.ok) throw new Error(header.error.message)
  const { metadata, entries } = header.value
  const byName = new Map(entries.map((entry) => [entry.name, entry]))
  const tensor = (wanted: string): Float32Array => {
    const entry = byName.get(wanted)
    if (entry === undefined) throw new Error(`the fixture "${name}" has no tensor "${wanted}"`)
    return readTensor(bytes, entry)
  }
  const reference = JSON.parse(metadata['reference'] ?? '') as Reference
  const architecture = architectureOf(reference.config)
  const layout = layoutOf(architecture)
  const values = new Float32Array(layout.elements)
  for (const range of namedRanges(architecture, layout)) values.set(tensor(range.name), range.offset)
  return { reference, architecture, values, tensor }
}

/** |a - b| / |b| by norm. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [difference, size] = [0, 0]
  for (let i = 0; i < b.length; i++) {
    difference += ((a[i] ?? NaN) - (b[i] ?? NaN)) ** 2
    size += (b[i] ?? NaN) ** 2
  }
  return a.length === b.length && size > 0 ? Math.sqrt(difference / size) : Infinity
}
