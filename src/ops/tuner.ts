// Chooses the device's kernels by timing them: every variant that the device offers is first held against the reference in
// f64 on odd shapes, and only what passes is timed. Knows no vendor; where it keeps its choice is the caller's.
import { Random } from '../base/random'
import type { Gpu, Program, Tensor } from '../gpu'
import { matmulReference } from '../../shaders/matmul/matmul.ref'
import { matmul } from './matmul'
import { deviceTime } from './roofline'
import { fixedChoice, offers, products, tiledNames, variants, type KernelChoice, type MatmulForm, type Product, type TiledName } from './variants'

export interface Tuning {
  readonly choice: KernelChoice
  /** Milliseconds by product and variant; null for one that gave wrong results. */
  readonly times: readonly { readonly product: Product; readonly variant: TiledName; readonly ms: number | null }[]
}

export interface TuneOptions {
  /** Called after each variant. */
  readonly progress?: (done: number, total: number) => void
  /** Largest error over the sum of absolute products that a variant may have to be chosen: that of f32 unless said otherwise. */
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

/** What is held against the reference: whole vectors, odd sizes, and a sum that is cut into slices. */
const GATE: Readonly<Record<MatmulForm, readonly Shape[]>> = {
  nt: [{ m: 9, n: 36, k: 20 }, { m: 11, n: 67, k: 13 }],
  nn: [{ m: 9, n: 36, k: 20 }, { m: 11, n: 67, k: 13 }],
  tn: [{ m: 20, n: 36, k: 300 }, { m: 11, n: 67, k: 29 }],
}

const F32 = 1e-5
/** Repeats of a timed product in one measurement, and measurements of which the best counts. */
const COPIES = 4
const MEASUREMENTS = 3
/** Another way has to be this much faster than the one at hand: less is noise, and every change costs pipelines. */
const WORTH = 0.93

const formOf = (product: Product): MatmulForm => (product.startsWith('nt') ? 'nt' : product.startsWith('nn') ? 'nn' : 'tn')

interface Built {
  readonly program: Program
  readonly out: Tensor
  readonly a: Float32Array
  readonly b: Float32Array
  free(): void
}

async function build(gpu: Gpu, form: MatmulForm, variant: TiledName, { m, n, k }: Shape, groups?: number): Promise<Built> {
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
  const free = (): void => { for (const tensor of tensors) gpu.destroyTensor(tensor) }
  try {
    return { program: await matmul(gpu, { form, variant, a: left, b: right, out, rows, groups }), out, a, b, free }
  } catch (error) {
    free()
    throw error
  }
}

/** Largest error over the sum of absolute products; Infinity where anything is not finite or the variant does not even compile. */
export async function gateError(gpu: Gpu, form: MatmulForm, variant: TiledName): Promise<number> {
  let worst = 0
  for (const shape of GATE[form]) {
    try {
      const built = await build(gpu, form, variant, shape)
      gpu.run(built.program)
      const [bytes] = await gpu.read([built.out])
      built.free()
      const actual = new Float32Array(bytes ?? new ArrayBuffer(0))
      const { out, scale } = matmulReference(form, built.a, built.b, shape)
      out.forEach((value, i) => {
        const error = Math.abs((actual[i] ?? NaN) - value) / Math.max(scale[i] ?? 0, 1e-30)
        worst = Math.max(worst, Number.isFinite(error) ? error : Infinity)
      })
    } catch (error) {
      // A lost device or a refused command is no matter of this variant.
      if (!(error instanceof Error) || error.name !== 'ShaderError') throw error
      return Infinity
    }
  }
  return worst
}

async function time(gpu: Gpu, form: MatmulForm, variant: TiledName, shape: Shape, groups?: number): Promise<number> {
  const built = await build(gpu, form, variant, shape, groups)
  const program = Array.from({ length: COPIES }, () => built.program).flat()
  let best = Infinity
  for (let i = 0; i < MEASUREMENTS; i++) best = Math.min(best, (await deviceTime(gpu, program)) / COPIES)
  built.free()
  return best
}

const GROUPS: readonly number[] = [8, 32, 128, 512]

/** Every variant on every product that it is for; `few` alone is for few rows, and they are for no tile. */
function candidatesOf(gpu: Gpu, product: Product): TiledName[] {
  return tiledNames.filter((name) => offers(gpu, name) && (name !== 'few' || product === 'nt one' || product === 'nt few'))
}

export async function tune(gpu: Gpu, { progress = () => undefined, tolerance = F32, limit = Infinity }: TuneOptions = {}): Promise<Tuning> {
  const fixed = fixedChoice(gpu)
  const work = products.flatMap((product) => candidatesOf(gpu, product).map((variant) => ({ product, variant })))
  const errors = new Map<string, number>()
  const times: { product: Product; variant: TiledName; ms: number | null }[] = []
  const otherGroups = GROUPS.filter((groups) => groups !== fixed.groups)
  const total = work.length + otherGroups.length
  const began = performance.now()
  const over = (): boolean => performance.now() - began > limit
  for (const { product, variant } of work) {
    if (over()) break
    const form = formOf(product)
    const key = `${form} ${variant}`
    // A variant that is less exact by its own nature need not be held against the reference to be left out.
    if (!errors.has(key)) errors.set(key, variants[variant].tolerance > tolerance ? Infinity : await gateError(gpu, form, variant))
    const passed = (errors.get(key) ?? Infinity) <= tolerance
    times.push({ product, variant, ms: passed ? await time(gpu, form, variant, TIMED[product]) : null })
    progress(times.length, total)
  }
  const matmulChoice = Object.fromEntries(products.map((product) => [product, best(times.filter((one) => one.product === product), fixed.matmul[product])])) as Record<Product, TiledName>
  if (over()) {
    progress(total, total)
    return { choice: { matmul: matmulChoice, groups: fixed.groups }, times }
  }
  const groups = await bestGroups(gpu, matmulChoice['tn many'], fixed.groups, otherGroups, (done) => progress(work.length + done, total))
  return { choice: { matmul: matmulChoice, groups }, times }
}

/** The fastest that passed, unless the usual one is about as fast. */
export function best(times: readonly { readonly variant: TiledName; readonly ms: number | null }[], usual: TiledName): TiledName {
  const passed = times.filter((one): one is { variant: TiledName; ms: number } => one.ms !== null)
  const fastest = passed.reduce<{ variant: TiledName; ms: number } | undefined>((a, b) => (a === undefined || b.ms < a.ms ? b : a), undefined)
  const known = passed.find(({ variant }) => variant === usual)
  if (fastest === undefined) return usual
  return known !== undefined && fastest.ms > WORTH * known.ms ? usual : fastest.variant
}

/** How finely the sum of a weight gradient is cut. */
async function bestGroups(gpu: Gpu, variant: TiledName, usual: number, others: readonly number[], done: (count: number) => void): Promise<number> {
  const shape = TIMED['tn many']
  let chosen = { groups: usual, ms: await time(gpu, 'tn', variant, shape, usual) }
  for (const [i, groups] of others.entries()) {
    const ms = await time(gpu, 'tn', variant, shape, groups)
    if (ms < WORTH * chosen.ms) chosen = { groups, ms }
    done(i + 1)
  }
  return chosen.groups
}
