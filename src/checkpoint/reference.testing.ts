// What PyTorch, transformers and peft computed on tiny models (e2e/fixtures/reference/make.py), read for the
// tests.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AdapterTarget } from '../config/adapterSettings'
import type { Architecture } from '../config/architecture'
import { readHeader, readTensor } from '../formats/safetensors'
import { layoutOf } from '../model/parameters'
import { readConfigJson } from './huggingface'
import { namedRanges } from './tensorNames'

export interface Reference {
  readonly made: string
  readonly config: Readonly<Record<string, unknown>>
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
  readonly adam: {
    readonly learningRate: number
    readonly betas: readonly [number, number]
    readonly eps: number
    readonly weightDecay: number
    readonly maxNorm: number
  }
  /** Losses before each step, and after the last. */
  readonly steps: readonly number[]
  readonly lora: {
    readonly rank: number
    readonly alpha: number
    readonly targets: readonly AdapterTarget[]
    readonly loss: number
    readonly steps: readonly number[]
  }
}

export interface ReferenceFile {
  readonly reference: Reference
  readonly architecture: Architecture
  /** The model's arena. */
  readonly values: Float32Array<ArrayBuffer>
  readonly tensor: (name: string) => Float32Array
}

export const referenceNames = ['llama', 'llama3', 'qwen2', 'qwen3', 'qwen3-tied'] as const

export function readReference(name: string): ReferenceFile {
  const bytes = new Uint8Array(
    readFileSync(join(import.meta.dirname, `../../e2e/fixtures/reference/${name}.safetensors`)),
  )
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
  const described = readConfigJson({ ...reference.config, max_position_embeddings: 128 })
  if (!described.ok) throw new Error(described.error.message)
  const { architecture } = described.value
  const layout = layoutOf(architecture)
  const values = new Float32Array(layout.elements)
  for (const range of namedRanges(architecture, layout)) values.set(tensor(range.name), range.offset)
  return { reference, architecture, values, tensor }
}
