// Trajectories: the completions that train, each with its prompt, advantage and weight of a token.

import { at } from '../../base/at'
import type { Trajectory } from '../seats'
import type { ScoredEpisode } from './advantage'
import { goldTrajectories } from './golds'
import type { RoundContext } from './state'

/**
 * Weight of each token in the loss: 1 / (trajectories x budget of new tokens), of the seat or of both
 * together.
 * The budget is the configured one, not the observed length; trajectories without advantage count too.
 */
export const tokenWeight = (trajectories: number, budget: number): number => 1 / (trajectories * budget)

type Unweighed = Omit<Trajectory, 'weight'>
type Untrained = Omit<Unweighed, 'advantage'> & { readonly advantage: number | null }

/**
 * Kept candidates and the rollouts of groups that train, in order of episodes, the Challenger's first. Those
 * with an advantage of zero have no gradient: they are counted in the weights and left out.
 */
export function trajectoriesOf(context: RoundContext, episodes: readonly ScoredEpisode[]): Trajectory[] {
  const { config } = context
  const { challengerTokens, reasonerTokens } = config.game
  const challenger = training(episodes.flatMap(challengerTrajectories))
  const reasoner = [
    ...training(episodes.flatMap(reasonerTrajectories)),
    ...goldTrajectories(context, episodes),
  ]
  const joint = tokenWeight(challenger.length + reasoner.length, Math.max(challengerTokens, reasonerTokens))
  const weightOf = (own: readonly Unweighed[], budget: number): number =>
    config.update.tokenWeight === 'joint' ? joint : tokenWeight(own.length, budget)
  return [
    ...weighted(challenger, weightOf(challenger, challengerTokens) * config.update.challengerWeight),
    ...weighted(reasoner, weightOf(reasoner, reasonerTokens)),
  ]
}

const challengerTrajectories = ({ kept: { group }, scores }: ScoredEpisode): Untrained[] =>
  [...scores.candidates].map(([index, { advantage }]) => ({
    seat: 'challenger',
    prompt: group.prompt.tokens,
    completion: at(group.candidates, index).completion,
    ...(group.automaton === undefined ? {} : { automaton: group.automaton }),
    advantage,
  }))

const reasonerTrajectories = ({ tasks, scores }: ScoredEpisode): Untrained[] =>
  tasks.flatMap(({ index, request, completions }) =>
    (scores.attempts.get(index) ?? []).map(({ advantage }, k) => ({
      seat: 'reasoner',
      prompt: request.tokens,
      completion: at(completions, k),
      ...(request.automaton === undefined ? {} : { automaton: request.automaton }),
      advantage,
    })),
  )

const training = (all: readonly Untrained[]): Unweighed[] =>
  all.flatMap(({ advantage, ...rest }) => (advantage === null ? [] : [{ ...rest, advantage }]))

const weighted = (all: readonly Unweighed[], weight: number): Trajectory[] =>
  all.filter(({ advantage }) => advantage !== 0).map((each) => ({ ...each, weight }))
