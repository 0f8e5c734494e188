// The texts of the corpora that a run's tokenizer learns from.

import { holdOut, spansOfPart } from '../../corpus'
import type { CorpusStore } from '../../protocol/ports'
import { weightOf } from './chooseDocument'

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
  const all = await store.corpora()
  const isWeighted = (id: string): boolean => all.find((each) => each.id === id)?.weights !== undefined
  const documents =
    holdsOut || corpora.some(isWeighted)
      ? (await Promise.all(corpora.map((id) => store.documents(id)))).flat()
      : []
  const off = new Set(
    documents
      .filter(({ corpus, name }) => weightOf(all.find(({ id }) => id === corpus) ?? {}, name) === 0)
      .map(({ id }) => id),
  )
  const parts = holdsOut ? holdOut(documents.filter(({ id }) => !off.has(id))) : null
  const total = corpora.reduce((sum, id) => sum + (all.find((each) => each.id === id)?.characters ?? 0), 0)
  const share = Math.min(1, characters / Math.max(1, total))
  let owed = 0
  for (const corpus of corpora) {
    for await (const { id, text } of store.texts(corpus)) {
      if (off.has(id)) continue
      owed += share
      if (owed < 1) continue
      owed -= 1
      const part = parts?.get(id) ?? 'read'
      for (const { start, end } of spansOfPart({ id, text }, part, 'read')) yield text.slice(start, end)
    }
  }
}
