// What the benchmark measures: works, sizes, the thresholds that are held to, and the peers' figures of
// reference.
// Plain data; it knows no side and no browser.

export const works = [
  'matmul.nn',
  'matmul.nt',
  'matmul.tn',
  'train',
  'rollout',
  'decode',
  'round',
  'first-step',
] as const
export type Work = (typeof works)[number]

/** Ours, the peers by their npm name, and what the adapter itself can do. */
export const sides = [
  'spice-lab',
  '@jax-js/jax',
  '@tensorflow/tfjs',
  'onnxruntime-web',
  '@genai-fi/nanogpt',
  '@wllama/wllama',
] as const
export type SideName = (typeof sides)[number]
export const OURS = 'spice-lab' satisfies SideName

/**
 * A decoder of `parameters` parameters: each side builds its own kind of that width, depth and vocabulary.
 */
export interface ModelSize {
  readonly label: string
  readonly width: number
  readonly layers: number
  readonly heads: number
  readonly vocabulary: number
}

export const models = {
  '0.1M': { label: '0.1M', width: 64, layers: 2, heads: 2, vocabulary: 256 },
  '0.8M': { label: '0.8M', width: 128, layers: 4, heads: 4, vocabulary: 256 },
  '5M': { label: '5M', width: 256, layers: 6, heads: 8, vocabulary: 256 },
} as const satisfies Record<string, ModelSize>

interface Base {
  readonly size: string
  readonly turns: number
  readonly sides: readonly SideName[]
  /** Our own product that our rate is set against: it is timed right after each of our turns. */
  readonly yardstick?: MatmulTask
}

export interface MatmulTask extends Base {
  readonly work: 'matmul.nn' | 'matmul.nt' | 'matmul.tn'
  /** out(m,n) is a sum over k. */
  readonly m: number
  readonly n: number
  readonly k: number
}

export interface TrainTask extends Base {
  readonly work: 'train' | 'first-step'
  readonly model: ModelSize
  readonly batch: number
  readonly length: number
}

export interface SampleTask extends Base {
  readonly work: 'rollout' | 'decode'
  readonly model: ModelSize
  readonly sequences: number
  /** Different prompts; the sequences are shared out among them. */
  readonly prompts: number
  readonly promptLength: number
  readonly newTokens: number
}

export interface RoundTask extends Base {
  readonly work: 'round'
}

export type Task = MatmulTask | TrainTask | SampleTask | RoundTask

const matmulShapes: readonly (readonly [size: string, m: number, n: number, k: number, turns: number])[] = [
  ['64', 64, 64, 64, 5],
  ['256', 256, 256, 256, 5],
  ['512', 512, 512, 512, 7],
  ['1024', 1024, 1024, 1024, 5],
  ['2048', 2048, 2048, 2048, 3],
  ['tall 2048x128x512', 2048, 128, 512, 5],
  ['wide 64x2048x512', 64, 2048, 512, 5],
  ['odd 509x383x251', 509, 383, 251, 5],
  ['odd 65x63x129', 65, 63, 129, 5],
]

const yardstick = (work: MatmulTask['work'], m: number, n: number, k: number): MatmulTask => ({
  work,
  size: `${m}x${n}x${k}`,
  m,
  n,
  k,
  turns: 5,
  sides: [OURS],
})

const multipliers: readonly SideName[] = [OURS, '@jax-js/jax', '@tensorflow/tfjs', 'onnxruntime-web']

function matmuls(): MatmulTask[] {
  const forms = ['matmul.nn', 'matmul.nt', 'matmul.tn'] as const
  return forms.flatMap((work) =>
    matmulShapes.map(([size, m, n, k, turns]) => ({ work, size, m, n, k, turns, sides: multipliers })),
  )
}

const trainers: readonly SideName[] = [OURS, '@jax-js/jax', '@genai-fi/nanogpt']

function trainings(): TrainTask[] {
  const shapes: readonly (readonly [ModelSize, number, number, readonly SideName[]])[] = [
    [models['0.1M'], 8, 64, trainers],
    [models['0.8M'], 8, 128, trainers],
    [models['5M'], 2, 128, [OURS, '@jax-js/jax']],
  ]
  return shapes.map(([model, batch, length, who]) => ({
    work: 'train',
    size: model.label,
    model,
    batch,
    length,
    turns: 5,
    sides: who,
    yardstick: yardstick('matmul.nn', 512, 512, 512),
  }))
}

/** tfjs has no GPT of its own and nanogpt is built on it, so nanogpt speaks for both. */
const samplers: readonly SideName[] = [
  OURS,
  '@jax-js/jax',
  'onnxruntime-web',
  '@genai-fi/nanogpt',
  '@wllama/wllama',
]

function samplings(): SampleTask[] {
  const base = { promptLength: 32, newTokens: 64, turns: 5 }
  const rollout = (model: ModelSize, prompts: number, who: readonly SideName[]): SampleTask => ({
    ...base,
    work: 'rollout',
    size: `${model.label} 64 sequences of ${prompts === 1 ? 'one prompt' : `${prompts} prompts`}`,
    model,
    sequences: 64,
    prompts,
    sides: who,
    yardstick: yardstick('matmul.nt', 64, 512, 512),
  })
  const decode = (model: ModelSize): SampleTask => ({
    ...base,
    work: 'decode',
    size: model.label,
    model,
    sequences: 1,
    prompts: 1,
    sides: samplers,
  })
  return [
    rollout(models['0.1M'], 1, samplers),
    rollout(models['0.1M'], 64, [OURS, '@jax-js/jax', 'onnxruntime-web']),
    rollout(models['0.8M'], 1, [OURS, '@jax-js/jax', 'onnxruntime-web']),
    rollout(models['0.8M'], 64, [OURS, '@jax-js/jax', 'onnxruntime-web']),
    decode(models['0.1M']),
    decode(models['0.8M']),
  ]
}

export const tasks: readonly Task[] = [
  ...matmuls(),
  ...trainings(),
  ...samplings(),
  { work: 'round', size: 'nano', turns: 5, sides: [OURS] },
  {
    work: 'first-step',
    size: '0.1M',
    model: models['0.1M'],
    batch: 8,
    length: 64,
    turns: 5,
    sides: trainers,
  },
  {
    work: 'first-step',
    size: '0.8M',
    model: models['0.8M'],
    batch: 8,
    length: 128,
    turns: 5,
    sides: trainers,
  },
]

/**
 * A peer's figure of reference (headless Chromium, SwiftShader, two cores); under `LEAST_SHARE` of it the
 * benchmark fails.
 */
export const LEAST_SHARE = 0.7
export const references: readonly {
  readonly work: Work
  readonly size: string
  readonly side: SideName
  readonly rate: number
}[] = [
  { work: 'matmul.nn', size: '512', side: '@jax-js/jax', rate: 3.7 },
  { work: 'matmul.nn', size: '512', side: '@tensorflow/tfjs', rate: 0.95 },
  { work: 'train', size: '0.1M', side: '@jax-js/jax', rate: 1912 },
  { work: 'train', size: '0.8M', side: '@jax-js/jax', rate: 393 },
  { work: 'train', size: '0.1M', side: '@genai-fi/nanogpt', rate: 290 },
  { work: 'train', size: '0.8M', side: '@genai-fi/nanogpt', rate: 60 },
]

export const unitOf = (work: Work): string =>
  work.startsWith('matmul')
    ? 'GFLOP/s'
    : work === 'round'
      ? 'rounds/s'
      : work === 'first-step'
        ? 'first steps/s'
        : 'tokens/s'
