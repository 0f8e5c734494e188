// The formula of a phase with this episode's numbers in it: one line that changes as the stepper moves.
import { learningRateAt } from '../../config/learningRate'
import type { Episode, RoundMetrics, RunRecord } from '../../protocol/records'
import { attemptsOf, candidateOf, positionAt, type Timeline } from '../../state/timeline'
import { count, decimal, signed } from '../format'
import { words } from '../strings'
import { formulaLines } from './Formula'

const f = words.episodes.formula
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

export function liveFormula(
  episode: Episode,
  timeline: Timeline,
  tick: number,
  run: Pick<RunRecord, 'linked'>,
  metrics: RoundMetrics | undefined,
): string {
  const { phase, shown } = positionAt(timeline, tick)
  const { config } = run.linked
  const candidate = candidateOf(episode, timeline.candidate)
  const attempts = attemptsOf(episode, timeline.candidate)
  switch (phase) {
    case 'passage':
      return f.passage(count(episode.prompts.challenger.tokens.length))
    case 'question':
      return f.question(
        decimal(sum((candidate?.logp ?? []).slice(0, shown))),
        count(Math.min(shown, candidate?.tokens.length ?? 0)),
      )
    case 'gates': {
      const seen = (candidate?.gates ?? []).slice(0, shown)
      return f.gates(
        seen.map(({ passed }) => (passed ? '✓' : '✗')).join(' ∧ '),
        seen.every(({ passed }) => passed),
      )
    }
    case 'attempts':
      return attempts.length === 0
        ? f.none
        : f.attempts(count(attempts.length), decimal(config.game.temperature))
    case 'verdicts': {
      const judged = attempts.slice(0, shown)
      const right = judged.filter(({ verdict }) => verdict === 'right').length
      return judged.length === 0
        ? f.none
        : `p = ${right}/${judged.length} = ${decimal(right / judged.length)}`
    }
    case 'rewards':
      return candidate?.reward == null
        ? f.none
        : (formulaLines(
            candidate,
            attempts.map(({ verdict }) => verdict),
            config.reward,
          ).at(-1) ?? f.none)
    case 'advantages': {
      if (candidate?.reward == null || candidate.advantage === null) return f.advantageNone
      return f.advantage(
        decimal(candidate.reward),
        decimal(candidate.reward - candidate.advantage),
        signed(candidate.advantage),
      )
    }
    case 'gradient':
      return metrics === undefined
        ? f.gradientUnknown
        : f.gradient(decimal(metrics.gradNormChallenger), decimal(metrics.gradNormReasoner))
    case 'weights':
      return f.weights(
        words.options[config.update.optimizer] ?? config.update.optimizer,
        decimal(learningRateAt(config, episode.round)),
        decimal(config.update.maxNorm),
      )
  }
}
