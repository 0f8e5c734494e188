// The models whose speed is measured on a device, and what they are given to do; small ones for a processor
// that plays a GPU. Plain data.

import type { AdapterSettings } from '../../config/adapterSettings'
import { adapterTargets } from '../../config/adapterSettings'
import { architectureOf, type Architecture } from '../../config/architecture'
import { publishedShapes } from '../../config/publishedShapes'
import type { MeasuredExtent } from '../../protocol/deviceReport'

export interface MeasuredModel {
  readonly name: string
  readonly architecture: Architecture
  /** What learns beside frozen weights in f16; null where all weights learn. */
  readonly adapter: AdapterSettings | null
  /** Sequences of a step and tokens of each. */
  readonly sequences: number
  readonly length: number
  /** Rows whose logits stand at once; all of them when left out. */
  readonly logitRows?: number
}

const VOCABULARY = 512
const adapter: AdapterSettings = { rank: 16, alpha: 32, targets: adapterTargets }

const models: readonly MeasuredModel[] = [
  {
    name: '0.8M',
    architecture: architectureOf('tiny', VOCABULARY),
    adapter: null,
    sequences: 16,
    length: 256,
  },
  {
    name: '5M',
    architecture: architectureOf('small', VOCABULARY),
    adapter: null,
    sequences: 16,
    length: 256,
  },
  {
    name: '30M',
    architecture: architectureOf('medium', VOCABULARY),
    adapter: null,
    sequences: 16,
    length: 256,
  },
  {
    name: 'SmolLM2-135M',
    architecture: { ...publishedShapes['SmolLM2-135M'], context: 1024 },
    adapter,
    sequences: 4,
    length: 256,
    logitRows: 256,
  },
]

const nano = architectureOf('nano', VOCABULARY)
/** Of a few channels, so that software is done with each in a moment; the second one is trained beside q4. */
const smallModels: readonly MeasuredModel[] = [
  { name: 'nano', architecture: nano, adapter: null, sequences: 2, length: 64 },
  {
    name: 'nano beside an adapter',
    architecture: { ...nano, layers: 2 },
    adapter: { ...adapter, rank: 4, alpha: 8 },
    sequences: 2,
    length: 32,
    logitRows: 64,
  },
]

export interface Workload {
  readonly models: readonly MeasuredModel[]
  /** Of a roll-out: prompts, samples of each, tokens of a prompt, new ones of a sample. */
  readonly rollout: {
    readonly prompts: number
    readonly samples: number
    readonly promptLength: number
    readonly newTokens: number
  }
  /** Sizes of square products. */
  readonly squares: readonly number[]
  /** Matrices (n,k) that a few rows are multiplied with, and how many rows. */
  readonly matrices: readonly (readonly [n: number, k: number])[]
  readonly rows: readonly number[]
  /** Steps that are timed of each model: at least, at most, and milliseconds after which they end. */
  readonly steps: { readonly least: number; readonly most: number; readonly ms: number }
}

const { width, hidden } = publishedShapes['Qwen3-4B']

const steps = { least: 3, most: 20, ms: 3000 }
const rollout = { prompts: 8, samples: 8, promptLength: 128, newTokens: 64 }

export const workloads: Readonly<Record<MeasuredExtent, Workload>> = {
  software: {
    models: smallModels,
    rollout: { prompts: 2, samples: 2, promptLength: 16, newTokens: 8 },
    squares: [128],
    matrices: [[256, 128]],
    rows: [1],
    steps: { least: 1, most: 2, ms: 500 },
  },
  page: {
    // The lab's own: what a visitor's GPU trains in a moment.
    models: models.slice(0, 3),
    rollout,
    squares: [512, 1024, 2048],
    matrices: [[hidden, width]],
    rows: [1],
    steps: { ...steps, ms: 1500 },
  },
  whole: {
    models,
    rollout,
    squares: [512, 1024, 2048, 4096],
    // The widest products of a layer of Qwen3-4B: gate with up, and down.
    matrices: [
      [2 * hidden, width],
      [width, hidden],
    ],
    rows: [1, 8],
    steps,
  },
}
