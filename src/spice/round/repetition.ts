// How alike questions are, as R-Zero counts it (arXiv 2508.05004): sentence BLEU between every two, clusters
// by average linkage, and for each question the share of all that its cluster holds. A challenger that
// repeats itself is paid less.
import { at } from '../../base/at'

const ORDER = 4
/** What stands for a precision of zero (smoothing method 1 of Chen and Cherry, 2014). */
const EPSILON = 0.1

type NgramTable = ReadonlyMap<string, number>

function ngrams(words: readonly string[], n: number): NgramTable {
  const counts = new Map<string, number>()
  for (let i = 0; i + n <= words.length; i++) {
    const gram = words.slice(i, i + n).join(' ')
    counts.set(gram, (counts.get(gram) ?? 0) + 1)
  }
  return counts
}

interface NgramCounts {
  readonly length: number
  /** By order, 1 to 4. */
  readonly grams: readonly NgramTable[]
}

function parse(text: string): NgramCounts {
  const words = text.split(/\s+/u).filter((word) => word !== '')
  return { length: words.length, grams: Array.from({ length: ORDER }, (_, i) => ngrams(words, i + 1)) }
}

/**
 * BLEU of a hypothesis against one reference: clipped precisions of 1- to 4-grams, smoothed, times the
 * brevity penalty.
 */
function score(hypothesis: NgramCounts, reference: NgramCounts): number {
  let logs = 0
  for (const [i, counts] of hypothesis.grams.entries()) {
    let right = 0
    for (const [gram, count] of counts) right += Math.min(count, at(reference.grams, i).get(gram) ?? 0)
    if (i === 0 && right === 0) return 0
    logs += Math.log((right === 0 ? EPSILON : right) / Math.max(1, hypothesis.length - i)) / ORDER
  }
  const brevity =
    hypothesis.length > reference.length ? 1 : Math.exp(1 - reference.length / hypothesis.length)
  return brevity * Math.exp(logs)
}

export const bleu = (hypothesis: string, reference: string): number =>
  score(parse(hypothesis), parse(reference))

/**
 * Cluster of each item: the two nearest clusters are joined, by the mean distance between their members,
 * while it is below `most`.
 */
export function clusters(distance: (a: number, b: number) => number, count: number, most: number): number[] {
  // Sums of distances between clusters: the mean follows from the sizes, and joining adds them.
  const sums = Array.from({ length: count }, (_, a) =>
    Array.from({ length: count }, (__, b) => (a === b ? 0 : distance(a, b))),
  )
  const members = Array.from({ length: count }, (_, i) => [i])
  const open = new Set(members.keys())
  for (;;) {
    let nearest: { a: number; b: number; mean: number } | null = null
    for (const a of open) {
      for (const b of open) {
        if (b <= a) continue
        const mean = at(at(sums, a), b) / (at(members, a).length * at(members, b).length)
        if (nearest === null || mean < nearest.mean) nearest = { a, b, mean }
      }
    }
    if (nearest === null || nearest.mean >= most) break
    const { a, b } = nearest
    at(members, a).push(...at(members, b))
    open.delete(b)
    for (const other of open) {
      if (other === a) continue
      const joined = at(at(sums, a), other) + at(at(sums, b), other)
      at(sums, a)[other] = joined
      at(sums, other)[a] = joined
    }
  }
  const of = new Array<number>(count).fill(0)
  for (const root of open) for (const member of at(members, root)) of[member] = root
  return of
}

/** For each question the size of its cluster over `among`, the number of all candidates. */
export function alikeShares(questions: readonly string[], among: number, most: number): number[] {
  const parsed = questions.map(parse)
  const of = clusters(
    (a, b) =>
      1 -
      (score(parsed[a] as NgramCounts, parsed[b] as NgramCounts) +
        score(parsed[b] as NgramCounts, parsed[a] as NgramCounts)) /
        2,
    questions.length,
    most,
  )
  const sizes = new Map<number, number>()
  for (const cluster of of) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1)
  return of.map((cluster) => (sizes.get(cluster) ?? 0) / Math.max(1, among))
}
