// Launchers of products with quantised matrices, forward and for the input's gradient. The matrices have no
// gradient of their own. Equations and proof: shaders/quantised.
import joinSource from '../../shaders/quantised/quantised.join.wgsl?static'
import lanesSource from '../../shaders/quantised/quantised.lanes.wgsl?static'
import matmulSource from '../../shaders/quantised/quantised.matmul.wgsl?static'
import tilesSource from '../../shaders/quantised/quantised.tiles.wgsl?static'
import type { Dispatch, Extent, Gpu, Program, Tensor } from '../gpu'
import { expectRows, expectShape, launch, matrixShape } from './launch'
import { fewRows } from './matmul'
import { quantisedFormats, type QuantisedChunk, type QuantisedMatrix } from './quantised'
import { QUANTISED_BLOCK, quantisedRow, type QuantisedStorage } from './quantisedFormat'
import { shared, sharedUniform } from './shared'
import { expectMatrix, threadGroups } from './threads'
import { addTraffic, productTraffic } from './traffic'
import { kernelsOf, type FrozenManyShape, type FrozenShape } from './variants'

/**
 * Multiply-adds of one dispatch at most: 75 ms of a software adapter; of a GPU so many that a slow one takes
 * as long.
 */
const MOST_WORK = { software: 2 ** 27, hardware: 2 ** 33 } as const
/** Reading four weights costs about as much as multiplying them with this many rows. */
const READ = 4

export interface QuantisedMatmulArgs {
  /** nt: out(R,N) = a(R,K) W^T; nn: out(R,K) = a(R,N) W. */
  readonly form: 'nt' | 'nn'
  readonly a: Tensor
  readonly b: QuantisedMatrix
  readonly out: Tensor
  readonly rows: Extent
  /** (N), in nt. */
  readonly bias?: Tensor | undefined
  /** Shape of out; another buffer. */
  readonly residual?: Tensor | undefined
  readonly accumulate?: boolean
  /** Of up to 8 rows in the form nt; what was chosen for the device when left out. */
  readonly shape?: FrozenShape
  /** Of all other products; what was chosen for the device when left out. */
  readonly many?: FrozenManyShape
  /** Slices of the sum; as many as keep a large device busy when left out. */
  readonly slices?: number
}

/** Rows at most for which lanes lie along the sum. */
const MOST_FEW = 8
/** Lanes of a workgroup, each with so many columns where they lie along the sum. */
const LANES = 256
const COLUMNS_OF_LANE = 4
/** Rows and columns of out that a workgroup makes through workgroup memory. */
const TILE = { rows: 128, columns: 64 } as const
/** Workgroups that keep a large device busy: a sum is cut into slices until there are so many. */
const BUSY = 128
/** Numbers of the sum in a slice at least, through workgroup memory. */
const LEAST_SLICE = 256

/** How a kernel takes part in a product. */
interface Way {
  readonly launch: (gpu: Gpu, args: QuantisedMatmulArgs, part: ChunkPart, way: Way) => Promise<Dispatch>
  /** Rows and columns of out of a workgroup. */
  readonly rows: number
  readonly columns: number
  /** Slices of a sum that are worth their partial sums. */
  readonly mostSlices: (length: number) => number
}

const whole = (): number => 1

/** Bytes of a number with its share of the block's scale. */
function bytesOfOne(storage: QuantisedStorage): number {
  const { numbers, scales } = quantisedRow(storage, 2 * QUANTISED_BLOCK)
  return (4 * (numbers + scales)) / (2 * QUANTISED_BLOCK)
}

/**
 * Columns of a workgroup whose lanes lie along the sum: so many that asking for the rows costs a quarter of
 * asking for the weights at most.
 */
function wideColumns(rows: number, bytes: number): number {
  for (const columns of [32, 64, 128]) if (4 * rows <= columns * bytes * 0.25) return columns
  return 256
}

function wayOf(gpu: Gpu, { form, b, rows, ...args }: QuantisedMatmulArgs): Way {
  const { frozen, frozenMany } = kernelsOf(gpu)
  const shape = args.shape ?? frozen
  if (form === 'nt' && rows.capacity <= MOST_FEW && shape !== 'tile') {
    const together = fewRows(rows)
    const bytes = bytesOfOne(b.storage)
    const narrow = { launch: launchLanes, rows: together, columns: 32, mostSlices: whole }
    if (shape === 'lanes') return narrow
    return {
      ...narrow,
      columns: wideColumns(together, bytes),
      // Written and read again, they may be a tenth of the weights; one row has workgroups enough.
      mostSlices: (length) => (together === 1 ? 1 : Math.floor((0.1 * bytes * length) / (2 * 4 * together))),
    }
  }
  if ((args.many ?? frozenMany) === 'tiles' && rows.capacity > MOST_FEW)
    return { launch: launchTiles, ...TILE, mostSlices: (length) => Math.floor(length / LEAST_SLICE) }
  const [sideX, sideY] = rows.capacity <= 16 ? [64, 1] : [8, 8]
  return { launch: launchRegisters, rows: 8 * sideY, columns: 4 * sideX, mostSlices: whole }
}

interface ChunkPart {
  readonly chunk: QuantisedChunk
  readonly firstRow: number
  readonly rowsAtOnce: number
  readonly first: number
  readonly columns: number
  readonly length: number
  /** Where the sum is cut: matrices (slices,capacity,columns of out). */
  readonly partial: Tensor | undefined
  readonly slices: number
}

export async function quantisedMatmul(gpu: Gpu, args: QuantisedMatmulArgs): Promise<Program> {
  check(args)
  const { form, b, rows } = args
  const [N, K] = b.shape
  const [width, sum] = form === 'nt' ? [N, K] : [K, N]
  const way = wayOf(gpu, args)
  const most = gpu.info.software ? MOST_WORK.software : MOST_WORK.hardware
  // A dispatch takes so many rows of out, and of each chunk's columns so many that both together are not too
  // much.
  const unit = rows.capacity <= 16 ? 8 : Math.max(64, way.rows)
  const rowsAtOnce = Math.max(unit, Math.floor(most / (Math.min(sum, 4096) * 1024) / unit) * unit)
  const groups = Math.ceil(width / way.columns) * Math.ceil(Math.min(rowsAtOnce, rows.capacity) / way.rows)
  // Chunks of nn add their parts of the sum one after another: they are cut already.
  const slices =
    form === 'nn' && b.chunks.length > 1
      ? 1
      : (args.slices ?? Math.max(1, Math.min(Math.floor(BUSY / groups), way.mostSlices(sum))))
  const partial = slices > 1 ? shared(gpu, 'quantised partial', slices * rows.capacity * width) : undefined
  const steps: Promise<Dispatch>[] = []
  for (let firstRow = 0; firstRow < rows.capacity; firstRow += rowsAtOnce) {
    for (const chunk of b.chunks) {
      const columns = form === 'nt' ? chunk.rows : K
      const length = form === 'nt' ? K : chunk.rows
      const part = Math.max(32, Math.floor(most / (Math.min(rowsAtOnce, rows.capacity) * length) / 32) * 32)
      for (let first = 0; first < columns; first += part) {
        const made = Math.min(part, columns - first)
        steps.push(
          way.launch(
            gpu,
            args,
            { chunk, firstRow, rowsAtOnce, first, columns: made, length, partial, slices },
            way,
          ),
        )
      }
    }
  }
  if (partial !== undefined) steps.push(launchJoin(gpu, args, { partial, slices, width }))
  return Promise.all(steps)
}

/** Bits of ADDED in the shaders. */
const addedBits = ({ bias, residual, accumulate }: QuantisedMatmulArgs): number =>
  Number(bias !== undefined) | (2 * Number(residual !== undefined)) | (4 * Number(accumulate === true))

/** As kernels bind them: what is added, what is written (partial sums where there are any), the live rows. */
function resultTensors(
  gpu: Gpu,
  { bias, residual, out, rows }: QuantisedMatmulArgs,
  partial: Tensor | undefined,
): readonly Tensor[] {
  const empty = shared(gpu, 'empty', 64)
  return [bias ?? empty, residual ?? empty, partial ?? out, rows.tensor]
}

const liveOf =
  ({ rows }: QuantisedMatmulArgs, { firstRow, rowsAtOnce }: ChunkPart) =>
  (): number =>
    Math.min(rowsAtOnce, Math.max(0, rows.value - firstRow))

/** Of one part: the partial sums are written here, and read again by the join. */
function trafficOf({ b }: QuantisedMatmulArgs, { columns, length, slices }: ChunkPart, way: Way, m: number) {
  const bytes = bytesOfOne(b.storage)
  const one = productTraffic({ m, n: columns, k: length, rows: way.rows, columns: way.columns, bytes })
  return slices === 1 ? one : { ...one, requested: one.requested + (2 * slices - 1) * 4 * m * columns }
}

/** The operands and the job that `launchRegisters` and `launchTiles` share. */
function manyOperands(gpu: Gpu, args: QuantisedMatmulArgs, part: ChunkPart) {
  const { form, a, b, rows } = args
  const { chunk, firstRow, first, columns, length, partial, slices } = part
  const [N, K] = b.shape
  const nn = form === 'nn'
  const row = quantisedRow(b.storage, K)
  // In nn the chunks' parts of the sum are added up in order; what is added beside them comes with the first.
  const added = !nn || chunk.first === 0 ? addedBits(args) : 4
  const width = nn ? K : N
  const job = [
    columns,
    first,
    length,
    row.blocks,
    chunk.rows * row.numbers,
    nn ? N : K,
    nn ? chunk.first : 0,
    width,
    nn ? 0 : chunk.first,
    firstRow,
    partial === undefined ? added : 0,
    Math.ceil(length / 4 / slices),
    rows.capacity * width,
    0,
    0,
    0,
  ]
  return {
    label: `quantised ${form} ${b.storage} ${nn ? N : K}x${width}`,
    constants: {
      FORMAT: quantisedFormats[b.storage],
      NN: Number(nn),
      VEC4: Number(nn && N % 4 === 0),
    },
    tensors: [chunk.words, a, a, ...resultTensors(gpu, args, partial), sharedUniform(gpu, job)],
  }
}

function launchRegisters(gpu: Gpu, args: QuantisedMatmulArgs, part: ChunkPart, way: Way): Promise<Dispatch> {
  const { columns, length } = part
  const live = liveOf(args, part)
  const { constants, ...operands } = manyOperands(gpu, args, part)
  const [sideX, sideY] = [way.columns / 4, way.rows / 8]
  return launch(gpu, {
    ...operands,
    source: matmulSource,
    constants: { ...constants, SIDE_X: sideX, SIDE_Y: sideY },
    groups: () => [Math.ceil(columns / way.columns), Math.ceil(live() / way.rows), live() > 0 ? 1 : 0],
    work: () => (live() + READ * Math.ceil(live() / 8)) * columns * length,
    traffic: () => trafficOf(args, part, way, live()),
  })
}

function launchTiles(gpu: Gpu, args: QuantisedMatmulArgs, part: ChunkPart, way: Way): Promise<Dispatch> {
  const { columns, length, slices } = part
  const live = liveOf(args, part)
  return launch(gpu, {
    ...manyOperands(gpu, args, part),
    source: tilesSource,
    groups: () => [Math.ceil(columns / way.columns), Math.ceil(live() / way.rows), live() > 0 ? slices : 0],
    work: () => (live() + READ * Math.ceil(live() / way.rows)) * columns * length,
    traffic: () => trafficOf(args, part, way, live()),
  })
}

/** nt with lanes along the sum. */
function launchLanes(gpu: Gpu, args: QuantisedMatmulArgs, part: ChunkPart, way: Way): Promise<Dispatch> {
  const { a, b, rows } = args
  const { chunk, firstRow, first, columns, length, partial, slices } = part
  const [N, K] = b.shape
  const row = quantisedRow(b.storage, K)
  const job = [
    columns,
    first,
    length,
    row.blocks,
    chunk.rows * row.numbers,
    N,
    chunk.first,
    firstRow,
    partial === undefined ? addedBits(args) : 0,
    Math.ceil(row.blocks / slices),
    rows.capacity * N,
    0,
  ]
  const live = liveOf(args, part)
  const lanes = (LANES * COLUMNS_OF_LANE) / way.columns
  return launch(gpu, {
    label: `quantised nt ${b.storage} ${K}x${N}`,
    source: lanesSource,
    constants: {
      FORMAT: quantisedFormats[b.storage],
      ROWS: way.rows,
      LANES: lanes,
      BLOCKWISE: Number(b.storage === 'q4' && lanes < 16),
    },
    tensors: [chunk.words, a, ...resultTensors(gpu, args, partial), sharedUniform(gpu, job), chunk.words],
    groups: () => [Math.ceil(columns / way.columns), Math.ceil(live() / way.rows), slices],
    work: () => (live() + READ) * columns * length,
    traffic: () => trafficOf(args, part, way, live()),
  })
}

/** Ends a product whose sum was cut. */
function launchJoin(
  gpu: Gpu,
  args: QuantisedMatmulArgs,
  { partial, slices, width }: { readonly partial: Tensor; readonly slices: number; readonly width: number },
): Promise<Dispatch> {
  const { rows } = args
  const numbers = (): number => rows.value * width
  return launch(gpu, {
    label: 'quantised join',
    source: joinSource,
    tensors: [
      partial,
      ...resultTensors(gpu, args, undefined),
      sharedUniform(gpu, [width, slices, rows.capacity * width, addedBits(args)]),
    ],
    groups: () => threadGroups(numbers()),
    work: () => (slices + 1) * numbers(),
    // The partial sums are counted where they are written.
    traffic: () => addTraffic(1, numbers()),
  })
}

function check({ form, a, b, out, rows, bias, residual }: QuantisedMatmulArgs): void {
  const op = `quantised ${form}`
  const [N, K] = b.shape
  const [, aColumns] = matrixShape(op, 'a', a)
  const [sum, columns] = form === 'nt' ? [K, N] : [N, K]
  if (aColumns !== sum)
    throw new RangeError(
      `${op}: a "${a.label}" is [${a.shape.join(', ')}], expected ${sum} columns for "${b.label}" [${N}, ${K}]`,
    )
  expectRows(op, 'a', a, rows)
  expectMatrix(op, 'out', out, rows, columns)
  if (bias !== undefined) {
    if (form === 'nn') throw new RangeError(`${op}: an input gradient has no bias`)
    expectShape(op, 'bias', bias, [N])
  }
  if (residual !== undefined) expectMatrix(op, 'residual', residual, rows, columns)
  for (const tensor of [a, bias, residual]) {
    if (tensor?.buffer === out.buffer)
      throw new RangeError(
        `${op}: "${tensor.label}" and out "${out.label}" share a buffer; one dispatch cannot both read and write it`,
      )
  }
}
