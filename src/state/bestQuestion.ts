// The question of a round that both seats learned most from: valid, and nearest to half right. Pure.

import type { Episode } from '../protocol/records'

export interface BestQuestion {
  readonly question: string
  readonly right: number
  readonly attempts: number
}

/** Of several as near, the one with the most facts; null where nothing was asked. */
export function bestQuestion(episodes: readonly Episode[]): BestQuestion | null {
  const asked = episodes.flatMap((episode) =>
    episode.candidates.flatMap(({ task }, index) => {
      const attempts = episode.attempts.filter(({ candidate }) => candidate === index)
      if (task === null || attempts.length === 0) return []
      const right = attempts.filter(({ verdict }) => verdict === 'right').length
      const off = Math.abs(right / attempts.length - 0.5)
      return [{ question: task.question, right, attempts: attempts.length, off, facts: task.steps.length }]
    }),
  )
  const [best] = asked.sort((a, b) => a.off - b.off || b.facts - a.facts)
  return best === undefined ? null : { question: best.question, right: best.right, attempts: best.attempts }
}
