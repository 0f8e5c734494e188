// A control: in place of its own attempts the Reasoner learns the worked gold of every question that was
// kept, as a supervised step would. The Challenger is paid and learns as ever.

import type { Generated } from '../../protocol/records'
import { reasonerCompletion } from '../prompts/compact'
import type { Trajectory } from '../seats'
import type { ScoredEpisode } from './advantage'
import { learns, learnsGolds } from './learns'
import type { RoundContext } from './state'

const written = (tokens: readonly number[], text: string): Generated => ({
  ...{ tokens, text, logp: [], entropy: [], top: [] },
  stopped: true,
})

/** One trajectory a task, advantage 1; none where the Reasoner does not learn. */
export function goldTrajectories(
  { config, round, reasoner, analyser }: RoundContext,
  episodes: readonly ScoredEpisode[],
): Omit<Trajectory, 'weight'>[] {
  if (!learnsGolds(config) || !learns(config, 'reasoner', round)) return []
  return episodes.flatMap(({ tasks }) =>
    tasks.map(({ task, request }) => {
      const text = reasonerCompletion(analyser.working?.(task) ?? '', task.gold)
      const tokens = reasoner.encode([{ text }, { mark: 'end' }])
      return {
        ...{ seat: 'reasoner' as const, prompt: request.tokens, advantage: 1 },
        completion: written(tokens, text),
      }
    }),
  )
}
