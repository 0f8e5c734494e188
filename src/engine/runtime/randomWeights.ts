// Random weights for a frozen base of any size, in the bits that it is kept in: for shapes that are tried and
// timed without their files.

import { at } from '../../base/at'
import { floatToHalf } from '../../base/half'
import { hashText, Random } from '../../base/random'
import type { Gpu } from '../../gpu'
import { isMatrix } from '../../model/frozenBase'
import type { Model } from '../../model/model'
import { layoutOf } from '../../model/parameters'

/** Words of random numbers that are drawn once and used for every matrix. */
const WORDS = 1 << 20
/** Rows that are written at once. */
const PIECE = 1024
/** Deviation of weights in f16. */
const HALF_DEVIATION = 0.02

/** Weights with deviation 1/sqrt(K), spread evenly: d q + m with q in 0 .. 15. */
function scaleWord(columns: number): number {
  const d = columns ** -0.5 / 4.61
  return floatToHalf(d) | (floatToHalf(-7.5 * d) << 16)
}

/** Two numbers in f16 a word. */
const halves = (random: Random): number =>
  (floatToHalf(HALF_DEVIATION * random.normal()) | (floatToHalf(HALF_DEVIATION * random.normal()) << 16)) >>>
  0

/** Of a base in q4 or f16; a model without a base stays as it is. */
export async function fillRandomly(gpu: Gpu, { base, architecture }: Model): Promise<void> {
  if (base === null) return
  const random = Random.from(hashText('shape'))
  const half = base.storage === 'f16'
  const words = Uint32Array.from({ length: WORDS }, () =>
    half ? halves(random) : random.integer(0, 0xffffffff),
  )
  for (const { name, shape, role, elements } of layoutOf(architecture).places) {
    if (!isMatrix(shape)) {
      base.write(name, 0, new Float32Array(elements).fill(role === 'gain' ? 1 : 0))
      continue
    }
    const [rows, columns] = [at(shape, 0), at(shape, 1)]
    const row = base.rowWords(name)
    const step = Math.min(PIECE, Math.floor(WORDS / row.numbers))
    for (let first = 0; first < rows; first += step) {
      const count = Math.min(step, rows - first)
      const begin = random.integer(0, WORDS - count * row.numbers)
      base.writePacked(name, first, {
        numbers: words.slice(begin, begin + count * row.numbers),
        scales: new Uint32Array(count * row.scales).fill(scaleWord(columns)),
      })
    }
    await gpu.settled()
  }
}
