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

/** A packed batch of sequences of the given lengths: what each row knows (README, packed batch). */
export function packed(lengths: readonly number[]): { position: Uint32Array; start: Uint32Array; end: Uint32Array; rows: number } {
  const rows = lengths.reduce((a, b) => a + b, 0)
  const position = new Uint32Array(rows)
  const start = new Uint32Array(rows)
  const end = new Uint32Array(rows)
  let first = 0
  for (const length of lengths) {
    for (let t = 0; t < length; t++) {
      position[first + t] = t
      start[first + t] = first
      end[first + t] = first + length
    }
    first += length
  }
  return { position, start, end, rows }
}
