// Quantised matrices: kept on the GPU in f16, 8 or 4 bits, in chunks of rows where one binding cannot hold
// all; writing them, and the embedding look-up. Their products are in quantisedProduct.ts.
import embeddingSource from '../../shaders/quantised/quantised.embedding.wgsl?static'
import type { Extent, Gpu, Program, Tensor } from '../gpu'
import { quantisedRow, type QuantisedStorage, type QuantisedWords } from './quantisedFormat'
import { launch } from './launch'
import { sharedUniform } from './shared'
import { expectMatrix, expectVector, threadGroups } from './threads'
import { addTraffic } from './traffic'

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

/** FORMAT in weights.wgsl. */
export const quantisedFormats = { f16: 1, q8: 2, q4: 3 } as const

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
        constants: { FORMAT: quantisedFormats[table.storage], V: vocabulary, C: width, SCALE: scale },
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
