// Sizes at which kernels break, and seeded numbers to fill them with.
import { type Random } from '../../src/base/random'

/** 1, a prime, and the three sizes around a tile. */
export function sizesAround(tile: number, prime = 7): number[] {
  return [...new Set([1, prime, tile - 1, tile, tile + 1])].filter((size) => size > 0)
}

/** Standard normal f32 numbers. */
export function normals(random: Random, count: number, scale = 1): Float32Array {
  return Float32Array.from({ length: count }, () => scale * random.normal())
}

/** Whole numbers in 0 .. below-1. */
export function indices(random: Random, count: number, below: number): Uint32Array {
  return Uint32Array.from({ length: count }, () => random.integer(0, below - 1))
}

/** Lengths of a sequence alone, or of a prefix and of the sequences that go on from it. */
export type PackedLengths = number | { readonly prefix: number; readonly own: readonly number[] }

/** What each row of a packed batch sees: span (R,4) as in shaders/attention/span.wgsl. */
export function packed(lengths: readonly PackedLengths[]): { span: Uint32Array; rows: number } {
  const span: number[] = []
  const lay = (length: number, prefix: number, prefixEnd: number, reach: number): void => {
    const start = span.length / 4
    for (let t = 0; t < length; t++)
      span.push(...(prefix === prefixEnd ? [start, start] : [prefix, prefixEnd]), start, reach)
  }
  for (const one of lengths) {
    const start = span.length / 4
    if (typeof one === 'number') {
      lay(one, start, start, start + one)
      continue
    }
    lay(one.prefix, start, start, start + one.prefix + one.own.reduce((a, b) => a + b, 0))
    for (const length of one.own) lay(length, start, start + one.prefix, span.length / 4 + length)
  }
  return { span: Uint32Array.from(span), rows: span.length / 4 }
}

/**
 * For the names of checks: `5,3+(2,4)` is a sequence of 5 rows, then a prefix of 3 rows with sequences of 2
 * and 4.
 */
export const packedName = (lengths: readonly PackedLengths[]): string =>
  lengths.map((one) => (typeof one === 'number' ? String(one) : `${one.prefix}+(${one.own.join()})`)).join()
