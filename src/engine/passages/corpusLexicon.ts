// What a run's corpora tell about their words, without what is held out: counted once, when a run of cloze
// is opened.

import type { CorpusStore } from '../../protocol/ports'
import { lexiconOf, type Lexicon } from '../../spice/cloze/wordCounts'
import { textsForTokenizer } from './tokenizerTexts'

/** Characters that are counted: more takes seconds and changes little. */
const MOST_CHARACTERS = 1_500_000

export async function corpusLexicon(store: CorpusStore, corpora: readonly string[]): Promise<Lexicon> {
  const texts: string[] = []
  for await (const text of textsForTokenizer(store, corpora, MOST_CHARACTERS, true)) texts.push(text)
  return lexiconOf(texts)
}
