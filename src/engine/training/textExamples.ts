// Examples of any text, for weights that are trained elsewhere to read: a tokenizer learned from documents,
// passages of them as plain language, and among these the tasks of a world of cloze. It writes nothing.

import { hash32, hashText, Random } from '../../base/random'
import type { RunLink } from '../../config/link'
import type { Architecture } from '../../config/architecture'
import { cutPassages } from '../../corpus'
import { initialValues } from '../../model/initialise'
import { layoutOf } from '../../model/parameters'
import { marks } from '../../spice/seats'
import { lexiconOf, noLexicon, type Lexicon } from '../../spice/cloze/wordCounts'
import { TokenizerTrainer, type Tokenizer } from '../../text/tokenizer'
import { clozeExample, clozeTexts } from '../../training/clozeExamples'
import { startPosition, writeSnapshot } from '../checkpoints/snapshot'
import { architectureFor } from '../runtime/modelRuntime'
import { EngineError } from '../errors'
import { problem } from '../../problems'
import type { WarmExamples } from './warmExamples'

export interface TextDocument {
  /** Documents of one source share what is known about their words. */
  readonly source: string
  readonly text: string
}

/** Characters of a source that its words are counted in, and of all that the tokenizer learns from. */
const COUNTED = 300_000
const TOKENIZED = 8_000_000
/** Documents whose passages are shuffled among each other. */
const MIXED = 400
/** Fewest tokens of a passage. */
const SHORTEST = 24

interface Passage {
  readonly text: string
  readonly lexicon: Lexicon
}

function learnTokenizer(documents: readonly TextDocument[], vocabulary: number): Tokenizer {
  const trainer = new TokenizerTrainer()
  const all = documents.reduce((sum, { text }) => sum + text.length, 0)
  const share = Math.min(1, TOKENIZED / all)
  for (const { text } of documents) trainer.add(text.slice(0, Math.ceil(text.length * share)))
  for (const text of clozeTexts()) trainer.add(text)
  return trainer.finish(vocabulary, marks)
}

function lexicons(documents: readonly TextDocument[]): ReadonlyMap<string, Lexicon> {
  const texts = new Map<string, { list: string[]; characters: number }>()
  for (const { source, text } of documents) {
    const own = texts.get(source) ?? { list: [], characters: 0 }
    if (own.characters < COUNTED) own.list.push(text)
    own.characters += text.length
    texts.set(source, own)
  }
  return new Map([...texts].map(([source, { list }]) => [source, lexiconOf(list)]))
}

/**
 * Passages of the documents in random order, all of them again and again, until there are `tokens` tokens;
 * fewer tokens are the beginning of more. `shape` replaces parts of the configuration's architecture.
 * Throws EngineError where the documents hold no passage.
 */
export function textExamples(
  { config, seed }: RunLink,
  documents: readonly TextDocument[],
  tokens: number,
  shape: Partial<Architecture> = {},
): WarmExamples {
  const tokenizer = learnTokenizer(documents, config.model.vocabulary)
  const sized = { ...architectureFor(config, tokenizer), ...shape }
  const architecture = { ...sized, kvHeads: sized.heads, embeddingScale: Math.sqrt(sized.width) }
  const known = lexicons(documents)
  const options = { maxTokens: config.game.passageTokens, minTokens: SHORTEST }

  function* passages(random: Random): Generator<Passage> {
    const order = random.shuffled(documents)
    for (let at = 0; at < order.length; at += MIXED) {
      const some = order.slice(at, at + MIXED).flatMap(({ source, text }) =>
        cutPassages(text, tokenizer, options).map((passage): Passage => ({
          text: passage.text,
          lexicon: known.get(source) ?? noLexicon,
        })),
      )
      yield* random.shuffled(some)
    }
  }

  return {
    start: writeSnapshot({
      architecture,
      tokenizer,
      values: initialValues(layoutOf(architecture), hash32(seed, hashText('weights'))),
      optimizer: null,
      position: { ...startPosition, warmed: true },
    }),
    stories: documents.length,
    *sequences() {
      for (let [pass, held] = [0, 0]; held < tokens; pass++) {
        const before = held
        let index = 0
        for (const { text, lexicon } of passages(Random.from(seed, hashText('passages'), pass))) {
          const random = Random.from(seed, hashText('examples'), pass, index++)
          const sequence = clozeExample(text, { encoder: tokenizer, config, lexicon }, random)
          if (sequence.from >= sequence.tokens.length) continue
          held += sequence.tokens.length
          yield Uint16Array.from([sequence.tokens.length, sequence.from, ...sequence.tokens])
          if (held >= tokens) return
        }
        if (held === before) throw new EngineError(problem('no-corpus'))
      }
    },
  }
}
