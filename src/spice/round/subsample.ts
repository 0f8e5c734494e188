// Subsample: the G candidates of each passage that train, valid to invalid as they were sampled, and the one
// valid task among them that the paper gives to the Reasoner.

import { at } from '../../base/at'
import type { Random } from '../../base/random'
import { drawFor } from './draws'
import type { Candidate, CandidateGroup, KeptGroup, RoundContext } from './state'

export function subsample(
  { config, seed, round }: RoundContext,
  groups: readonly CandidateGroup[],
): KeptGroup[] {
  return groups.map((group) => {
    const { episode, candidates } = group
    const place = { seed, round, episode }
    const valid = candidates.map((candidate) => candidate.valid)
    const drawn = ratioPreservingSample(valid, config.game.groupSize, drawFor(place, 'keep'))
    const kept = withOriginals(drawn, candidates)
    const tasks = kept.flatMap((index) => {
      const candidate = at(candidates, index)
      return candidate.valid && candidate.task !== null ? [{ index, task: candidate.task }] : []
    })
    const chosen = tasks.length === 0 ? null : drawFor(place, 'choose').pick(tasks).index
    return { group, kept, tasks, chosen }
  })
}

/** A copy that is kept without the question that it repeats gives its place to it. */
function withOriginals(kept: readonly number[], candidates: readonly Candidate[]): readonly number[] {
  const out = new Set(kept)
  for (const index of kept) {
    const { copyOf } = at(candidates, index)
    if (copyOf === undefined || out.has(copyOf)) continue
    out.delete(index)
    out.add(copyOf)
  }
  return [...out].sort((a, b) => a - b)
}

/**
 * How many of the `keep` trajectories are valid ones when `valid` of `sampled` were: the same share, rounded,
 * but at least one where there is one, and never more than there are of either kind.
 */
export function validAmongKept(valid: number, sampled: number, keep: number): number {
  if (valid === 0 || sampled === 0) return 0
  const share = Math.min(keep, Math.max(1, Math.round((keep * valid) / sampled)))
  const room = Math.min(keep, sampled)
  return Math.min(valid, Math.max(share, room - (sampled - valid)))
}

/**
 * Indices of the `keep` candidates that train, in the order in which they were sampled; all of them if there
 * are no more.
 */
export function ratioPreservingSample(valid: readonly boolean[], keep: number, random: Random): number[] {
  const indices = valid.map((_, i) => i)
  if (indices.length <= keep) return indices
  const good = indices.filter((i) => valid[i] === true)
  const bad = indices.filter((i) => valid[i] !== true)
  const goodCount = validAmongKept(good.length, indices.length, keep)
  return [...random.sample(good, goodCount), ...random.sample(bad, keep - goodCount)].sort((a, b) => a - b)
}
