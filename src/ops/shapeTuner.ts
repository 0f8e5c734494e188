// The tuner's side of rows, frozen weights and decoding: each shape of them built at the size of a small
// model's decoding, with its error against the reference in f64. Chooses nothing.
import { Random } from '../base/random'
import type { Gpu, Program, Tensor } from '../gpu'
import { attentionDecodeReference } from '../../shaders/decode/decode.ref'
import { quantisedMatmulReference, quantisedValues } from '../../shaders/quantised/quantised.ref'
import { rmsnormBackwardReference, rmsnormReference } from '../../shaders/rmsnorm/rmsnorm.ref'
import { compare } from '../../shaders/testing/compareArrays'
import { attentionDecode } from './decode'
import { destroyQuantised, quantisedMatrix, writeQuantised } from './quantised'
import { quantisedMatmul } from './quantisedProduct'
import { quantise } from './quantisedFormat'
import { normedProductReference } from '../../shaders/normedProduct/normedProduct.ref'
import { normedProduct } from './normedProduct'
import { rmsnorm, rmsnormBackward } from './rmsnorm'
import type { DecodeShape, FrozenManyShape, FrozenShape, RowShape, StepShape } from './variants'

export interface ShapeTrial {
  readonly program: Program
  /** Largest error over the sum of absolute products, or over the largest magnitude; once it has run. */
  error(): Promise<number>
  free(): void
}

/** Tensors of a trial, with numbers in them where they are given, and freed together. */
class Bench {
  private readonly used: Tensor[] = []
  constructor(private readonly gpu: Gpu) {}

  tensor(label: string, shape: readonly number[], data?: Float32Array | Uint32Array): Tensor {
    const type = data instanceof Uint32Array ? 'u32' : 'f32'
    const made = this.gpu.tensor(`tune ${label}`, shape, type)
    this.used.push(made)
    if (data !== undefined) this.gpu.write(made, data)
    return made
  }

  extent(rows: number) {
    const made = this.gpu.extent('tune rows', rows)
    this.used.push(made.tensor)
    this.gpu.setExtent(made, rows)
    return made
  }

  /** Infinity where anything is not finite or missing. */
  async off(tensor: Tensor, expected: Float64Array, scale?: Float64Array): Promise<number> {
    const found = await this.gpu.readFloats(tensor)
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    const sizes = scale ?? new Float64Array(expected.length).fill(largest)
    return compare('', found, expected, sizes).maxRatio
  }

  readonly free = (): void => {
    for (const tensor of this.used) this.gpu.destroyTensor(tensor)
  }
}

const normals = (random: Random, count: number): Float32Array =>
  Float32Array.from({ length: count }, () => random.normal())

export async function buildRows(gpu: Gpu, shape: RowShape): Promise<ShapeTrial> {
  const [count, width, eps] = [9, 500, 1e-6]
  const random = Random.from(count, width)
  const [x, weight, dout] = [
    normals(random, count * width),
    normals(random, width),
    normals(random, count * width),
  ]
  const bench = new Bench(gpu)
  const shared = {
    x: bench.tensor('x', [count, width], x),
    weight: bench.tensor('weight', [width], weight),
    rstd: bench.tensor('rstd', [count]),
    rows: bench.extent(count),
    shape,
  }
  const out = bench.tensor('out', [count, width])
  const dx = bench.tensor('dx', [count, width])
  const expected = rmsnormReference(x, weight, count, eps).out
  const gradient = rmsnormBackwardReference(x, weight, dout, count, eps).dx
  return {
    program: [
      { kind: 'clear', tensor: dx },
      ...(await rmsnorm(gpu, { ...shared, out, eps })),
      ...(await rmsnormBackward(gpu, { ...shared, dout: bench.tensor('dout', [count, width], dout), dx })),
    ],
    error: async () => Math.max(await bench.off(out, expected), await bench.off(dx, gradient)),
    free: bench.free,
  }
}

/** W (n,k) in 4 bits with its numbers as the reference reads them; all zeros where only time is asked. */
function frozenTrial(gpu: Gpu, [n, k]: readonly [number, number], timed: boolean) {
  const W = quantisedMatrix(gpu, 'tune W', 'q4', [n, k])
  if (timed) return { W, values: new Float64Array() }
  const packed = quantise('q4', normals(Random.from(n, k), n * k), k)
  writeQuantised(gpu, W, 0, packed)
  return { W, values: quantisedValues('q4', Uint32Array.of(...packed.numbers, ...packed.scales), n, k) }
}

/** Eight rows; timed at a size where a workgroup has columns enough. */
export async function buildFrozen(gpu: Gpu, shape: FrozenShape, timed = false): Promise<ShapeTrial> {
  const [m, n, k] = timed ? [8, 2048, 1024] : [8, 262, 516]
  const { W, values } = frozenTrial(gpu, [n, k], timed)
  const a = timed ? new Float32Array(m * k) : normals(Random.from(m, k), m * k)
  const bench = new Bench(gpu)
  const out = bench.tensor('out', [m, n])
  const args = { form: 'nt', a: bench.tensor('a', [m, k], a), b: W, out, rows: bench.extent(m) } as const
  return {
    program: await quantisedMatmul(gpu, { ...args, shape }),
    error() {
      const expected = quantisedMatmulReference('nt', a, values, { m, n, k })
      return bench.off(out, expected.out, expected.scale)
    },
    free() {
      destroyQuantised(gpu, W)
      bench.free()
    },
  }
}

/** Forward and input gradient of a batch. */
export async function buildFrozenMany(gpu: Gpu, many: FrozenManyShape, timed = false): Promise<ShapeTrial> {
  const [m, n, k] = timed ? [256, 1024, 1024] : [131, 68, 516]
  const { W, values } = frozenTrial(gpu, [n, k], timed)
  const random = Random.from(m, n, k)
  const bench = new Bench(gpu)
  const rows = bench.extent(m)
  const trials = (['nt', 'nn'] as const).map((form) => {
    const [sum, width] = form === 'nt' ? [k, n] : [n, k]
    const a = timed ? new Float32Array(m * sum) : normals(random, m * sum)
    const out = bench.tensor('out', [m, width])
    return { form, a, out, args: { form, a: bench.tensor('a', [m, sum], a), b: W, out, rows, many } }
  })
  const programs = await Promise.all(trials.map(({ args }) => quantisedMatmul(gpu, args)))
  return {
    program: programs.flat(),
    async error() {
      let worst = 0
      for (const { form, a, out } of trials) {
        const expected = quantisedMatmulReference(form, a, values, { m, n, k })
        worst = Math.max(worst, await bench.off(out, expected.out, expected.scale))
      }
      return worst
    },
    free() {
      destroyQuantised(gpu, W)
      bench.free()
    },
  }
}

export async function buildDecode(gpu: Gpu, shape: DecodeShape): Promise<ShapeTrial> {
  const [heads, kvHeads, headDim, prompt, most] = [4, 2, 36, 130, 5]
  const kv = 2 * kvHeads * headDim
  const random = Random.from(heads, headDim, prompt)
  const qkv = normals(random, (heads + 2 * kvHeads) * headDim)
  const [promptKv, suffixKv] = [normals(random, prompt * kv), normals(random, most * kv)]
  const bench = new Bench(gpu)
  const one = (label: string, value: number): Tensor => bench.tensor(label, [1], Uint32Array.of(value))
  const out = bench.tensor('out', [1, heads * headDim])
  const layout = { heads, kvHeads, headDim }
  const expected = attentionDecodeReference({
    ...layout,
    qkv,
    promptKv,
    suffixKv,
    promptStart: [0],
    promptLength: [prompt],
    slot: [0],
    length: [most],
    maxNew: most,
  })
  return {
    program: await attentionDecode(gpu, {
      ...layout,
      qkv: bench.tensor('qkv', [1, qkv.length], qkv),
      promptKv: bench.tensor('prompt', [prompt, kv], promptKv),
      suffixKv: bench.tensor('suffix', [1, most, kv], suffixKv),
      promptStart: one('start', 0),
      promptLength: one('length', prompt),
      slot: one('slot', 0),
      length: one('own', most),
      out,
      rows: bench.extent(1),
      shape,
    }),
    error: () => bench.off(out, expected),
    free: bench.free,
  }
}

/** A gated product of a sequence alone, and of a batch whose backward pass follows. */
export async function buildSteps(gpu: Gpu, shape: StepShape): Promise<ShapeTrial> {
  const [n, k, eps] = [688, 128, 1e-6]
  const random = Random.from(n, k)
  const [b, gain] = [normals(random, n * k), normals(random, k)]
  const bench = new Bench(gpu)
  const [weight, gains] = [bench.tensor('W', [n, k], b), bench.tensor('gain', [k], gain)]
  const trials = [1, 67].map((m) => {
    const x = normals(random, m * k)
    return {
      expected: normedProductReference({ x, gain, eps, b, m, n, k }),
      inner: bench.tensor('inner', [m, n / 2]),
      args: {
        x: bench.tensor('x', [m, k], x),
        weight,
        norm: { gain: gains, eps, rstd: bench.tensor('rstd', [m]), normed: bench.tensor('normed', [m, k]) },
        out: bench.tensor('out', [m, n]),
        rows: bench.extent(m),
        keep: m > 1,
        shape,
      },
    }
  })
  const programs = await Promise.all(trials.map(({ args, inner }) => normedProduct(gpu, { ...args, inner })))
  return {
    program: programs.flat(),
    async error() {
      let worst = 0
      for (const { inner, expected } of trials)
        worst = Math.max(worst, await bench.off(inner, expected.inner, expected.innerScale))
      return worst
    },
    free: bench.free,
  }
}
