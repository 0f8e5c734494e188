// The texts of the corpora that a run's tokenizer learns from.

import type { CorpusStore } from '../../protocol/ports'

/**
 * About `characters` characters of the corpora's texts, spread evenly over their documents, in order: what a
 * tokenizer learns from.
 */
export async function* textsForTokenizer(
  store: CorpusStore,
  corpora: readonly string[],
  characters: number,
): AsyncGenerator<string> {
  const all = await store.corpora()
  const total = corpora.reduce((sum, id) => sum + (all.find((each) => each.id === id)?.characters ?? 0), 0)
  const share = Math.min(1, characters / Math.max(1, total))
  let owed = 0
  for (const corpus of corpora) {
    for await (const { text } of store.texts(corpus)) {
      owed += share
      if (owed < 1) continue
      owed -= 1
      yield text
    }
  }
}
