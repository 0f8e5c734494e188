// Which episode of a recording opens it: the build chooses it and writes opening.json, small enough to be
// there before the rest. Pure, and without imports at run time: the build's own configuration takes it in.

import type { Episode, RoundMetrics, RunRecord } from '../protocol/records'

export interface Opening {
  readonly run: RunRecord
  readonly metrics: RoundMetrics
  /** The first episode of its round, so that it keeps its place when the others arrive. */
  readonly episode: Episode
}

/** Rounds that are told at once when a recording opens. */
export const headOf = (rounds: number): number => Math.max(1, Math.floor(rounds / 3))

/**
 * Low for an episode that shows much at a glance: about half of the attempts right, valid and stopped tries,
 * little to read.
 */
export function plainness(episode: Episode): number {
  const chosen = episode.chosen === null ? undefined : episode.candidates[episode.chosen]
  const attempts = episode.attempts.filter(({ candidate }) => candidate === episode.chosen)
  if (chosen?.task == null || attempts.length === 0) return Infinity
  const rate = attempts.filter(({ verdict }) => verdict === 'right').length / attempts.length
  const uniform = episode.candidates.every(({ valid }) => valid)
  return (
    (rate === 0 || rate === 1 ? 2 : Math.abs(rate - 0.5)) +
    (uniform ? 0.2 : 0) +
    episode.passage.text.length / 4000 +
    chosen.tokens.length / 1000
  )
}

/** Of the first episodes of the rounds that are told at once, the one that shows most at a glance. */
export function chooseOpening(
  run: RunRecord,
  metrics: readonly RoundMetrics[],
  episodes: readonly Episode[],
): Opening | null {
  const head = metrics.slice(0, headOf(metrics.length))
  const found = head.flatMap((each) => {
    const episode = episodes.find(({ round }) => round === each.round)
    return episode === undefined ? [] : [{ metrics: each, episode, score: plainness(episode) }]
  })
  const best = found.reduce<(typeof found)[number] | undefined>(
    (least, each) => (least === undefined || each.score < least.score ? each : least),
    undefined,
  )
  return best === undefined ? null : { run, metrics: best.metrics, episode: best.episode }
}
