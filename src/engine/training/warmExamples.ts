// The warm start's examples as token ids, with the weights and the tokenizer that they begin from, so that a
// warm start can be made elsewhere and come back as a checkpoint. The stories are fresh ones of the grammar.
// It writes nothing.

import { problem } from '../../problems'
import { hash32, hashText, Random } from '../../base/random'
import type { RunLink } from '../../config/link'
import type { RunConfig } from '../../config/schema'
import { initialValues } from '../../model/initialise'
import { layoutOf } from '../../model/parameters'
import { marks } from '../../spice/seats'
import { ambiguousTexts } from '../../spice/stories/ambiguous/passage'
import { analyse } from '../../spice/stories/analyse'
import { kinds } from '../../spice/stories/kinds'
import { corpusTexts } from '../../spice/stories/storyCorpus'
import { Tokenizer, TokenizerTrainer } from '../../text/tokenizer'
import { drawExample, formatTexts } from '../../training/examples'
import { architectureFor } from '../runtime/modelRuntime'
import { readSnapshot, startPosition, writeSnapshot, type Snapshot } from '../checkpoints/snapshot'
import { EngineError, unwrap } from '../errors'

/** Seed of the fresh stories: not the one of the committed corpora. */
const FRESH = 7001

type OwnSnapshot = Snapshot & { readonly tokenizer: Tokenizer }

function learnTokenizer(texts: readonly string[], config: RunConfig): Tokenizer {
  const trainer = new TokenizerTrainer()
  const random = Random.from(hashText('tokenizer'))
  for (const text of texts) {
    trainer.add(text)
    for (const written of formatTexts(text, config, random)) trainer.add(written)
  }
  return trainer.finish(config.model.vocabulary, marks)
}

function firstSnapshot(texts: readonly string[], config: RunConfig, seed: number): OwnSnapshot {
  const tokenizer = learnTokenizer(texts, config)
  const architecture = architectureFor(config, tokenizer)
  const values = initialValues(layoutOf(architecture), hash32(seed, hashText('weights')))
  return { architecture, tokenizer, values, optimizer: null, position: { ...startPosition, warmed: true } }
}

function givenSnapshot(bytes: Uint8Array): OwnSnapshot {
  const snapshot = unwrap(readSnapshot(bytes))
  const { tokenizer } = snapshot
  if (!(tokenizer instanceof Tokenizer)) throw new EngineError(problem('model-warm-start'))
  return { ...snapshot, tokenizer, optimizer: null }
}

export interface WarmExamples {
  /** A checkpoint of the first weights. */
  readonly start: Uint8Array
  /** Fresh stories that the examples are about. */
  readonly stories: number
  /**
   * One by one until they hold the tokens that were asked for: number of tokens, index of the first predicted
   * one, the tokens.
   */
  readonly sequences: () => Generator<Uint16Array>
}

export interface ExamplesOf {
  /** A checkpoint to go on from. */
  readonly weights?: Uint8Array | null
  /** True for passages of ambiguous events in place of stories. */
  readonly ambiguous?: boolean
}

/**
 * Examples of `tokens` tokens in all, of `count` fresh stories of each domain whose kinds are in play; for
 * weights that have
 * learned before, with their own tokenizer. Throws EngineError for a file that is no checkpoint.
 */
export function warmExamples(
  { config, seed }: RunLink,
  tokens: number,
  count: number,
  { weights = null, ambiguous = false }: ExamplesOf = {},
): WarmExamples {
  const types = config.game.answerTypes
  const playable = (text: string): boolean => types.some((type) => analyse(text)?.kind.type === type)
  const domains = (['numbers', 'relations'] as const).filter((domain) =>
    kinds.some((kind) => kind.domain === domain && types.includes(kind.type)),
  )
  const start =
    weights === null
      ? firstSnapshot(
          ambiguous ? ambiguousTexts() : domains.flatMap((domain) => corpusTexts(domain)),
          config,
          seed,
        )
      : givenSnapshot(weights)
  const { tokenizer } = start
  const stories = ambiguous
    ? ambiguousTexts(count, FRESH)
    : domains.flatMap((domain) => corpusTexts(domain, count, FRESH)).filter(playable)
  return {
    start: writeSnapshot(start),
    stories: stories.length,
    *sequences() {
      for (let [index, held] = [0, 0]; held < tokens; index++) {
        const random = Random.from(seed, hashText('examples'), index)
        const { sequence } = drawExample(
          random.pick(stories),
          { encoder: tokenizer, config, progress: held / tokens },
          random,
        )
        if (sequence.from >= sequence.tokens.length) continue
        held += sequence.tokens.length
        yield Uint16Array.from([sequence.tokens.length, sequence.from, ...sequence.tokens])
      }
    },
  }
}
