// Sample: the passages of a round, B draws from the run's corpora.

import { hashText, Random } from '../../base/random'
import type { Passage } from '../../protocol/records'
import type { RunConfig } from '../../config/schema'
import { noLexicon, type Lexicon } from '../cloze/wordCounts'
import { clozeTypes, numberedSpans } from '../cloze/numberedSpans'
import type { RoundSetup } from './state'

/** Draws for one passage. */
const MOST_TRIES = 40

/** Whether every kind of task that may be asked for finds a span in the passage alone. */
function hasGap(text: string, { game }: RunConfig, lexicon: Lexicon = noLexicon): boolean {
  return clozeTypes[game.cloze].every(
    (type) => numberedSpans(text, type, { ...lexicon, sample: () => [] }, Random.from(0)) !== null,
  )
}

export async function sample({ config, seed, round, passages, lexicon }: RoundSetup): Promise<Passage[]> {
  const random = Random.from(seed, hashText('passages'), round)
  const drawn: Passage[] = []
  const draw = config.game.world === 'cloze' ? drawWithSpan : () => passages.draw(random)
  for (let i = 0; i < config.game.passages; i++) drawn.push(await draw())
  return drawn

  /** A passage in which there is something to point at, where a few tries find one. */
  async function drawWithSpan(): Promise<Passage> {
    let passage = await passages.draw(random)
    for (let tries = 1; tries < MOST_TRIES && !hasGap(passage.text, config, lexicon); tries++)
      passage = await passages.draw(random)
    return passage
  }
}
