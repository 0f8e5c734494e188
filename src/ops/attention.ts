// Launchers of attention over a packed batch, forward and backward. Equations and proof: shaders/attention.
import { at } from '../base/at'
import forward from '../../shaders/attention/attention.fwd.wgsl?static'
import queryBackward from '../../shaders/attention/attention.query.bwd.wgsl?static'
import keyBackward from '../../shaders/attention/attention.key.bwd.wgsl?static'
import weights from '../../shaders/attention/attention.weights.wgsl?static'
import type { Extent, Gpu, Program, Tensor, Traffic } from '../gpu'
import { expectShape, launch } from './launch'
import { expectMatrix, headConstants, qkvWidth, scratch, threadGroups, type HeadLayout } from './threads'
import { attentionTraffic, type AttentionTraffic } from './traffic'
import { kernelsOf, type AttentionVariant } from './variants'

interface AttentionTensors extends HeadLayout {
  /** (R,(H+2K)*D), rotated */
  readonly qkv: Tensor
  /** (R,H*D) */
  readonly out: Tensor
  /** (R,H): log-sum-exp of each row's scores */
  readonly lse: Tensor
  /**
   * u32 (R,4), what each row sees: first row of a shared prefix, one past its last, first row of the row's
   * own sequence; and one past the last row that sees it
   */
  readonly span: Tensor
  readonly rows: Extent
  /** What was chosen for the device when left out; heads of more than 32 channels are always sliced. */
  readonly variant?: AttentionVariant
}

export type AttentionArgs = AttentionTensors

export interface AttentionBackwardArgs extends AttentionTensors {
  /** (R,H*D) */
  readonly dout: Tensor
  /** (R,(H+2K)*D); it is overwritten. */
  readonly dqkv: Tensor
  /** Scratch (R,H); its own when left out. */
  readonly delta?: Tensor
}

/**
 * Rows of a head that one thread takes together where heads are taken whole; two for the keys' gradient,
 * where four are no faster and compile longer.
 */
const TOGETHER = { query: 4, key: 2 } as const
/** Channels of a head that one thread holds. */
const HELD = 32

/**
 * The entry point, and its threads for each head: one for a few rows, or one for each row's slice of the
 * head.
 */
function tiling(
  gpu: Gpu,
  { heads, kvHeads, headDim, variant = kernelsOf(gpu).attention }: AttentionTensors,
): {
  readonly entry: AttentionVariant
  readonly threads: (rows: number, owner: keyof typeof TOGETHER) => number
  /** Rows of a head that a workgroup takes. */
  readonly together: (owner: keyof typeof TOGETHER) => number
} {
  // Neighbouring threads are the heads of a row: a workgroup has a few rows of all of them.
  const owned = { query: heads, key: kvHeads }
  const rowsOf = (each: number, owner: keyof typeof TOGETHER): number => Math.max(1, each / owned[owner])
  if (variant === 'whole' && headDim <= HELD)
    return {
      entry: 'whole',
      threads: (rows, owner) => Math.ceil(rows / TOGETHER[owner]),
      together: (owner) => rowsOf(64 * TOGETHER[owner], owner),
    }
  const slices = Math.ceil(headDim / HELD)
  return {
    entry: 'sliced',
    threads: (rows) => rows * slices,
    together: (owner) => rowsOf(64 / slices, owner),
  }
}

const trafficOf = (
  { rows, heads, headDim }: AttentionTensors,
  together: number,
  matrices: Pick<AttentionTraffic, 'own' | 'walked' | 'walks' | 'products'>,
): Traffic => attentionTraffic({ rows: rows.value, heads, headDim, together, ...matrices })

function check(op: string, args: AttentionTensors): Record<string, number> {
  const { qkv, out, lse, span, rows, heads, headDim } = args
  const constants = headConstants(op, args, 4)
  expectMatrix(op, 'qkv', qkv, rows, qkvWidth(args))
  expectMatrix(op, 'out', out, rows, heads * headDim)
  expectMatrix(op, 'lse', lse, rows, heads)
  expectShape(op, 'span', span, [Math.max(at(span.shape, 0), rows.capacity), 4], 'u32')
  return constants
}

/**
 * Work of one product over all pairs, with sequences taken to be 128 rows long: what they are is known on the
 * GPU alone. A multiply-add counts three times that of a matmul, which loads less for each.
 */
const pairs = ({ rows, heads, headDim }: AttentionTensors): number => 3 * 64 * rows.value * heads * headDim

export async function attention(gpu: Gpu, args: AttentionArgs): Promise<Program> {
  const { qkv, out, lse, span, rows, heads, kvHeads } = args
  const constants = check('attention', args)
  const tile = tiling(gpu, args)
  const { entry, threads } = tile
  const step = await launch(gpu, {
    label: 'attention',
    source: forward,
    entry,
    constants,
    tensors: [qkv, out, lse, span, rows.tensor],
    groups: () => threadGroups(threads(rows.value, 'query') * heads),
    work: () => 2 * pairs(args),
    traffic: () =>
      trafficOf(args, tile.together('query'), {
        own: 2 * heads,
        walked: 2 * kvHeads,
        walks: 2 * heads,
        products: 2,
      }),
  })
  return [step]
}

export interface AttentionWeightsArgs extends Omit<AttentionTensors, 'out'> {
  /** (H,T) with T at least the capacity of rows: the probabilities of the batch's last row. */
  readonly weights: Tensor
}

/** What the last row of a batch attends to, head by head; for looking at. */
export async function attentionWeights(gpu: Gpu, args: AttentionWeightsArgs): Promise<Program> {
  const { qkv, lse, span, weights: out, rows, heads, headDim } = args
  const op = 'attentionWeights'
  const constants = headConstants(op, args, 4)
  expectMatrix(op, 'qkv', qkv, rows, qkvWidth(args))
  expectMatrix(op, 'lse', lse, rows, heads)
  const columns = at(out.shape, 1)
  expectShape(op, 'weights', out, [heads, Math.max(columns, rows.capacity)])
  const step = await launch(gpu, {
    label: op,
    source: weights,
    constants: { ...constants, COLUMNS: columns },
    tensors: [qkv, lse, span, out, rows.tensor],
    groups: () => threadGroups(heads * rows.value),
    work: () => rows.value * heads * headDim,
  })
  return [step]
}

export async function attentionBackward(gpu: Gpu, args: AttentionBackwardArgs): Promise<Program> {
  const { qkv, out, lse, span, dout, dqkv, rows, heads, kvHeads, headDim } = args
  const op = 'attentionBackward'
  const constants = check(op, args)
  expectMatrix(op, 'dout', dout, rows, heads * headDim)
  expectMatrix(op, 'dqkv', dqkv, rows, qkvWidth(args))
  const delta = scratch(gpu, op, args.delta, [rows.capacity, heads])
  const tile = tiling(gpu, args)
  const { entry, threads } = tile
  return Promise.all([
    launch(gpu, {
      label: `${op} query`,
      source: queryBackward,
      entry,
      constants,
      tensors: [qkv, out, lse, dout, span, delta, dqkv, rows.tensor],
      groups: () => threadGroups(threads(rows.value, 'query') * heads),
      work: () => 3 * pairs(args),
      traffic: () =>
        trafficOf(args, tile.together('query'), {
          own: 4 * heads,
          walked: 2 * kvHeads,
          walks: 2 * heads,
          products: 3,
        }),
    }),
    launch(gpu, {
      label: `${op} key`,
      source: keyBackward,
      entry,
      constants,
      tensors: [qkv, lse, dout, delta, span, dqkv, rows.tensor],
      groups: () => threadGroups(threads(rows.value, 'key') * kvHeads),
      work: () => 4 * pairs(args),
      traffic: () =>
        trafficOf(args, tile.together('key'), {
          own: 4 * kvHeads,
          walked: 2 * heads,
          walks: 2 * heads,
          products: 4,
        }),
    }),
  ])
}
