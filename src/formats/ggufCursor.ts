// Reads the little-endian values of a GGUF header one after another from the part of the file that is in
// memory. A length is held against the whole file before anything is made of it; past the part in memory it
// asks for more.

import { problem, ProblemError } from '../problems'

/** The header goes on past the bytes in memory. */
export class MoreBytesNeededError extends Error {
  constructor(readonly bytes: number) {
    super(`${bytes} bytes of the header are needed`)
  }
}

export type GgufValue = number | boolean | string | readonly GgufValue[]

const [UINT8, INT8, UINT16, INT16, UINT32, INT32, FLOAT32, BOOL, STRING, ARRAY, UINT64, INT64, FLOAT64] =
  Array.from({ length: 13 }, (_, i) => i)

/** Least bytes of a value of each type, in the order of their numbers. */
const leastBytes = [1, 1, 2, 2, 4, 4, 4, 1, 8, 12, 8, 8, 8]

const DEEPEST_ARRAY = 3
/** Elements of all lists of a header: the largest vocabularies with scores and merges have a million. */
const MOST_ELEMENTS = 4_000_000

export class Cursor {
  at = 0
  private readonly view: DataView
  private readonly text = new TextDecoder()
  private elements = 0

  constructor(
    private readonly bytes: Uint8Array,
    private readonly fileBytes: number,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** Bytes of the file from here on. */
  get left(): number {
    return this.fileBytes - this.at
  }

  u32(what: string): number {
    return this.view.getUint32(this.take(4, what), true)
  }

  /** A u64 as a number; beyond 2^53 it is refused. */
  u64(what: string): number {
    const value = this.view.getBigUint64(this.take(8, what), true)
    if (value > BigInt(Number.MAX_SAFE_INTEGER))
      throw new ProblemError(problem('gguf-number', { part: what, value: String(value) }))
    return Number(value)
  }

  /**
   * How many things follow, each of at least `least` bytes: never more than the file has room for, or than
   * `most`.
   */
  count(what: string, least: number, most = Infinity): number {
    const value = this.view.getBigUint64(this.take(8, what), true)
    if (value * BigInt(least) > BigInt(this.left))
      throw new ProblemError(problem('gguf-length', { part: what, value: String(value), left: this.left }))
    if (Number(value) > most)
      throw new ProblemError(problem('gguf-many', { part: what, value: String(value), most }))
    return Number(value)
  }

  string(what: string): string {
    const length = this.count(`the length of ${what}`, 1)
    const from = this.take(length, what)
    return this.text.decode(this.bytes.subarray(from, from + length))
  }

  value(type: number, what: string, depth = 0): GgufValue {
    switch (type) {
      case UINT8:
        return this.view.getUint8(this.take(1, what))
      case INT8:
        return this.view.getInt8(this.take(1, what))
      case UINT16:
        return this.view.getUint16(this.take(2, what), true)
      case INT16:
        return this.view.getInt16(this.take(2, what), true)
      case UINT32:
        return this.u32(what)
      case INT32:
        return this.view.getInt32(this.take(4, what), true)
      case FLOAT32:
        return this.view.getFloat32(this.take(4, what), true)
      case BOOL:
        return this.view.getUint8(this.take(1, what)) !== 0
      case STRING:
        return this.string(what)
      case ARRAY:
        return this.array(what, depth)
      case UINT64:
        return this.u64(what)
      case INT64: {
        const value = this.view.getBigInt64(this.take(8, what), true)
        if (value !== BigInt.asIntN(54, value))
          throw new ProblemError(problem('gguf-number', { part: what, value: String(value) }))
        return Number(value)
      }
      case FLOAT64:
        return this.view.getFloat64(this.take(8, what), true)
      default:
        throw new ProblemError(problem('gguf-type', { part: what, type }))
    }
  }

  private array(what: string, depth: number): readonly GgufValue[] {
    if (depth >= DEEPEST_ARRAY) throw new ProblemError(problem('gguf-depth', { part: what }))
    const type = this.u32(`the type of ${what}`)
    const least = leastBytes[type]
    if (least === undefined) throw new ProblemError(problem('gguf-list-type', { part: what, type }))
    const length = this.count(`the length of ${what}`, least, MOST_ELEMENTS - this.elements)
    this.elements += length
    const values: GgufValue[] = []
    for (let i = 0; i < length; i++) values.push(this.value(type, what, depth + 1))
    return values
  }

  /** Where `length` bytes begin, which are then behind. */
  private take(length: number, what: string): number {
    const from = this.at
    if (length > this.left) throw new ProblemError(problem('gguf-short', { part: what }))
    if (from + length > this.bytes.length) throw new MoreBytesNeededError(from + length)
    this.at += length
    return from
  }
}
