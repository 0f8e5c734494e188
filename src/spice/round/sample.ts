// Sample: the passages of a round, B draws from the run's corpora.

import { hashText, Random } from '../../base/random'
import type { Passage } from '../../protocol/records'
import type { RoundSetup } from './state'

export async function sample({ config, seed, round, passages }: RoundSetup): Promise<Passage[]> {
  const random = Random.from(seed, hashText('passages'), round)
  const drawn: Passage[] = []
  for (let i = 0; i < config.game.passages; i++) drawn.push(await passages.draw(random))
  return drawn
}
