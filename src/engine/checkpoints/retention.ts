// Which checkpoints a run keeps: the newest, the oldest, and between them as evenly spaced over the rounds as
// can be.
import { at } from '../../base/at'

/**
 * Rounds of the checkpoints to remove so that `keep` of them are left (`keep` at least 1, the newest always
 * among them).
 */
export function roundsToRemove(rounds: readonly number[], keep: number): number[] {
  const left = [...rounds].sort((a, b) => a - b)
  const removed: number[] = []
  while (left.length > Math.max(1, keep)) {
    let best = 0
    let narrowest = Infinity
    for (let i = 1; i + 1 < left.length; i++) {
      const gap = at(left, i + 1) - at(left, i - 1)
      if (gap < narrowest) {
        narrowest = gap
        best = i
      }
    }
    removed.push(...left.splice(best, 1))
  }
  return removed
}
