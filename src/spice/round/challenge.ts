// Challenge: one wave of candidates for every passage that still wants some, all in one batch.

import { at } from '../../base/at'
import type { RunConfig } from '../../config/schema'
import { temperatureOf } from '../../config/temperature'
import { streamFor } from './draws'
import type { AskingState, CandidateGroup, Wave } from './state'

/** Most tries a passage (N), of which a wave is at most G. */
const mostCandidates = ({ game }: RunConfig): number => Math.max(game.groupSize, game.maxCandidates)

/** `wave` counts from 0 and keys the random streams. */
export async function challenge(
  { config, seed, round, challenger, signal, tokens, watch }: AskingState,
  groups: readonly CandidateGroup[],
  wave: number,
): Promise<Wave[]> {
  const { groupSize, challengerTokens } = config.game
  const temperature = temperatureOf(config.game, 'challenger')
  const requests = groups.map(({ parts, prompt, candidates, episode, automaton }) => ({
    seat: 'challenger' as const,
    parts,
    tokens: prompt.tokens,
    count: Math.min(groupSize, mostCandidates(config) - candidates.length),
    stream: streamFor({ round, episode }, 'challenger', wave),
    maxNewTokens: challengerTokens,
    temperature,
    ...(automaton === undefined ? {} : { automaton }),
  }))
  const written = await challenger.complete(requests, { seed, signal, onWriting: watch.asking(groups) })
  return groups.map((group, i) => {
    const completions = at(written, i)
    tokens.prompted += group.prompt.tokens.length
    tokens.generated += completions.reduce((sum, each) => sum + each.tokens.length, 0)
    return { group, completions }
  })
}

/**
 * The groups that are asked again: those without a valid task that have tries left. A player that wrote
 * nothing is not asked for ever.
 */
export const withoutTask = (
  { config }: Pick<AskingState, 'config'>,
  waves: readonly Wave[],
): CandidateGroup[] =>
  waves
    .filter(({ completions }) => completions.length > 0)
    .map(({ group }) => group)
    .filter(
      ({ candidates }) =>
        candidates.length < mostCandidates(config) && !candidates.some(({ valid }) => valid),
    )
