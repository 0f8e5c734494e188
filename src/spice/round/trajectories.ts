// Trajectories: the completions that train, each with its prompt, advantage and weight of a token.

import { at } from '../../base/at'
import type { Trajectory } from '../seats'
import type { ScoredEpisode } from './advantage'
import type { RoundContext } from './state'

/**
 * Weight of each token in the loss: 1 / (trajectories of the seat x its budget of new tokens). The budget is
 * the configured one, not the observed length; trajectories without advantage count too.
 */
export const tokenWeight = (trajectories: number, budget: number): number => 1 / (trajectories * budget)

type Unweighted = Omit<Trajectory, 'weight' | 'advantage'> & { readonly advantage: number | null }

/**
 * Kept candidates and the rollouts of groups that train, in order of episodes, the Challenger's first. Those
 * with an advantage of zero have no gradient: they are counted in the weights and left out.
 */
export function trajectoriesOf({ config }: RoundContext, episodes: readonly ScoredEpisode[]): Trajectory[] {
  const { challengerTokens, reasonerTokens } = config.game
  return [
    ...weighted(episodes.flatMap(challengerTrajectories), challengerTokens),
    ...weighted(episodes.flatMap(reasonerTrajectories), reasonerTokens),
  ]
}

const challengerTrajectories = ({ kept: { group }, scores }: ScoredEpisode): Unweighted[] =>
  [...scores.candidates].map(([index, { advantage }]) => ({
    seat: 'challenger',
    prompt: group.prompt.tokens,
    completion: at(group.candidates, index).completion,
    advantage,
  }))

const reasonerTrajectories = ({ tasks, scores }: ScoredEpisode): Unweighted[] =>
  tasks.flatMap(({ index, request, completions }) =>
    (scores.attempts.get(index) ?? []).map(({ advantage }, k) => ({
      seat: 'reasoner',
      prompt: request.tokens,
      completion: at(completions, k),
      advantage,
    })),
  )

function weighted(all: readonly Unweighted[], budget: number): Trajectory[] {
  const training = all.flatMap(({ advantage, ...rest }) =>
    advantage === null ? [] : [{ ...rest, advantage }],
  )
  const weight = tokenWeight(training.length, budget)
  return training.filter(({ advantage }) => advantage !== 0).map((each) => ({ ...each, weight }))
}
