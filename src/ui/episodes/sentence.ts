// The one plain sentence of a phase, with this episode's numbers.
import type { Episode } from '../../protocol/records'
import { attemptsOf, candidateOf, positionAt, type Timeline } from '../../state/timeline'
import { count, decimal } from '../format'
import { words } from '../strings'

const t = words.episodes.sentence

export function sentenceOf(episode: Episode, timeline: Timeline, tick: number): string {
  const { phase, shown, count: all } = positionAt(timeline, tick)
  const candidate = candidateOf(episode, timeline.candidate)
  const attempts = attemptsOf(episode, timeline.candidate)
  const right = attempts.filter(({ verdict }) => verdict === 'right').length
  switch (phase) {
    case 'passage':
      return t.passage
    case 'question':
      return shown < all
        ? t.question(count(shown), count(all))
        : t.questionDone(count(episode.candidates.length))
    case 'gates': {
      const failed = candidate?.gates.slice(0, shown).find(({ passed }) => !passed)
      if (failed !== undefined) return t.gatesFailed(words.gates[failed.gate].name)
      return shown < all ? t.gates(count(shown), count(all)) : t.gatesDone
    }
    case 'attempts':
      return attempts.length === 0 ? t.noAttempts : t.attempts(count(attempts.length))
    case 'verdicts': {
      const soFar = attempts.slice(0, shown).filter(({ verdict }) => verdict === 'right').length
      return attempts.length === 0
        ? t.noAttempts
        : t.verdicts(count(soFar), count(Math.min(shown, attempts.length)))
    }
    case 'rewards':
      if (candidate?.reward == null) return t.rewardsNone
      return candidate.valid
        ? t.rewards(count(right), count(attempts.length), decimal(candidate.reward))
        : t.rewardsInvalid(decimal(candidate.reward))
    case 'gradient':
      return t.gradient
    case 'weights':
      return t.weights
    case 'advantages': {
      const moved = [...episode.candidates, ...attempts].some(
        ({ advantage }) => advantage !== null && Math.abs(advantage) > 1e-9,
      )
      return moved ? t.advantages : t.advantagesFlat
    }
  }
}
