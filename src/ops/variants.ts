// The variants of the matrix product and of attention, and which of them a device uses: of the product a
// choice by form and number of rows, fixed unless a tuner chose, written as one line so that a run can keep
// it. Knows no timing.
import gemv from '../../shaders/matmul/matmul.gemv.wgsl?static'
import half from '../../shaders/matmul/matmul.half.wgsl?static'
import lanes from '../../shaders/matmul/matmul.lanes.wgsl?static'
import registers from '../../shaders/matmul/matmul.registers.wgsl?static'
import shared from '../../shaders/matmul/matmul.shared.wgsl?static'
import subgroups from '../../shaders/matmul/matmul.subgroups.wgsl?static'
import tall from '../../shaders/matmul/matmul.tall.wgsl?static'
import type { Gpu } from '../gpu'

export type MatmulForm = 'nt' | 'nn' | 'tn'

export interface TiledVariant {
  readonly source: string
  /** Rows and columns of out that a workgroup makes. */
  readonly rows: number
  readonly columns: number
  readonly needs: GPUFeatureName | null
  /** Largest error over the sum of absolute products. */
  readonly tolerance: number
  /** For few rows alone, and then in the form nt. */
  readonly few?: true
}

const F32 = 1e-5
/** Both operands and their product are rounded to 11 bits; the sum is in f32. */
const F16 = 3 * 2 ** -11 + F32

/**
 * registers: 8 rows by 8 columns a thread; tall: 16 by 16; shared: tiles through workgroup memory; subgroups:
 * A handed round between lanes; few: one thread an output, for a row alone; lanes: lanes along the sum, for 1
 * to 8 rows; half: shared in f16.
 */
export const variants = {
  registers: { source: registers, rows: 64, columns: 64, needs: null, tolerance: F32 },
  tall: { source: tall, rows: 64, columns: 32, needs: null, tolerance: F32 },
  shared: { source: shared, rows: 64, columns: 64, needs: null, tolerance: F32 },
  subgroups: { source: subgroups, rows: 8, columns: 256, needs: 'subgroups', tolerance: F32 },
  few: { source: gemv, rows: 1, columns: 64, needs: null, tolerance: F32 },
  lanes: { source: lanes, rows: 8, columns: 32, needs: null, tolerance: F32, few: true },
  half: { source: half, rows: 64, columns: 64, needs: 'shader-f16', tolerance: F16 },
} as const satisfies Record<string, TiledVariant>

export type TiledName = keyof typeof variants
export const tiledNames = Object.keys(variants) as TiledName[]

export const isTiled = (name: string): name is TiledName => Object.hasOwn(variants, name)

/**
 * Products that a choice is made for: the form, and how many rows it can have. Weight gradients always have
 * many.
 */
export const products = ['nt one', 'nt few', 'nt some', 'nt many', 'nn many', 'tn many'] as const
export type Product = (typeof products)[number]

const ONE = 2
const FEW = 8
const SOME = 128

export function productOf(form: MatmulForm, capacity: number): Product {
  if (form !== 'nt') return `${form} many`
  return capacity <= ONE ? 'nt one' : capacity <= FEW ? 'nt few' : capacity <= SOME ? 'nt some' : 'nt many'
}

/**
 * whole: a few rows of a head a thread, which share what they load, for heads of up to 32 channels; sliced:
 * one row and 32
 * channels a thread, fewer registers and more threads, for heads of any size; tiled: blocks of rows and keys
 * through workgroup memory, the heads that share their keys together, for heads of up to 128 channels.
 */
export const attentionVariants = ['whole', 'sliced', 'tiled'] as const
export type AttentionVariant = (typeof attentionVariants)[number]

const oneOf = <Name extends string>(names: readonly Name[], name: string): Name | undefined =>
  names.find((each) => each === name)

/**
 * How rows are worked on, of norms, losses and samples: thread: one thread a row, a head or a slice of it, no
 * barrier; workgroup: neighbouring lanes at neighbouring numbers, with sums through workgroup memory.
 */
export const rowShapes = ['thread', 'workgroup'] as const
export type RowShape = (typeof rowShapes)[number]

/**
 * How a few rows are multiplied with frozen weights: tile: a thread holds a tile of outputs and walks along
 * the sum alone; lanes: lanes lie along the sum, with 32 columns a workgroup; wide: with so many columns that
 * asking for the rows again costs little beside the weights, and the sum in slices where those are few.
 */
export const frozenShapes = ['tile', 'lanes', 'wide'] as const
export type FrozenShape = (typeof frozenShapes)[number]

/**
 * How more rows are multiplied with frozen weights: registers: a thread unpacks what it needs; tiles: both
 * operands go through workgroup memory, and sums are cut into slices where workgroups are few.
 */
export const frozenManyShapes = ['registers', 'tiles'] as const
export type FrozenManyShape = (typeof frozenManyShapes)[number]

/** thread: a head of a row a thread, which walks over all keys; split: keys are cut over workgroups. */
export const decodeShapes = ['thread', 'split'] as const
export type DecodeShape = (typeof decodeShapes)[number]

/**
 * apart: each operation of a layer is a dispatch; fused: a product takes the norm before it and the gate
 * after it with it, and a decoding step's attention the rotation and the cache.
 */
export const stepShapes = ['apart', 'fused'] as const
export type StepShape = (typeof stepShapes)[number]

export interface KernelChoice {
  readonly matmul: Readonly<Record<Product, TiledName>>
  readonly attention: AttentionVariant
  readonly rows: RowShape
  readonly frozen: FrozenShape
  readonly frozenMany: FrozenManyShape
  readonly decode: DecodeShape
  readonly steps: StepShape
  /** Workgroups that keep the device busy: the sum of tn is cut until there are about so many. */
  readonly groups: number
}

/**
 * Enough for a large GPU; a few processors are busy with a few, and every slice more costs a sum (7 % of a
 * training step).
 */
const FIXED_GROUPS = { device: 128, software: 8 } as const

/**
 * What is used where nobody chose: the same on every device of a kind, so that tests and the command line
 * repeat. In software registers are memory anyway and a load is dear; what is held in many registers spills
 * on a GPU.
 */
export function fixedChoice(gpu: Pick<Gpu, 'info'>): KernelChoice {
  const { software } = gpu.info
  const usual = software ? 'tall' : 'registers'
  return {
    matmul: {
      'nt one': software ? 'few' : 'lanes',
      'nt few': software ? 'registers' : 'lanes',
      'nt some': usual,
      'nt many': usual,
      'nn many': usual,
      'tn many': usual,
    },
    attention: software ? 'whole' : 'tiled',
    // Barriers cost a software adapter more than what they save.
    rows: software ? 'thread' : 'workgroup',
    frozen: software ? 'tile' : 'wide',
    frozenMany: software ? 'registers' : 'tiles',
    decode: software ? 'thread' : 'split',
    // What a dispatch costs on a GPU is more than the work that it saves to do something twice.
    steps: software ? 'apart' : 'fused',
    groups: FIXED_GROUPS[software ? 'software' : 'device'],
  }
}

const chosen = new WeakMap<GPUDevice, KernelChoice>()

/** Programs that are built from here on use it. */
export function useKernels(gpu: Gpu, choice: KernelChoice): void {
  chosen.set(gpu.device, choice)
}

export const kernelsOf = (gpu: Gpu): KernelChoice => chosen.get(gpu.device) ?? fixedChoice(gpu)

const shapeNames = ['attention', 'rows', 'frozen', 'decode'] as const

/**
 * `nt one=few; nt few=tall; ...; attention=whole; rows=thread; ...; groups=128`; steps are named where they
 * are fused, frozen weights with many rows where they go through workgroup memory.
 */
export function printKernels({ matmul, groups, steps, frozenMany, ...shapes }: KernelChoice): string {
  return [
    ...products.map((product) => `${product}=${matmul[product]}`),
    ...shapeNames.map((name) => `${name}=${shapes[name]}`),
    ...(frozenMany === 'registers' ? [] : [`frozen many=${frozenMany}`]),
    ...(steps === 'apart' ? [] : [`steps=${steps}`]),
    `groups=${groups}`,
  ].join('; ')
}

/**
 * Null for a line that is no choice, or that names what this device lacks. Lines of before a row alone had
 * its choice count it as few; of before attention had one computed it whole, and of before rows and decoding
 * had one took a thread each.
 */
export function parseKernels(line: string, gpu: Pick<Gpu, 'device'>): KernelChoice | null {
  const given = new Map(
    line.split(';').map((part) => part.trim().split('=', 2) as [string, string | undefined]),
  )
  const groups = Number(given.get('groups'))
  const names = products.map(
    (product) => given.get(product) ?? (product === 'nt one' ? given.get('nt few') : undefined) ?? '',
  )
  if (!Number.isInteger(groups) || groups < 1 || groups > 65535) return null
  const known = names.filter(isTiled)
  const attention = oneOf(attentionVariants, given.get('attention') ?? 'whole')
  const rows = oneOf(rowShapes, given.get('rows') ?? 'thread')
  const frozen = oneOf(frozenShapes, given.get('frozen') ?? 'tile')
  const frozenMany = oneOf(frozenManyShapes, given.get('frozen many') ?? 'registers')
  const decode = oneOf(decodeShapes, given.get('decode') ?? 'thread')
  const steps = oneOf(stepShapes, given.get('steps') ?? 'apart')
  if (known.length < products.length || known.some((name) => !offers(gpu, name))) return null
  if (attention === undefined || rows === undefined || frozen === undefined) return null
  if (frozenMany === undefined || decode === undefined || steps === undefined) return null
  return {
    matmul: Object.fromEntries(products.map((product, i) => [product, known[i]])) as Record<
      Product,
      TiledName
    >,
    attention,
    rows,
    frozen,
    frozenMany,
    decode,
    steps,
    groups,
  }
}

/** A subgroup wider than a workgroup would shuffle from lanes that are not there. */
const MOST_LANES = 64

export function offers({ device }: Pick<Gpu, 'device'>, name: TiledName): boolean {
  const { needs } = variants[name] as TiledVariant
  if (needs === null) return true
  if (!device.features.has(needs)) return false
  return (
    needs !== 'subgroups' ||
    ((device.adapterInfo as { subgroupMaxSize?: number } | undefined)?.subgroupMaxSize ?? Infinity) <=
      MOST_LANES
  )
}
