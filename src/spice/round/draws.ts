// Keys of every random draw of a round: a draw depends on the run's seed, the round, the episode and its
// purpose alone, so neither batching nor order of arrival can change a run.

import { hash32, Random } from '../../base/random'

const purposes = [
  'type',
  'keep',
  'choose',
  'randomReward',
  'shuffleCandidates',
  'shuffleAttempts',
  'randomAttempts',
  'references',
  'vocabulary',
] as const
const streams = ['challenger', 'reasoner', 'withPassage', 'selector'] as const

export interface Place {
  readonly seed: number
  readonly round: number
  readonly episode: number
}

/** A generator for one purpose; `item` is the candidate where it is about one. */
export const drawFor = (
  { seed, round, episode }: Place,
  purpose: (typeof purposes)[number],
  item = 0,
): Random => Random.from(seed, round, episode, purposes.indexOf(purpose), item)

/** Key of a request's random stream; `item` is the wave of a Challenger's request, else the candidate. */
export const streamFor = (
  { round, episode }: Omit<Place, 'seed'>,
  kind: (typeof streams)[number],
  item: number,
): number => hash32(round, episode, streams.indexOf(kind), item)
