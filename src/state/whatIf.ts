// An episode as it would be had some verdicts been other ones, or had another seat learned: the rules
// themselves work out rewards and advantages anew. Pure; nothing of a record is changed.

import type { Attempt, Episode, RunRecord, Seat, Verdict } from '../protocol/records'
import { withValue } from '../config/config'
import type { RunConfig } from '../config/schema'
import { scoreEpisode } from '../spice/round/advantage'
import { recordedCandidates } from '../spice/round/reward'

export type TrainedSeats = RunConfig['game']['trains']

export interface WhatIf {
  /** Indices in `episode.attempts` whose verdict is turned round. */
  readonly flipped: readonly number[]
  /** Who learns; null as in the run. */
  readonly trains: TrainedSeats | null
}

/** True where this seat learns. */
export const learns = (trains: TrainedSeats, seat: Seat): boolean => trains === 'both' || trains === seat

export const asPlayed: WhatIf = { flipped: [], trains: null }

export const isAsPlayed = ({ flipped, trains }: WhatIf): boolean => flipped.length === 0 && trains === null

export const turned = (verdict: Verdict): Verdict => (verdict === 'right' ? 'wrong' : 'right')

/** The same index again turns it back. */
export function withFlip(whatIf: WhatIf, index: number): WhatIf {
  const { flipped } = whatIf
  return {
    ...whatIf,
    flipped: flipped.includes(index) ? flipped.filter((each) => each !== index) : [...flipped, index],
  }
}

export function recomputed(episode: Episode, run: Pick<RunRecord, 'linked'>, whatIf: WhatIf): Episode {
  if (isAsPlayed(whatIf)) return episode
  const { config, seed } = run.linked
  const attempts = episode.attempts.map((attempt, index): Attempt =>
    whatIf.flipped.includes(index) ? { ...attempt, verdict: turned(attempt.verdict) } : attempt,
  )
  const kept = recordedCandidates({ ...episode, attempts })
  // A valid try without attempts cannot be scored: such a record is shown as it is.
  if (kept.some(({ valid, verdicts }) => valid && verdicts.length === 0)) return episode
  const changed = whatIf.trains === null ? config : withValue(config, 'game.trains', whatIf.trains)
  const scores = scoreEpisode(
    changed,
    { seed, round: episode.round, episode: episode.episode },
    kept,
    episode.chosen,
  )
  const seen = new Map<number, number>()
  return {
    ...episode,
    candidates: episode.candidates.map((candidate, index) => ({
      ...candidate,
      ...(scores.candidates.get(index) ?? {}),
    })),
    attempts: attempts.map((attempt) => {
      const k = seen.get(attempt.candidate) ?? 0
      seen.set(attempt.candidate, k + 1)
      return { ...attempt, ...scores.attempts.get(attempt.candidate)?.[k] }
    }),
  }
}
