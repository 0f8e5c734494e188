// The texts of the corpora that a run's tokenizer learns from.

import { holdOut, spansOfPart } from '../../corpus'
import type { CorpusStore } from '../../protocol/ports'

/**
 * About `characters` characters of the corpora's texts, spread evenly over their documents, in order: what a
 * tokenizer learns from. Without what is held out, where something is.
 */
export async function* textsForTokenizer(
  store: CorpusStore,
  corpora: readonly string[],
  characters: number,
  holdsOut = false,
): AsyncGenerator<string> {
  const parts = holdsOut
    ? holdOut((await Promise.all(corpora.map((id) => store.documents(id)))).flat())
    : null
  const all = await store.corpora()
  const total = corpora.reduce((sum, id) => sum + (all.find((each) => each.id === id)?.characters ?? 0), 0)
  const share = Math.min(1, characters / Math.max(1, total))
  let owed = 0
  for (const corpus of corpora) {
    for await (const { id, text } of store.texts(corpus)) {
      owed += share
      if (owed < 1) continue
      owed -= 1
      const part = parts?.get(id) ?? 'read'
      for (const { start, end } of spansOfPart({ id, text }, part, 'read')) yield text.slice(start, end)
    }
  }
}
