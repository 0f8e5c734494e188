// Advantages by answer type and seat over a whole round (Absolute Zero's baselines): rewards less their mean,
// divided by their deviation, one mean and one deviation for each pair. An episode alone cannot tell them.

import type { Episode, Seat, Task } from '../../protocol/records'

interface Paid {
  readonly reward: number | null
  readonly advantage: number | null
}

const EPSILON = 1e-8

/** Rewards of everything that trains, by pair. */
function statistics(
  all: readonly { readonly key: string; readonly paid: Paid }[],
): ReadonlyMap<string, { readonly mean: number; readonly deviation: number }> {
  const byKey = new Map<string, number[]>()
  for (const { key, paid } of all)
    if (paid.advantage !== null && paid.reward !== null)
      byKey.set(key, [...(byKey.get(key) ?? []), paid.reward])
  return new Map(
    [...byKey].map(([key, rewards]) => {
      const mean = rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length
      return [
        key,
        {
          mean,
          deviation: Math.sqrt(
            rewards.reduce((sum, reward) => sum + (reward - mean) ** 2, 0) / rewards.length,
          ),
        },
      ] as const
    }),
  )
}

/**
 * `typeOf` tells the answer type, or the kind of program task, that an episode was asked for, for candidates
 * that did not parse.
 */
export function whitened(episodes: readonly Episode[], typeOf: (episode: number) => string): Episode[] {
  const keyOf = (seat: Seat, type: string): string => `${seat} ${type}`
  const labelOf = (e: number, task: Task | null | undefined): string =>
    task?.program?.kind ?? task?.type ?? typeOf(e)
  const candidateKey = (e: number, task: Task | null): string => keyOf('challenger', labelOf(e, task))
  const all = episodes.flatMap(({ candidates, attempts }, e) => [
    ...candidates.map((paid) => ({ key: candidateKey(e, paid.task), paid })),
    ...attempts.map((paid) => ({
      key: keyOf('reasoner', labelOf(e, candidates[paid.candidate]?.task)),
      paid,
    })),
  ])
  const known = statistics(all)
  const scale = <T extends Paid>(key: string, paid: T): T => {
    const { mean, deviation } = known.get(key) ?? { mean: 0, deviation: 0 }
    if (paid.advantage === null || paid.reward === null) return paid
    return { ...paid, advantage: deviation < EPSILON ? 0 : (paid.reward - mean) / deviation }
  }
  return episodes.map((episode, e) => ({
    ...episode,
    candidates: episode.candidates.map((each) => scale(candidateKey(e, each.task), each)),
    attempts: episode.attempts.map((each) =>
      scale(keyOf('reasoner', labelOf(e, episode.candidates[each.candidate]?.task)), each),
    ),
  }))
}
