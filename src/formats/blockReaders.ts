// ggml's quantised blocks of 32 numbers: a scale, for some a minimum, and four to eight bits a number.
// Layouts: ggml's ggml-common.h; equations: dequantize_row_* of ggml-quants.c.
import { at, integerAt } from '../base/at'
import type { blockTypes, ReadBlock } from './blockTypes'
import { halfToFloat } from './floatTypes'

export const signed = (value: number): number => (value << 24) >> 24
export const half = (bytes: Uint8Array, at: number): number =>
  halfToFloat(integerAt(bytes, at) | (integerAt(bytes, at + 1) << 8))

/** What the sixteen codes of the IQ4 types stand for (kvalues_iq4nl). */
const unevenSteps = [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113]
export const unevenStep = (code: number): number => at(unevenSteps, code)

/** Sixteen bytes of nibbles: number i in the low half of byte i, number i + 16 in its high half. */
function nibbles(bytes: Uint8Array, at: number, each: (code: number, i: number) => void): void {
  for (let i = 0; i < 16; i++) {
    const pair = integerAt(bytes, at + i)
    each(pair & 15, i)
    each(pair >> 4, i + 16)
  }
}

/** The fifth bit of number i, of 32 that stand in four bytes. */
const fifthBit = (bytes: Uint8Array, at: number, i: number): number =>
  ((integerAt(bytes, at + (i >> 3)) >> (i & 7)) & 1) << 4

export const readBlock: Readonly<Record<(typeof blockTypes)[number], ReadBlock>> = {
  Q8_0(bytes, at, out, to) {
    const scale = half(bytes, at)
    for (let i = 0; i < 32; i++) out[to + i] = scale * signed(integerAt(bytes, at + 2 + i))
  },
  Q4_0(bytes, at, out, to) {
    const scale = half(bytes, at)
    nibbles(bytes, at + 2, (code, i) => (out[to + i] = scale * (code - 8)))
  },
  Q4_1(bytes, at, out, to) {
    const [scale, minimum] = [half(bytes, at), half(bytes, at + 2)]
    nibbles(bytes, at + 4, (code, i) => (out[to + i] = scale * code + minimum))
  },
  Q5_0(bytes, at, out, to) {
    const scale = half(bytes, at)
    nibbles(bytes, at + 6, (code, i) => (out[to + i] = scale * ((code | fifthBit(bytes, at + 2, i)) - 16)))
  },
  Q5_1(bytes, at, out, to) {
    const [scale, minimum] = [half(bytes, at), half(bytes, at + 2)]
    nibbles(bytes, at + 8, (code, i) => (out[to + i] = scale * (code | fifthBit(bytes, at + 4, i)) + minimum))
  },
  IQ4_NL(bytes, at, out, to) {
    const scale = half(bytes, at)
    nibbles(bytes, at + 2, (code, i) => (out[to + i] = scale * unevenStep(code)))
  },
}
