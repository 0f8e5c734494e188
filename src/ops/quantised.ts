// Launchers of quantised matrices: kept on the GPU in f16, 8 or 4 bits, in chunks of rows where one binding
// cannot hold all; products forward and for the input's gradient, and the embedding look-up. They have no
// gradient of their own.
import embeddingSource from '../../shaders/quantised/quantised.embedding.wgsl?static'
import lanesSource from '../../shaders/quantised/quantised.lanes.wgsl?static'
import matmulSource from '../../shaders/quantised/quantised.matmul.wgsl?static'
import type { Dispatch, Extent, Gpu, Program, Tensor } from '../gpu'
import { QUANTISED_BLOCK, quantisedRow, type QuantisedStorage, type QuantisedWords } from './quantisedFormat'
import { expectRows, expectShape, launch, matrixShape } from './launch'
import { fewRows } from './matmul'
import { shared, sharedUniform } from './shared'
import { expectMatrix, expectVector, threadGroups } from './threads'
import { addTraffic, productTraffic } from './traffic'
import { kernelsOf, type FrozenShape } from './variants'

export interface QuantisedChunk {
  readonly first: number
  readonly rows: number
  /** u32: the rows' numbers, then their scales. */
  readonly words: Tensor
}

/** (N,K): as `b` of a product, or as the table of an embedding. */
export interface QuantisedMatrix {
  readonly storage: QuantisedStorage
  readonly label: string
  readonly shape: readonly [rows: number, columns: number]
  readonly chunks: readonly QuantisedChunk[]
}

const formats = { f16: 1, q8: 2, q4: 3 } as const
/**
 * Multiply-adds of one dispatch at most: 75 ms of a software adapter; of a GPU so many that a slow one takes
 * as long.
 */
const MOST_WORK = { software: 2 ** 27, hardware: 2 ** 33 } as const
/** Reading four weights costs about as much as multiplying them with this many rows. */
const READ = 4

/** Rows of one chunk, a multiple of 4, so that its bytes stay within `most`. */
export function chunkRows(storage: QuantisedStorage, columns: number, most: number): number {
  const { numbers, scales } = quantisedRow(storage, columns)
  return Math.floor(most / (4 * (numbers + scales)) / 4) * 4
}

/** Zeroed; write rows with `writeQuantised`. `most` bytes a chunk, else the device's binding limit. */
export function quantisedMatrix(
  gpu: Gpu,
  label: string,
  storage: QuantisedStorage,
  shape: readonly [number, number],
  most?: number,
): QuantisedMatrix {
  const [rows, columns] = shape
  if (columns % 4 !== 0)
    throw new RangeError(
      `"${label}" has rows of ${columns} numbers; kept as ${storage} they have to be a multiple of 4`,
    )
  const limit = most ?? Math.min(gpu.limits.maxBufferSize, gpu.limits.maxStorageBufferBindingSize)
  const size = chunkRows(storage, columns, limit)
  if (size === 0)
    throw new RangeError(
      `"${label}": four rows of ${columns} numbers do not fit one binding of ${limit} bytes`,
    )
  const row = quantisedRow(storage, columns)
  const chunks = Array.from({ length: Math.ceil(rows / size) }, (_, i) => {
    const first = i * size
    const count = Math.min(size, rows - first)
    return {
      first,
      rows: count,
      words: gpu.tensor(`${label}.${i}`, [count * (row.numbers + row.scales)], 'u32'),
    }
  })
  return { storage, label, shape, chunks }
}

/** Packed rows of the matrix's storage, from row `first` on. */
export function writeQuantised(
  gpu: Gpu,
  { storage, label, shape: [rows, columns], chunks }: QuantisedMatrix,
  first: number,
  { numbers, scales }: QuantisedWords,
): void {
  const row = quantisedRow(storage, columns)
  const count = numbers.length / row.numbers
  if (!Number.isInteger(count) || scales.length !== count * row.scales || first < 0 || first + count > rows) {
    throw new RangeError(
      `"${label}": ${numbers.length} words and ${scales.length} of scales at row ${first} do not fit ${rows} rows of ${columns} as ${storage}`,
    )
  }
  for (const chunk of chunks) {
    const from = Math.max(first, chunk.first)
    const to = Math.min(first + count, chunk.first + chunk.rows)
    if (from >= to) continue
    gpu.write(
      chunk.words,
      numbers.subarray((from - first) * row.numbers, (to - first) * row.numbers),
      (from - chunk.first) * row.numbers,
    )
    if (row.scales > 0)
      gpu.write(
        chunk.words,
        scales.subarray((from - first) * row.scales, (to - first) * row.scales),
        chunk.rows * row.numbers + (from - chunk.first) * row.scales,
      )
  }
}

export function destroyQuantised(gpu: Gpu, { chunks }: QuantisedMatrix): void {
  for (const { words } of chunks) gpu.destroyTensor(words)
}

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
  /** What was chosen for the device when left out; lanes are for up to 8 rows and the form nt. */
  readonly shape?: FrozenShape
}

/** Columns of out that a workgroup makes with its lanes along the sum. */
const LANES_COLUMNS = 32
/** Rows at most for which lanes lie along the sum. */
const MOST_FEW = 8

export async function quantisedMatmul(gpu: Gpu, args: QuantisedMatmulArgs): Promise<Program> {
  check(args)
  const { form, b, rows, shape = kernelsOf(gpu).frozen } = args
  const [N, K] = b.shape
  const launchOne = shape === 'lanes' && form === 'nt' && rows.capacity <= MOST_FEW ? launchLanes : launchPart
  const most = gpu.info.software ? MOST_WORK.software : MOST_WORK.hardware
  const wide = rows.capacity <= 16
  const sum = form === 'nt' ? K : N
  // A dispatch takes so many rows of out, and of each chunk's columns so many that both together are not too
  // much.
  const unit = wide ? 8 : 64
  const rowsAtOnce = Math.max(unit, Math.floor(most / (Math.min(sum, 4096) * 1024) / unit) * unit)
  const steps: Promise<Dispatch>[] = []
  for (let firstRow = 0; firstRow < rows.capacity; firstRow += rowsAtOnce) {
    for (const chunk of b.chunks) {
      const columns = form === 'nt' ? chunk.rows : K
      const length = form === 'nt' ? K : chunk.rows
      const part = Math.max(32, Math.floor(most / (Math.min(rowsAtOnce, rows.capacity) * length) / 32) * 32)
      for (let first = 0; first < columns; first += part) {
        steps.push(
          launchOne(gpu, args, {
            chunk,
            firstRow,
            rowsAtOnce,
            first,
            columns: Math.min(part, columns - first),
            length,
            wide,
          }),
        )
      }
    }
  }
  return Promise.all(steps)
}

/** Bytes of a number with its share of the block's scale. */
function bytesOfOne(storage: QuantisedStorage): number {
  const { numbers, scales } = quantisedRow(storage, 2 * QUANTISED_BLOCK)
  return (4 * (numbers + scales)) / (2 * QUANTISED_BLOCK)
}

interface ChunkPart {
  readonly chunk: QuantisedChunk
  readonly firstRow: number
  readonly rowsAtOnce: number
  readonly first: number
  readonly columns: number
  readonly length: number
  readonly wide: boolean
}

function launchPart(
  gpu: Gpu,
  { form, a, b, out, rows, bias, residual, accumulate }: QuantisedMatmulArgs,
  part: ChunkPart,
): Promise<Dispatch> {
  const [N, K] = b.shape
  const { chunk, firstRow, rowsAtOnce, first, columns, length, wide } = part
  const nn = form === 'nn'
  const row = quantisedRow(b.storage, K)
  // In nn the chunks' parts of the sum are added up in order; what is added beside them comes with the first.
  const begins = !nn || chunk.first === 0
  const added =
    Number(bias !== undefined && begins) |
    (2 * Number(residual !== undefined && begins)) |
    (4 * Number(accumulate === true || !begins))
  const job = [
    columns,
    first,
    length,
    row.blocks,
    chunk.rows * row.numbers,
    nn ? N : K,
    nn ? chunk.first : 0,
    nn ? K : N,
    nn ? 0 : chunk.first,
    firstRow,
    added,
    0,
  ]
  const [sideX, sideY] = wide ? [64, 1] : [8, 8]
  const live = (): number => Math.min(rowsAtOnce, Math.max(0, rows.value - firstRow))
  const empty = shared(gpu, 'empty', 64)
  return launch(gpu, {
    label: `quantised ${form} ${b.storage} ${nn ? N : K}x${nn ? K : N}`,
    source: matmulSource,
    constants: {
      FORMAT: formats[b.storage],
      NN: Number(nn),
      VEC4: Number(nn && N % 4 === 0),
      SIDE_X: sideX,
      SIDE_Y: sideY,
    },
    tensors: [chunk.words, a, a, bias ?? empty, residual ?? empty, out, rows.tensor, sharedUniform(gpu, job)],
    groups: () => [Math.ceil(columns / (4 * sideX)), Math.ceil(live() / (8 * sideY)), live() > 0 ? 1 : 0],
    work: () => (live() + READ * Math.ceil(live() / 8)) * columns * length,
    traffic: () =>
      productTraffic({
        m: live(),
        n: columns,
        k: length,
        rows: 8 * sideY,
        columns: 4 * sideX,
        bytes: bytesOfOne(b.storage),
      }),
  })
}

/** nt with lanes along the sum. */
function launchLanes(
  gpu: Gpu,
  { a, b, out, rows, bias, residual, accumulate }: QuantisedMatmulArgs,
  { chunk, firstRow, rowsAtOnce, first, columns, length }: ChunkPart,
): Promise<Dispatch> {
  const [N, K] = b.shape
  const row = quantisedRow(b.storage, K)
  const added =
    Number(bias !== undefined) | (2 * Number(residual !== undefined)) | (4 * Number(accumulate === true))
  const job = [
    columns,
    first,
    length,
    row.blocks,
    chunk.rows * row.numbers,
    N,
    chunk.first,
    firstRow,
    added,
    0,
    0,
    0,
  ]
  const together = fewRows(rows)
  const live = (): number => Math.min(rowsAtOnce, Math.max(0, rows.value - firstRow))
  const empty = shared(gpu, 'empty', 64)
  return launch(gpu, {
    label: `quantised nt ${b.storage} ${K}x${N}`,
    source: lanesSource,
    constants: { FORMAT: formats[b.storage], ROWS: together },
    tensors: [chunk.words, a, bias ?? empty, residual ?? empty, out, rows.tensor, sharedUniform(gpu, job)],
    groups: () => [Math.ceil(columns / LANES_COLUMNS), Math.ceil(live() / together), 1],
    work: () => (live() + READ) * columns * length,
    traffic: () =>
      productTraffic({
        m: live(),
        n: columns,
        k: length,
        rows: together,
        columns: LANES_COLUMNS,
        bytes: bytesOfOne(b.storage),
      }),
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

export interface QuantisedEmbeddingArgs {
  readonly table: QuantisedMatrix
  readonly token: Tensor
  readonly out: Tensor
  readonly rows: Extent
  readonly scale: number
}

/** out[r] = scale * table[token[r]]. */
export async function quantisedEmbedding(
  gpu: Gpu,
  { table, token, out, rows, scale }: QuantisedEmbeddingArgs,
): Promise<Program> {
  const [vocabulary, width] = table.shape
  expectVector('quantised embedding', 'token', token, rows, 'u32')
  expectMatrix('quantised embedding', 'out', out, rows, width)
  const row = quantisedRow(table.storage, width)
  return Promise.all(
    table.chunks.map((chunk) =>
      launch(gpu, {
        label: `quantised embedding ${table.storage}`,
        source: embeddingSource,
        constants: { FORMAT: formats[table.storage], V: vocabulary, C: width, SCALE: scale },
        tensors: [
          chunk.words,
          token,
          out,
          rows.tensor,
          sharedUniform(gpu, [chunk.rows, chunk.first, row.blocks, chunk.rows * row.numbers]),
        ],
        groups: () => threadGroups((rows.value * width) / 4),
        work: () => rows.value * width * 8,
        traffic: () => addTraffic(2, rows.value * width),
      }),
    ),
  )
}
