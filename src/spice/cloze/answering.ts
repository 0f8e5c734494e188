// How the Reasoner answers a cloze: it goes on from the text before the gap. Of options it writes one, held
// to them by an automaton, so that what is drawn is by the options' own probability; recall is free. Knows no
// passage.

import { oneOf, type TokenAutomaton } from '../../base/tokenAutomaton'
import type { Task, Verdict } from '../../protocol/records'
import { optionLetters } from '../answers/letters'
import { equalStrings } from '../answers/words'
import { gap } from '../freeText'
import type { Player, PromptPart, ScoredTokens, Spelling } from '../seats'
import { words } from '../text/splitWords'

type ClozeTask = Pick<Task, 'options' | 'cloze'>

/** White space before a gap belongs to what fills it. */
const leadOf = (before: string): string => (/\s$/u.test(before) ? ' ' : '')

/** Plain text to go on from, in the place where a model has read plain text. */
export const continuationPrompt = ({ before }: NonNullable<Task['cloze']>): PromptPart[] => [
  { mark: 'begin' },
  { mark: 'passage' },
  { text: before.trimEnd() },
]

/** The same behind the passage. */
export const openContinuationPrompt = (
  passage: string,
  { before }: NonNullable<Task['cloze']>,
): PromptPart[] => [
  { mark: 'begin' },
  { mark: 'passage' },
  { text: passage },
  { text: '\n\n' },
  { text: before.trimEnd() },
]

/** The text that fills a gap, as it goes on from the prompt. */
export const fillingText = ({ before }: NonNullable<Task['cloze']>, text: string): string =>
  leadOf(before) + text

/** What an attempt is held to: one of the options. Null for a free answer. */
export function optionAutomaton({ options, cloze }: ClozeTask, spelling: Spelling): TokenAutomaton | null {
  if (cloze === undefined || options.length === 0) return null
  return oneOf(
    options.map((option) => spelling.encode(fillingText(cloze, option))),
    spelling.end,
  )
}

/** For a request about the task: nothing where it is no cloze with options, or the player has no tokens. */
export function heldToOptions(
  task: ClozeTask,
  { spelling }: Pick<Player, 'spelling'>,
): { readonly automaton?: TokenAutomaton } {
  const automaton = spelling === undefined ? null : optionAutomaton(task, spelling)
  return automaton === null ? {} : { automaton }
}

/** The whole sentence with each option in the gap, in tokens behind its prompt. */
export function sentencesOf(
  { cloze, options, question }: Pick<Task, 'options' | 'cloze' | 'question'>,
  player: Pick<Player, 'encode'>,
  spelling: Spelling,
): ScoredTokens[] {
  if (cloze === undefined) return []
  const prompt = player.encode(continuationPrompt(cloze))
  const after = question.slice(cloze.before.length + gap.length)
  return options.map((option) => ({
    tokens: [...prompt, ...spelling.encode(fillingText(cloze, option) + after)],
    from: prompt.length,
  }))
}

/** The gap of a question as a person writes or copies it; null where it has none. */
export function gapIn(question: string): NonNullable<Task['cloze']> | null {
  const at = question.indexOf(gap)
  return at < 0 ? null : { before: question.slice(0, at) }
}

/** What a free answer puts into a gap of so many words. */
export const fillingIn = (text: string, count: number): string | null => firstWords(text, true, count)

/** The first words of a text; null where it has fewer, or the last may be cut off. */
function firstWords(text: string, stopped: boolean, wanted: number): string | null {
  const last = words(text)[wanted - 1]
  if (last === undefined || (!stopped && last.end === text.length)) return null
  return text.slice(0, last.end).trim()
}

/** An option is answered by its letter, free recall by the words with which the completion begins. */
export function judgeCloze(
  { text, stopped }: { readonly text: string; readonly stopped: boolean },
  { options, gold }: Pick<Task, 'options' | 'gold'>,
): { readonly answer: string | null; readonly verdict: Verdict } {
  const written = options.length === 0 ? firstWords(text, stopped, words(gold).length) : text
  const chosen = options.findIndex((option) => equalStrings(option, written ?? ''))
  const answer =
    options.length === 0 ? written : stopped && chosen >= 0 ? (optionLetters[chosen] ?? null) : null
  if (answer === null) return { answer, verdict: 'noAnswer' }
  const right = options.length === 0 ? equalStrings(answer, gold) : answer === gold
  return { answer, verdict: right ? 'right' : 'wrong' }
}
