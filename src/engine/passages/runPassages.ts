// Which passages a run plays: how long they may be for its model, which stories are in play, and the source
// that self-play, warm start and arena draw them from.

import type { RunConfig } from '../../config/schema'
import { cutPassages, type Part } from '../../corpus'
import type { ModelTokenizer } from '../../players/modelTokenizer'
import { mcq } from '../../spice/answers/mcq'
import { promptStyle } from '../../spice/prompts'
import { factsIn, typesOf } from '../../spice/measurements/measuredPassage'
import { analyse } from '../../spice/stories/analyse'
import { PassageSource, type CutText, type DocumentTexts } from './passageSource'

/** Who reads the passages: what counts their tokens, and the longest sequence of the model. */
export interface PassageReader {
  readonly tokenizer: ModelTokenizer
  readonly context: number
}

/** Marks and type word around a passage in the Challenger's compact prompt, with room to spare. */
const PROMPT_TOKENS = 12
/** More tokens than a passage can take by standing within a text. */
const SEAM_TOKENS = 8
/** Shorter passages are titles and captions: nothing can be asked about them. */
const SHORTEST_PASSAGE = 12

/** Numbered spans of a cloze: about as many letters as the rules allow, and their numbers. */
const numbered = Array.from({ length: 20 }, () => 'Lorem ipsum')

/** Tokens of a Challenger's prompt beside its passage. */
function promptTokens({ game }: RunConfig, tokenizer: ModelTokenizer): number {
  if (game.world === 'cloze') {
    const parts = promptStyle(game.prompts).cloze('', { entries: numbered, type: mcq.name })
    return SEAM_TOKENS + tokenizer.encodeParts(parts).length
  }
  const { plainWords, challenger, selector } = promptStyle(game.prompts)
  if (!plainWords) return PROMPT_TOKENS
  const prompts = [
    ...game.answerTypes.map((type) => challenger('', type)),
    ...(selector === null ? [] : [selector.prompt('')]),
  ]
  return SEAM_TOKENS + Math.max(...prompts.map((parts) => tokenizer.encodeParts(parts).length))
}

/** Tokens of a passage that leave the Challenger its room in the model's context. */
export function passageTokens(config: RunConfig, { tokenizer, context }: PassageReader): number {
  return Math.max(
    SHORTEST_PASSAGE,
    Math.min(
      config.game.passageTokens,
      context - Math.min(config.game.challengerTokens, context >> 1) - promptTokens(config, tokenizer),
    ),
  )
}

/**
 * Cuts documents into what the Challenger can read. A story whose one type is not in play is left out; other
 * texts can carry any type.
 */
export function cutterFor(config: RunConfig, { tokenizer, context }: PassageReader): CutText {
  const maxTokens = passageTokens(config, { tokenizer, context })
  const playable = (text: string): boolean => {
    const measured = factsIn(text)
    if (measured !== null) return typesOf(measured).some((type) => config.game.answerTypes.includes(type))
    const kind = analyse(text)?.kind
    return kind === undefined || config.game.answerTypes.includes(kind.type)
  }
  return (text) =>
    cutPassages(text, tokenizer, { maxTokens, minTokens: Math.min(SHORTEST_PASSAGE, maxTokens) }).filter(
      (passage) => playable(passage.text),
    )
}

/** Whether a part of the corpora is held out, so that there is something to ask that nobody was taught. */
export const holdsOut = ({ game }: Pick<RunConfig, 'game'>): boolean => game.world === 'cloze'

/** `part`: of a run that holds something out, what it reads, or what it does not. */
export const openPassages = (
  store: DocumentTexts,
  corpora: readonly string[],
  config: RunConfig,
  reader: PassageReader,
  part: Part = 'read',
): Promise<PassageSource> =>
  PassageSource.open(
    store,
    corpora,
    cutterFor(config, reader),
    holdsOut(config) ? part : null,
    config.game.draw,
  )
