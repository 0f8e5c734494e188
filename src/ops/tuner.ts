// Chooses the device's kernels by timing them: every variant that the device offers is first held against the
// reference in f64 on odd shapes, and only what passes is timed. Knows no vendor; where it keeps its choice
// is the caller's.
import { get } from '../base/at'
import { Random } from '../base/random'
import type { Gpu, Program, Tensor } from '../gpu'
import { matmulReference } from '../../shaders/matmul/matmul.ref'
import { compare } from '../../shaders/testing/compareArrays'
import { attentionError, buildAttention, type AttentionWork } from './attentionTuner'
import { matmul } from './matmul'
import { deviceTime } from './roofline'
import {
  buildDecode,
  buildFrozen,
  buildFrozenMany,
  buildRows,
  buildSteps,
  type ShapeTrial,
} from './shapeTuner'
import {
  attentionVariants,
  decodeShapes,
  fixedChoice,
  frozenManyShapes,
  frozenShapes,
  offers,
  products,
  rowShapes,
  stepShapes,
  tiledNames,
  variants,
  type AttentionVariant,
  type KernelChoice,
  type MatmulForm,
  type Product,
  type TiledName,
} from './variants'

interface VariantTime<Variant> {
  readonly variant: Variant
  /** Null for one that gave wrong results. */
  readonly ms: number | null
}

export interface TuningResult {
  readonly choice: KernelChoice
  readonly times: readonly (VariantTime<TiledName> & { readonly product: Product })[]
  readonly attention: readonly VariantTime<AttentionVariant>[]
  /** Of rows, frozen weights, decoding, and how finely sums are cut. */
  readonly shapes: readonly ShapeTime[]
}

export interface ShapeTime extends VariantTime<string> {
  readonly kernel: 'rows' | 'frozen' | 'frozen many' | 'decode' | 'steps' | 'groups'
}

export interface TuneOptions {
  /** Called after each variant. */
  readonly progress?: (done: number, total: number) => void
  /**
   * Largest error over the sum of absolute products that a variant may have to be chosen: that of f32 unless
   * said otherwise.
   */
  readonly tolerance?: number
  /** No variant is begun after so many milliseconds; products that are left keep their usual one. */
  readonly limit?: number
}

interface Shape {
  readonly m: number
  readonly n: number
  readonly k: number
}

/** What is timed: shapes of the built-in models' layers. */
const TIMED: Readonly<Record<Product, Shape>> = {
  'nt one': { m: 1, n: 384, k: 128 },
  'nt few': { m: 8, n: 384, k: 128 },
  'nt some': { m: 64, n: 384, k: 128 },
  'nt many': { m: 512, n: 384, k: 128 },
  'nn many': { m: 512, n: 128, k: 384 },
  'tn many': { m: 384, n: 128, k: 512 },
}

/** A batch of the built-in models' training. */
const ATTENTION: AttentionWork = { lengths: [128, 128, 128, 128], heads: 4, kvHeads: 2, headDim: 32 }

/** What is held against the reference: whole vectors, odd sizes, and a sum that is cut into slices. */
const GATE: Readonly<Record<MatmulForm, readonly Shape[]>> = {
  nt: [
    { m: 9, n: 36, k: 20 },
    { m: 11, n: 67, k: 13 },
  ],
  nn: [
    { m: 9, n: 36, k: 20 },
    { m: 11, n: 67, k: 13 },
  ],
  tn: [
    { m: 20, n: 36, k: 300 },
    { m: 11, n: 67, k: 29 },
  ],
}

const F32 = 1e-5
/** Repeats of a timed product in one measurement, and measurements of which the best counts. */
const COPIES = 4
const MEASUREMENTS = 3
/**
 * Another way has to be this much faster than the one at hand: less is noise, and every change costs
 * pipelines.
 */
const WORTH = 0.93

const formOf = (product: Product): MatmulForm =>
  product.startsWith('nt') ? 'nt' : product.startsWith('nn') ? 'nn' : 'tn'

interface ProductTrial {
  readonly program: Program
  readonly out: Tensor
  readonly a: Float32Array
  readonly b: Float32Array
  free(): void
}

async function build(
  gpu: Gpu,
  form: MatmulForm,
  variant: TiledName,
  { m, n, k }: Shape,
  groups?: number,
): Promise<ProductTrial> {
  const random = Random.from(m, n, k)
  const draw = (count: number): Float32Array => Float32Array.from({ length: count }, () => random.normal())
  const [a, b] = [draw(m * k), draw(k * n)]
  const left = gpu.tensor('tune a', form === 'tn' ? [k, m] : [m, k])
  const right = gpu.tensor('tune b', form === 'nt' ? [n, k] : [k, n])
  const out = gpu.tensor('tune out', [m, n])
  const rows = gpu.extent('tune rows', form === 'tn' ? k : m)
  gpu.write(left, a)
  gpu.write(right, b)
  gpu.setExtent(rows, rows.capacity)
  const tensors = [left, right, out, rows.tensor]
  const free = (): void => {
    for (const tensor of tensors) gpu.destroyTensor(tensor)
  }
  try {
    return {
      program: await matmul(gpu, { form, variant, a: left, b: right, out, rows, groups }),
      out,
      a,
      b,
      free,
    }
  } catch (error) {
    free()
    throw error
  }
}

/** Infinity for a variant that does not even compile. */
async function gated(error: () => Promise<number>): Promise<number> {
  try {
    return await error()
  } catch (failed) {
    // A lost device or a refused command is no matter of this variant.
    if (!(failed instanceof Error) || failed.name !== 'ShaderError') throw failed
    return Infinity
  }
}

/**
 * Largest error over the sum of absolute products; Infinity where anything is not finite or the variant does
 * not even compile.
 */
export const gateError = (gpu: Gpu, form: MatmulForm, variant: TiledName): Promise<number> =>
  gated(async () => {
    let worst = 0
    for (const shape of GATE[form]) {
      const built = await build(gpu, form, variant, shape)
      gpu.run(built.program)
      const found = await gpu.readFloats(built.out)
      built.free()
      const { out, scale } = matmulReference(form, built.a, built.b, shape)
      worst = Math.max(worst, compare('', found, out, scale).maxRatio)
    }
    return worst
  })

/** As `gateError`, over the largest magnitude of the output and of the gradient. */
export const attentionGateError = (gpu: Gpu, variant: AttentionVariant): Promise<number> =>
  gated(() => attentionError(gpu, variant))

/** As `gateError`, of a shape of rows, of frozen weights or of decoding. */
export const shapeGateError = <Shape>(
  gpu: Gpu,
  shape: Shape,
  build: (gpu: Gpu, shape: Shape) => Promise<ShapeTrial>,
): Promise<number> =>
  gated(async () => {
    const trial = await build(gpu, shape)
    try {
      gpu.run(trial.program)
      return await trial.error()
    } finally {
      trial.free()
    }
  })

/** Milliseconds of the program, which is freed. */
async function time(gpu: Gpu, built: { readonly program: Program; free(): void }): Promise<number> {
  const program = Array.from({ length: COPIES }, () => built.program).flat()
  let best = Infinity
  for (let i = 0; i < MEASUREMENTS; i++) best = Math.min(best, (await deviceTime(gpu, program)) / COPIES)
  built.free()
  return best
}

const GROUPS: readonly number[] = [8, 32, 128, 512]

/**
 * Every variant on every product that it is for: `few` and `lanes` for few rows alone. Lanes along the sum
 * are not tried in software, where every barrier of theirs is dear.
 */
function candidatesOf(gpu: Gpu, product: Product): TiledName[] {
  const few = product === 'nt one' || product === 'nt few'
  return tiledNames.filter(
    (name) =>
      offers(gpu, name) &&
      (few || (name !== 'few' && name !== 'lanes')) &&
      !(name === 'lanes' && gpu.info.software),
  )
}

export async function tune(
  gpu: Gpu,
  { progress = () => undefined, tolerance = F32, limit = Infinity }: TuneOptions = {},
): Promise<TuningResult> {
  const fixed = fixedChoice(gpu)
  const work = products.flatMap((product) =>
    candidatesOf(gpu, product).map((variant) => ({ product, variant })),
  )
  const errors = new Map<string, number>()
  const times: (VariantTime<TiledName> & { product: Product })[] = []
  const attention: VariantTime<AttentionVariant>[] = []
  // Tiles wait at barriers, which are dear in software.
  const attentions = attentionVariants.filter((name) => name !== 'tiled' || !gpu.info.software)
  const shapes = [rowShapes, frozenShapes, frozenManyShapes, decodeShapes, stepShapes].flat()
  const shapeTrials = gpu.info.software ? 0 : shapes.length
  const otherGroups = GROUPS.filter((groups) => groups !== fixed.groups)
  const total = work.length + attentions.length + otherGroups.length + shapeTrials
  let done = 0
  const step = (): void => progress((done += 1), total)
  const began = performance.now()
  const over = (): boolean => performance.now() - began > limit
  for (const { product, variant } of work) {
    if (over()) break
    const form = formOf(product)
    const key = `${form} ${variant}`
    // A variant that is less exact by its own nature need not be held against the reference to be left out.
    if (!errors.has(key))
      errors.set(
        key,
        variants[variant].tolerance > tolerance ? Infinity : await gateError(gpu, form, variant),
      )
    const passed = get(errors, key) <= tolerance
    times.push({
      product,
      variant,
      ms: passed ? await time(gpu, await build(gpu, form, variant, TIMED[product])) : null,
    })
    step()
  }
  for (const variant of attentions) {
    if (over()) break
    const passed = (await attentionGateError(gpu, variant)) <= tolerance
    attention.push({
      variant,
      ms: passed ? await time(gpu, await buildAttention(gpu, variant, ATTENTION)) : null,
    })
    step()
  }
  // In software only threads are used, whose barriers would be dear: nothing is to be chosen.
  const shapeTimes: ShapeTime[] = []
  const bestShape = async <Shape extends string>(
    kernel: ShapeTime['kernel'],
    shapes: readonly Shape[],
    usual: Shape,
    build: (gpu: Gpu, shape: Shape, timed?: boolean) => Promise<ShapeTrial>,
  ): Promise<Shape> => {
    const known: VariantTime<Shape>[] = []
    for (const variant of gpu.info.software ? [] : shapes) {
      if (over()) break
      const passed = (await shapeGateError(gpu, variant, build)) <= tolerance
      const timed = { variant, ms: passed ? await time(gpu, await build(gpu, variant, true)) : null }
      known.push(timed)
      shapeTimes.push({ kernel, ...timed })
      step()
    }
    return best(known, usual)
  }
  const choice = {
    matmul: Object.fromEntries(
      products.map((product) => [
        product,
        best(
          times.filter((one) => one.product === product),
          fixed.matmul[product],
        ),
      ]),
    ) as Record<Product, TiledName>,
    attention: best(attention, fixed.attention),
    rows: await bestShape('rows', rowShapes, fixed.rows, buildRows),
    frozen: await bestShape('frozen', frozenShapes, fixed.frozen, buildFrozen),
    frozenMany: await bestShape('frozen many', frozenManyShapes, fixed.frozenMany, buildFrozenMany),
    decode: await bestShape('decode', decodeShapes, fixed.decode, buildDecode),
    steps: await bestShape('steps', stepShapes, fixed.steps, buildSteps),
    groups: fixed.groups,
  }
  if (over()) {
    progress(total, total)
    return { choice, times, attention, shapes: shapeTimes }
  }
  const groups = await bestGroups(gpu, choice.matmul['tn many'], fixed.groups, otherGroups, (count, ms) => {
    shapeTimes.push({ kernel: 'groups', variant: String(count), ms })
    if (count !== fixed.groups) step()
  })
  return { choice: { ...choice, groups }, times, attention, shapes: shapeTimes }
}

/**
 * The fastest that passed, unless the usual one is about as fast, or was not reached: then it is not known to
 * be slower.
 */
export function best<Variant extends string>(
  times: readonly VariantTime<Variant>[],
  usual: Variant,
): Variant {
  const passed = times.filter((one): one is { variant: Variant; ms: number } => one.ms !== null)
  const fastest = passed.reduce<{ variant: Variant; ms: number } | undefined>(
    (a, b) => (a === undefined || b.ms < a.ms ? b : a),
    undefined,
  )
  const known = times.find(({ variant }) => variant === usual)
  if (fastest === undefined || known === undefined) return usual
  return known.ms !== null && fastest.ms > WORTH * known.ms ? usual : fastest.variant
}

/** How finely the sum of a weight gradient is cut; `timed` hears of every way. */
async function bestGroups(
  gpu: Gpu,
  variant: TiledName,
  usual: number,
  others: readonly number[],
  timed: (groups: number, ms: number) => void,
): Promise<number> {
  const timeOf = async (groups: number): Promise<number> => {
    const ms = await time(gpu, await build(gpu, 'tn', variant, TIMED['tn many'], groups))
    timed(groups, ms)
    return ms
  }
  let chosen = { groups: usual, ms: await timeOf(usual) }
  for (const groups of others) {
    const ms = await timeOf(groups)
    if (ms < WORTH * chosen.ms) chosen = { groups, ms }
  }
  return chosen.groups
}
