// Which document the next passage is read from: each as likely as any other (arXiv 2510.24684, 2.2), each
// by its length, or each file as likely as any other and its documents by their length. A person's weights
// multiply that.

import { at } from '../../base/at'
import type { Random } from '../../base/random'
import type { RunConfig } from '../../config/schema'
import type { CorpusRecord } from '../../protocol/ports'
import { fileOf } from '../../protocol/filesOfCorpus'

export type Draw = RunConfig['game']['draw']

export interface Choosable {
  readonly corpus: string
  readonly name: string
  readonly length: number
}

/** 0 for a document whose file is switched off. */
export const weightOf = ({ weights }: Pick<CorpusRecord, 'weights'>, name: string): number =>
  weights?.[fileOf(name)] ?? 1

/** How likely each document is, up to a common factor; null where all are alike. */
function likelihoods(
  documents: readonly Choosable[],
  weights: readonly number[],
  draw: Draw,
): readonly number[] | null {
  const weight = (index: number): number => at(weights, index)
  if (draw === 'document') return weights.every((each) => each === 1) ? null : weights
  if (draw === 'length') return documents.map(({ length }, index) => length * weight(index))
  const keyOf = ({ corpus, name }: Choosable): string => `${corpus} ${fileOf(name)}`
  const lengths = new Map<string, number>()
  for (const each of documents) lengths.set(keyOf(each), (lengths.get(keyOf(each)) ?? 0) + each.length)
  return documents.map(
    (each, index) => (weight(index) * each.length) / Math.max(1, lengths.get(keyOf(each)) ?? 1),
  )
}

/** Draws the place of a document in the list; one number of the generator for each draw. */
export function documentChooser(
  documents: readonly Choosable[],
  weights: readonly number[],
  draw: Draw,
): (random: Random) => number {
  const likely = likelihoods(documents, weights, draw)
  const places = documents.map((_, index) => index)
  if (likely === null) return (random) => random.pick(places)
  let sum = 0
  const ends = likely.map((each) => (sum += each))
  return (random) => {
    const wanted = random.uniform() * sum
    let [low, high] = [0, ends.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (at(ends, middle) > wanted) high = middle
      else low = middle + 1
    }
    return low
  }
}
