// Old episodes give way when a run's budget for them is spent: first the likeliest tokens beside each token
// go, then all that is recorded by token. Texts, tasks, gates, verdicts, rewards and advantages stay for
// every round.

import type { Episode, Generated } from '../../protocol/records'

export interface StoredEpisodes {
  /** Bytes of each round's episodes as they came. */
  readonly bytes: readonly number[]
  /**
   * Rounds below this have lost the likeliest tokens; those below `bare` everything by token. bare <= lean.
   */
  readonly lean: number
  readonly bare: number
}

/** About what is left of an episode: measured on runs of the default preset. */
const LEAN_SHARE = 0.4
const BARE_SHARE = 0.15
/** Thinning goes down to this share of the budget, so that it is seldom needed. */
const DOWN_TO = 0.85

export const bytesOf = (episodes: readonly Episode[]): number => JSON.stringify(episodes).length

export const withRound = (kept: StoredEpisodes, bytes: number): StoredEpisodes => ({
  ...kept,
  bytes: [...kept.bytes, bytes],
})

export function estimate({ bytes, lean: leanBelow, bare: bareBelow }: StoredEpisodes): number {
  return bytes.reduce(
    (sum, each, round) => sum + each * (round < bareBelow ? BARE_SHARE : round < leanBelow ? LEAN_SHARE : 1),
    0,
  )
}

/**
 * Which rounds are to be thinned so that the episodes fit `budget` bytes; null where they do. The newest
 * round is never touched.
 */
export function planThinning(kept: StoredEpisodes, budget: number): StoredEpisodes | null {
  if (estimate(kept) <= budget) return null
  const newest = kept.bytes.length - 1
  let next = kept
  while (next.lean < newest && estimate(next) > DOWN_TO * budget) next = { ...next, lean: next.lean + 1 }
  while (next.bare < next.lean && estimate(next) > DOWN_TO * budget) next = { ...next, bare: next.bare + 1 }
  return next.lean === kept.lean && next.bare === kept.bare ? null : next
}

function changed(episode: Episode, change: (generated: Generated) => Partial<Generated>): Episode {
  return {
    ...episode,
    candidates: episode.candidates.map((each) => ({ ...each, ...change(each) })),
    attempts: episode.attempts.map((each) => ({ ...each, ...change(each) })),
  }
}

export const withoutLikeliest = (episode: Episode): Episode => changed(episode, () => ({ top: [] }))
export const withoutTokens = (episode: Episode): Episode =>
  changed(episode, () => ({ top: [], tokens: [], logp: [], entropy: [] }))
