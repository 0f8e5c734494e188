// Launchers of attention over a packed batch, forward and backward. Equations and proof: shaders/attention.
import { at } from '../base/at'
import forward from '../../shaders/attention/attention.fwd.wgsl?static'
import queryBackward from '../../shaders/attention/attention.query.bwd.wgsl?static'
import keyBackward from '../../shaders/attention/attention.key.bwd.wgsl?static'
import tiledForward from '../../shaders/attention/attention.tiled.fwd.wgsl?static'
import tiledKeyBackward from '../../shaders/attention/attention.tiled.key.bwd.wgsl?static'
import tiledQueryBackward from '../../shaders/attention/attention.tiled.query.bwd.wgsl?static'
import weights from '../../shaders/attention/attention.weights.wgsl?static'
import type { Extent, Gpu, Groups, Program, Tensor, Traffic } from '../gpu'
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
  /**
   * What was chosen for the device when left out; heads of more than 32 channels are never whole, of more
   * than 128 always sliced.
   */
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

/** Channels of a head that tiles hold, and units of a workgroup (UNITS and BLOCK in tiles.wgsl). */
const TILED = { headDim: 128, query: 64, key: 32 } as const

type Owner = keyof typeof TOGETHER

interface Tiling {
  /** Through workgroup memory; else the entry point for a thread a row, or a few. */
  readonly entry: AttentionVariant
  readonly groups: (owner: Owner) => Groups
  /** Rows of a head that a workgroup takes, and heads' matrices that it walks over with all its heads. */
  readonly together: (owner: Owner) => number
  readonly walks: (owner: Owner) => number
}

function tiling(gpu: Gpu, args: AttentionTensors): Tiling {
  const { rows, heads, kvHeads, headDim, variant = kernelsOf(gpu).attention } = args
  const sharing = heads / kvHeads
  if (variant === 'tiled' && headDim <= TILED.headDim && sharing <= TILED.query) {
    const together = (owner: Owner): number =>
      owner === 'query' ? Math.floor(TILED.query / sharing) : TILED.key
    return {
      entry: 'tiled',
      groups: (owner) => [Math.ceil(rows.value / together(owner)), kvHeads, 1],
      together,
      walks: (owner) => 2 * (owner === 'query' ? kvHeads : heads),
    }
  }
  // Neighbouring threads are the heads of a row: a workgroup has a few rows of all of them.
  const owned = { query: heads, key: kvHeads }
  const threads = (each: (owner: Owner) => number, taken: (owner: Owner) => number) => ({
    groups: (owner: Owner): Groups => threadGroups(each(owner) * owned[owner]),
    together: (owner: Owner): number => Math.max(1, taken(owner) / owned[owner]),
    walks: () => 2 * heads,
  })
  if (variant === 'whole' && headDim <= HELD)
    return {
      entry: 'whole',
      ...threads(
        (owner) => Math.ceil(rows.value / TOGETHER[owner]),
        (owner) => 64 * TOGETHER[owner],
      ),
    }
  const slices = Math.ceil(headDim / HELD)
  return {
    entry: 'sliced',
    ...threads(
      () => rows.value * slices,
      () => 64 / slices,
    ),
  }
}

/** Source and entry point of a kernel by its tiling. */
const kernelOf = (
  { entry }: Tiling,
  threads: string,
  tiled: string,
): { readonly source: string; readonly entry: string } =>
  entry === 'tiled' ? { source: tiled, entry: 'main' } : { source: threads, entry }

const trafficOf = (
  { rows, heads, headDim }: AttentionTensors,
  tile: Tiling,
  owner: Owner,
  matrices: Pick<AttentionTraffic, 'own' | 'walked' | 'products'>,
): Traffic =>
  attentionTraffic({
    rows: rows.value,
    heads,
    headDim,
    together: tile.together(owner),
    walks: tile.walks(owner),
    ...matrices,
  })

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
  const step = await launch(gpu, {
    label: 'attention',
    ...kernelOf(tile, forward, tiledForward),
    constants,
    tensors: [qkv, out, lse, span, rows.tensor],
    groups: () => tile.groups('query'),
    work: () => 2 * pairs(args),
    traffic: () => trafficOf(args, tile, 'query', { own: 2 * heads, walked: 2 * kvHeads, products: 2 }),
  })
  return [step]
}

export interface AttentionWeightsArgs extends Omit<AttentionTensors, 'out'> {
  /** (H,Q,T) with T at least the capacity of rows: the probabilities of the batch's last Q rows. */
  readonly weights: Tensor
}

/** What the last rows of a batch attend to, head by head; for looking at. */
export async function attentionWeights(gpu: Gpu, args: AttentionWeightsArgs): Promise<Program> {
  const { qkv, lse, span, weights: out, rows, heads, headDim } = args
  const op = 'attentionWeights'
  const constants = headConstants(op, args, 4)
  expectMatrix(op, 'qkv', qkv, rows, qkvWidth(args))
  expectMatrix(op, 'lse', lse, rows, heads)
  const [queries, columns] = [at(out.shape, 1), at(out.shape, 2)]
  expectShape(op, 'weights', out, [heads, queries, Math.max(columns, rows.capacity)])
  const step = await launch(gpu, {
    label: op,
    source: weights,
    constants: { ...constants, QUERIES: queries, COLUMNS: columns },
    tensors: [qkv, lse, span, out, rows.tensor],
    groups: () => threadGroups(heads * Math.min(queries, rows.value) * rows.value),
    work: () => Math.min(queries, rows.value) * rows.value * heads * headDim,
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
  return Promise.all([
    launch(gpu, {
      label: `${op} query`,
      ...kernelOf(tile, queryBackward, tiledQueryBackward),
      constants,
      tensors: [qkv, out, lse, dout, span, delta, dqkv, rows.tensor],
      groups: () => tile.groups('query'),
      work: () => 3 * pairs(args),
      traffic: () => trafficOf(args, tile, 'query', { own: 4 * heads, walked: 2 * kvHeads, products: 3 }),
    }),
    launch(gpu, {
      label: `${op} key`,
      ...kernelOf(tile, keyBackward, tiledKeyBackward),
      constants,
      tensors: [qkv, lse, dout, delta, span, dqkv, rows.tensor],
      groups: () => tile.groups('key'),
      work: () => 4 * pairs(args),
      traffic: () => trafficOf(args, tile, 'key', { own: 4 * kvHeads, walked: 2 * heads, products: 4 }),
    }),
  ])
}
