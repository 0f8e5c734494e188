// GGUF (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md): a header of metadata and tensor places,
// then the tensors. Files come from strangers: everything that the header claims is held against the file
// before memory is taken.
// `@huggingface/gguf` reads headers too, but only over `fetch`; it keeps the last of two equal names,
// shortens a string that the file cuts off, and looks at no tensor's place, so the reading is done here and
// its tests compare with it.
import { last } from '../base/at'
import { ok, type Result } from '../base/result'
import { fail, problem, ProblemError } from '../problems'
import { blockShapes, bytesOfNumbers } from './blocks'
import type { TensorType } from './blockTypes'
import { readBytes } from './bytes'
import { Cursor, MoreBytesNeededError, type GgufValue } from './ggufCursor'
import { expectRows, infoOf, rowBytes, type TensorInfo, type TensorSource } from './tensors'

export type { GgufValue } from './ggufCursor'

export interface GgufTensor extends TensorInfo {
  /** Bytes of the file, from and to. */
  readonly begin: number
  readonly end: number
}

export interface Gguf {
  readonly metadata: ReadonlyMap<string, GgufValue>
  readonly tensors: ReadonlyMap<string, GgufTensor>
}

/** ggml's numbers of the types that can be read, and the names of some that cannot. */
const types: ReadonlyMap<number, TensorType> = new Map([
  [0, 'F32'],
  [1, 'F16'],
  [2, 'Q4_0'],
  [3, 'Q4_1'],
  [6, 'Q5_0'],
  [7, 'Q5_1'],
  [8, 'Q8_0'],
  [10, 'Q2_K'],
  [11, 'Q3_K'],
  [12, 'Q4_K'],
  [13, 'Q5_K'],
  [14, 'Q6_K'],
  [20, 'IQ4_NL'],
  [23, 'IQ4_XS'],
  [30, 'BF16'],
])
const otherTypes: Readonly<Record<number, string>> = {
  9: 'Q8_1',
  15: 'Q8_K',
  16: 'IQ2_XXS',
  17: 'IQ2_XS',
  18: 'IQ3_XXS',
  19: 'IQ1_S',
  21: 'IQ3_S',
  22: 'IQ2_S',
  28: 'F64',
  29: 'IQ1_M',
  34: 'TQ1_0',
  35: 'TQ2_0',
  39: 'MXFP4',
}

/** No header is longer: the largest known have 20 MB. */
const MOST_HEADER_BYTES = 1 << 28
const FIRST_READ = 1 << 20
const MAGIC = 0x46554747 // "GGUF"
const MOST_DIMENSIONS = 4
/** Far above any model that fits a GPU. */
const MOST_TENSORS = 1 << 16
const MOST_VALUES = 1 << 16

export async function readGguf(blob: Blob): Promise<Result<Gguf>> {
  let wanted = FIRST_READ
  for (;;) {
    const bytes = await readBytes(blob, 0, Math.min(blob.size, wanted))
    try {
      return ok(parse(new Cursor(bytes, blob.size), blob.size))
    } catch (thrown) {
      if (thrown instanceof ProblemError) return { ok: false, error: thrown.problem }
      if (!(thrown instanceof MoreBytesNeededError)) throw thrown
      if (thrown.bytes > MOST_HEADER_BYTES) return fail('gguf-header', { megabytes: MOST_HEADER_BYTES >> 20 })
      wanted = Math.max(2 * wanted, thrown.bytes)
    }
  }
}

function parse(cursor: Cursor, fileBytes: number): Gguf {
  if (cursor.u32('its first word') !== MAGIC) throw new ProblemError(problem('gguf-magic'))
  const version = cursor.u32('its version')
  if (version === 0x02000000 || version === 0x03000000) throw new ProblemError(problem('gguf-endian'))
  if (version !== 2 && version !== 3) throw new ProblemError(problem('gguf-version', { version }))
  // Least bytes: a tensor is a name's length, dimensions, one of them, type, place; a value a name's length,
  // type, one byte.
  const tensorCount = cursor.count('the number of tensors', 8 + 4 + 8 + 4 + 8, MOST_TENSORS)
  const valueCount = cursor.count('the number of metadata values', 8 + 4 + 1, MOST_VALUES)
  const metadata = new Map<string, GgufValue>()
  for (let i = 0; i < valueCount; i++) {
    const key = cursor.string(`the name of metadata value ${i}`)
    if (metadata.has(key)) throw new ProblemError(problem('gguf-key-twice', { key }))
    metadata.set(key, cursor.value(cursor.u32(`the type of "${key}"`), `"${key}"`))
  }
  const places = Array.from({ length: tensorCount }, (_, i) => readPlace(cursor, i))
  const alignment = alignmentOf(metadata)
  const dataStart = Math.ceil(cursor.at / alignment) * alignment
  const tensors = new Map<string, GgufTensor>()
  for (const { offset, bytes, ...info } of places) {
    if (tensors.has(info.name)) throw new ProblemError(problem('gguf-tensor-twice', { name: info.name }))
    const begin = dataStart + offset
    if (offset % alignment !== 0)
      throw new ProblemError(problem('gguf-unaligned', { name: info.name, offset, alignment }))
    if (!Number.isSafeInteger(begin + bytes) || begin + bytes > fileBytes)
      throw new ProblemError(
        problem('gguf-beyond', { name: info.name, end: begin + bytes, bytes: fileBytes }),
      )
    tensors.set(info.name, { ...info, begin, end: begin + bytes })
  }
  let next = dataStart
  for (const { name, begin, end } of [...tensors.values()].toSorted(
    (a, b) => a.begin - b.begin || a.end - b.end,
  )) {
    if (begin < next) throw new ProblemError(problem('gguf-overlap', { name }))
    next = end
  }
  return { metadata, tensors }
}

function alignmentOf(metadata: ReadonlyMap<string, GgufValue>): number {
  const value = metadata.get('general.alignment') ?? 32
  if (typeof value !== 'number' || value < 1 || value > 1 << 20 || !Number.isInteger(Math.log2(value)))
    throw new ProblemError(problem('gguf-alignment', { value: JSON.stringify(value) }))
  return value
}

function readPlace(
  cursor: Cursor,
  index: number,
): TensorInfo & { readonly offset: number; readonly bytes: number } {
  const name = cursor.string(`the name of tensor ${index}`)
  const dimensions = cursor.u32(`the dimensions of "${name}"`)
  if (dimensions < 1 || dimensions > MOST_DIMENSIONS)
    throw new ProblemError(problem('gguf-dimensions', { name, dimensions, limit: MOST_DIMENSIONS }))
  // In the file the fastest dimension comes first.
  const shape = Array.from({ length: dimensions }, () => cursor.u64(`a dimension of "${name}"`)).toReversed()
  const typeNumber = cursor.u32(`the type of "${name}"`)
  const offset = cursor.u64(`the place of "${name}"`)
  const type = types.get(typeNumber)
  if (type === undefined) {
    throw new ProblemError(
      problem('gguf-dtype', {
        name,
        type: otherTypes[typeNumber] ?? `type ${typeNumber}`,
        known: [...types.values()],
      }),
    )
  }
  const numbers = shape.reduce((product, n) => product * n, 1)
  if (!shape.every((n) => n >= 1) || !Number.isSafeInteger(numbers))
    throw new ProblemError(problem('gguf-shape', { name, shape }))
  const columns = shape.length === 0 ? 1 : last(shape)
  const { numbers: block } = blockShapes[type]
  if (columns % block !== 0) throw new ProblemError(problem('gguf-blocks', { name, columns, type, block }))
  return { name, type, shape, offset, bytes: bytesOfNumbers(type, numbers) }
}

/** The tensors of a file that `readGguf` accepted, under the names that they have in it. */
export function ggufTensors(blob: Blob, { tensors }: Gguf): TensorSource {
  const source: TensorSource = {
    tensors,
    async rows(name, from, to) {
      const info = infoOf(source, name) as GgufTensor
      expectRows(info, from, to)
      const bytes = rowBytes(info)
      return readBytes(blob, info.begin + from * bytes, info.begin + to * bytes)
    },
  }
  return source
}
