// The Challenger's prompts of a round: the answer type of each passage, drawn or selected, and what the
// Challenger is shown. Writes no candidate.

import { at } from '../../base/at'
import type { TokenAutomaton } from '../../base/tokenAutomaton'
import type { AnswerType } from '../../config/schema'
import type { Passage } from '../../protocol/records'
import { noLexicon } from '../cloze/wordCounts'
import { clozeTypes, numberedSpans, pointingAutomaton } from '../cloze/numberedSpans'
import { promptStyle } from '../prompts'
import { drawKind, referencesFor } from '../programs/generateProgram'
import { programPrompt } from '../prompts/compact'
import { promptText } from '../prompts/text'
import { vocabularyDropout } from '../vocabularyDropout'
import { requestTo, type PromptPart } from '../seats'
import { drawFor, streamFor } from './draws'
import type { AskingState, CandidateGroup } from './state'

const noPassage: Passage = { document: '', start: 0, end: 0, text: '' }

/**
 * An active type that the passage can carry, drawn uniformly; any active one where it can carry none of them.
 */
function drawType(state: AskingState, episode: number, passage: string | null): AnswerType {
  const active = state.config.game.answerTypes
  const fits = passage === null ? [] : state.analyser.types(passage)
  const both = active.filter((type) => fits.includes(type))
  return drawFor({ ...state, episode }, 'type').pick(both.length > 0 ? both : active)
}

/** Most tokens of a selector's answer: four short fields. */
const SELECTOR_TOKENS = 96

/** The type of each passage by a call of its own; what it does not choose well is drawn. */
async function selectTypes(state: AskingState, passages: readonly Passage[]): Promise<AnswerType[]> {
  const { config, challenger, seed, round, signal, tokens } = state
  const { prompts, answerTypes, challengerTokens, temperature } = config.game
  const { selector } = promptStyle(prompts)
  if (selector === null) return []
  const requests = passages.map(({ text }, episode) =>
    requestTo(challenger, {
      seat: 'challenger',
      parts: selector.prompt(text),
      count: 1,
      stream: streamFor({ round, episode }, 'selector', 0),
      maxNewTokens: Math.min(SELECTOR_TOKENS, challengerTokens),
      temperature,
    }),
  )
  const chosen = await challenger.complete(requests, { seed, signal })
  return passages.map(({ text }, episode) => {
    const completion = at(at(chosen, episode), 0)
    tokens.prompted += at(requests, episode).tokens.length
    tokens.generated += completion.tokens.length
    return selector.parse(completion.text, answerTypes) ?? drawType(state, episode, text)
  })
}

/** One group a passage, without candidates yet. */
export async function openGroups(
  state: AskingState,
  passages: readonly Passage[],
): Promise<CandidateGroup[]> {
  const { corpus, prompts, typeChoice, world } = state.config.game
  if (world === 'programs') return passages.map((_, episode) => programGroup(state, episode))
  if (world === 'cloze') return passages.map((passage, episode) => clozeGroup(state, episode, passage))
  const hasSelector = promptStyle(prompts).selector !== null
  const selects = hasSelector && corpus && typeChoice === 'challenger'
  const selected = selects ? await selectTypes(state, passages) : []
  const automaton = maskOfRound(state)
  return passages.map((passage, episode) => {
    const shown = corpus ? passage : noPassage
    const text = corpus ? passage.text : null
    const drawn = typeChoice === 'assigned' || hasSelector
    const type = selected[episode] ?? (drawn ? drawType(state, episode, text) : null)
    const parts = promptStyle(prompts).challenger(text, type)
    const group = groupOf(state, episode, shown, parts, { type, kind: null, spans: null })
    return automaton === null ? group : { ...group, automaton }
  })
}

/** The vocabulary dropout of a round, the same for all its groups; null where it is off or cannot be. */
function maskOfRound({ config, seed, round, challenger }: AskingState): TokenAutomaton | null {
  const { vocabularyDropout: share, prompts } = config.game
  const { spelling } = challenger
  if (share === 0 || spelling === undefined || challenger.pieces === undefined) return null
  const kept = new Set([
    spelling.end,
    ...promptStyle(prompts).format.flatMap((text) => [...spelling.encode(text)]),
  ])
  const random = drawFor({ seed, round, episode: 0 }, 'vocabulary')
  return vocabularyDropout({ pieces: challenger.pieces(), kept }, share, random)
}

/** In place of a passage stand past triples, of which the proposer is to write another. */
function programGroup(state: AskingState, episode: number): CandidateGroup {
  const place = { ...state, episode }
  const kind = drawKind(drawFor(place, 'type'))
  const text = referencesFor(kind, state.window.last(Infinity), state.seed, drawFor(place, 'references'))
  const passage = { document: kind, start: 0, end: text.length, text }
  return groupOf(state, episode, passage, programPrompt(text, kind), { type: null, kind, spans: null })
}

/** A gap is pointed at among numbered spans; where the passage has none, every completion is invalid. */
function clozeGroup(state: AskingState, episode: number, passage: Passage): CandidateGroup {
  const { config, challenger, lexicon = noLexicon } = state
  const place = { ...state, episode }
  const type = drawFor(place, 'type').pick(clozeTypes[config.game.cloze])
  const spans = numberedSpans(passage.text, type, lexicon, drawFor(place, 'references'))
  const parts = promptStyle(config.game.prompts).cloze(passage.text, spans ?? { type, entries: [] })
  const group = groupOf(state, episode, passage, parts, { type, kind: null, spans })
  const { spelling } = challenger
  return spans === null || spelling === undefined
    ? group
    : { ...group, automaton: pointingAutomaton(spans, spelling) }
}

function groupOf(
  { challenger }: AskingState,
  episode: number,
  passage: Passage,
  parts: readonly PromptPart[],
  asked: Pick<CandidateGroup, 'type' | 'kind' | 'spans'>,
): CandidateGroup {
  const prompt = { tokens: [...challenger.encode(parts)], text: promptText(parts) }
  return { episode, passage, parts, prompt, ...asked, candidates: [] }
}
