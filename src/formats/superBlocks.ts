// ggml's quantised blocks of 256 numbers ("k-quants"): a scale for all, a small one for each 16 or 32.
// Layouts: ggml's ggml-common.h; equations: dequantize_row_* of ggml-quants.c.
import { integerAt } from '../base/at'
import { half, signed, unevenStep } from './blockReaders'
import type { ReadBlock, superBlockTypes } from './blockTypes'

/** Scale and minimum of a sub-block of 32 of Q4_K and Q5_K: six bits each, all eight in twelve bytes. */
function scaleAndMinimum(bytes: Uint8Array, at: number, sub: number): readonly [number, number] {
  if (sub < 4) return [integerAt(bytes, at + sub) & 63, integerAt(bytes, at + sub + 4) & 63]
  const low = integerAt(bytes, at + sub + 4)
  return [
    (low & 15) | ((integerAt(bytes, at + sub - 4) >> 6) << 4),
    (low >> 4) | ((integerAt(bytes, at + sub) >> 6) << 4),
  ]
}

/** Scale of a sub-block of 16 of Q3_K: four low bits in eight bytes, two high ones in four. */
function scaleOfSixteen(bytes: Uint8Array, at: number, sub: number): number {
  const low = (integerAt(bytes, at + (sub & 7)) >> (4 * (sub >> 3))) & 15
  const high = (integerAt(bytes, at + 8 + (sub & 3)) >> (2 * (sub >> 2))) & 3
  return (low | (high << 4)) - 32
}

/** Two bits of number i: 32 bytes hold 128 numbers, a quarter of them in each pair of bits. */
const twoBits = (bytes: Uint8Array, at: number, i: number): number =>
  (integerAt(bytes, at + 32 * (i >> 7) + (i & 31)) >> (2 * ((i >> 5) & 3))) & 3

/** Four bits of number i: 32 bytes hold 64 numbers, the first half of them in the low nibbles. */
const fourBits = (bytes: Uint8Array, at: number, i: number): number =>
  (integerAt(bytes, at + 32 * (i >> 6) + (i & 31)) >> (4 * ((i >> 5) & 1))) & 15

/** Bit i / 32 of byte i mod 32: one bit a number in 32 bytes. */
const oneBit = (bytes: Uint8Array, at: number, i: number): number =>
  (integerAt(bytes, at + (i & 31)) >> (i >> 5)) & 1

export const readSuperBlock: Readonly<Record<(typeof superBlockTypes)[number], ReadBlock>> = {
  Q2_K(bytes, at, out, to) {
    const [scale, minimum] = [half(bytes, at + 80), half(bytes, at + 82)]
    for (let i = 0; i < 256; i++) {
      const pair = integerAt(bytes, at + (i >> 4))
      out[to + i] = scale * (pair & 15) * twoBits(bytes, at + 16, i) - minimum * (pair >> 4)
    }
  },
  Q3_K(bytes, at, out, to) {
    const scale = half(bytes, at + 108)
    for (let i = 0; i < 256; i++) {
      // The third bit is kept the other way round.
      const code = twoBits(bytes, at + 32, i) - (oneBit(bytes, at, i) === 1 ? 0 : 4)
      out[to + i] = scale * scaleOfSixteen(bytes, at + 96, i >> 4) * code
    }
  },
  Q4_K(bytes, at, out, to) {
    const [scale, minimum] = [half(bytes, at), half(bytes, at + 2)]
    for (let sub = 0; sub < 8; sub++) {
      const [s, m] = scaleAndMinimum(bytes, at + 4, sub)
      for (let i = 32 * sub; i < 32 * sub + 32; i++)
        out[to + i] = scale * s * fourBits(bytes, at + 16, i) - minimum * m
    }
  },
  Q5_K(bytes, at, out, to) {
    const [scale, minimum] = [half(bytes, at), half(bytes, at + 2)]
    for (let sub = 0; sub < 8; sub++) {
      const [s, m] = scaleAndMinimum(bytes, at + 4, sub)
      for (let i = 32 * sub; i < 32 * sub + 32; i++) {
        const code = fourBits(bytes, at + 48, i) | (oneBit(bytes, at + 16, i) << 4)
        out[to + i] = scale * s * code - minimum * m
      }
    }
  },
  Q6_K(bytes, at, out, to) {
    const scale = half(bytes, at + 208)
    for (let i = 0; i < 256; i++) {
      const high = i >> 7
      const quarter = (i >> 5) & 3
      const l = i & 31
      const low = (integerAt(bytes, at + 64 * high + 32 * (quarter & 1) + l) >> (4 * (quarter >> 1))) & 15
      const code = low | (twoBits(bytes, at + 128, i) << 4)
      out[to + i] = scale * signed(integerAt(bytes, at + 192 + (i >> 4))) * (code - 32)
    }
  },
  IQ4_XS(bytes, at, out, to) {
    const scale = half(bytes, at)
    const high = integerAt(bytes, at + 2) | (integerAt(bytes, at + 3) << 8)
    for (let i = 0; i < 256; i++) {
      const sub = i >> 5
      const low = (integerAt(bytes, at + 4 + (sub >> 1)) >> (4 * (sub & 1))) & 15
      const s = (low | (((high >> (2 * sub)) & 3) << 4)) - 32
      const code = (integerAt(bytes, at + 8 + 16 * sub + (i & 15)) >> (4 * ((i >> 4) & 1))) & 15
      out[to + i] = scale * s * unevenStep(code)
    }
  },
}
