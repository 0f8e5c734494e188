// What the Challenger of a cloze is shown and points into: spans of the passage, each of which can be the
// gap, and words of the corpus, all numbered. A completion is one number, or four: the span that is left out
// and three wrong options. Every completion that its automaton allows is a task.

import { at } from '../../base/at'
import { Random, hashText } from '../../base/random'
import { ok, type Result } from '../../base/result'
import { AutomatonBuilder, type TokenAutomaton } from '../../base/tokenAutomaton'
import type { RunConfig } from '../../config/schema'
import { refuse, type Reason } from '../../protocol/refusal'
import type { Task } from '../../protocol/records'
import { answers } from '../answers'
import { optionLetters } from '../answers/letters'
import { mcq } from '../answers/mcq'
import type { AnswerType } from '../answers/names'
import { string } from '../answers/string'
import { normaliseString } from '../answers/words'
import { gap } from '../freeText'
import type { Spelling } from '../seats'
import { words } from '../text/splitWords'
import { commonness, type Lexicon } from './wordCounts'
import { gapOf, holds, spansOf, unlikeness, type ClozeSpan, type Gap } from './spans'

/** Most spans of the passage and most words from elsewhere in the corpus, and their letters together. */
const MOST_SPANS = 14
const MOST_OTHERS = 6
const MOST_LETTERS = 220
/** Words of the corpus among which the likest are chosen. */
const LOOKED_AT = 60
/** Wrong options of a task, and most that may stand beside one span. */
const WRONG = optionLetters.length - 1
const MOST_WRONG = 8

/** By the setting `game.cloze`. */
export const clozeTypes: Readonly<Record<RunConfig['game']['cloze'], readonly AnswerType[]>> = {
  options: [mcq.name],
  recall: [string.name],
  mixed: [mcq.name, string.name],
}

const hasOptions = (type: AnswerType): boolean => answers[type].options > 0

interface Pointed extends Gap {
  readonly span: ClozeSpan
  /** Indices of the entries that can be wrong options beside it, ascending. */
  readonly wrong: readonly number[]
}

export interface NumberedSpans {
  readonly type: AnswerType
  /** Number n stands for entries[n - 1]. The first are spans of the passage. */
  readonly entries: readonly string[]
  /** Those that can be the gap: entry i is gaps[i]. */
  readonly gaps: readonly Pointed[]
}

/**
 * Which spans may be the gap: those that play may practise, those that it never does, so that there is
 * something to ask about what was read, or any of a text that nothing is practised on.
 */
export type GapUse = 'practised' | 'reserved' | 'any'

/** One span in so many is reserved. */
const RESERVED = 5

/** By sentence and span alone: wherever the sentence stands again, the same gaps are never practised. */
function isReserved(passage: string, { sentence, folded }: ClozeSpan): boolean {
  const own = passage.slice(sentence.start, sentence.end).replace(/\s+/gu, ' ')
  return hashText(`${own}\n${folded}`) % RESERVED === 0
}

/** Rarest first until there is no more room, then in the order of the text. */
function chosenSpans(passage: string, lexicon: Lexicon, use: GapUse): ClozeSpan[] {
  const all = spansOf(passage, lexicon).filter(
    (span) => use === 'any' || isReserved(passage, span) === (use === 'reserved'),
  )
  const ranked = all
    .map((span) => ({ span, common: commonness(span, lexicon) }))
    .sort((a, b) => a.common - b.common || a.span.start - b.span.start)
  const chosen: ClozeSpan[] = []
  let letters = 0
  for (const { span } of ranked) {
    letters += span.text.length
    if (chosen.length === MOST_SPANS || letters > MOST_LETTERS) break
    chosen.push(span)
  }
  return chosen.sort((a, b) => a.start - b.start)
}

interface Entry {
  readonly text: string
  readonly kind: ClozeSpan['kind']
}

/** Entries of like kind, or of any where they are too few, that the sentence and the gold do not hold. */
function wrongFor(span: ClozeSpan, passage: string, entries: readonly Entry[]): number[] {
  const sentence = passage.slice(span.sentence.start, span.sentence.end)
  const shown = words(sentence).map((word) => word.text)
  const seen = new Set([normaliseString(span.text)])
  const fitting = [...entries.entries()].filter(([, { text }]) => {
    const [own, key] = [words(text).map((word) => word.text), normaliseString(text)]
    const clashes = holds(own, span.words) || holds(span.words, own) || holds(shown, own) || seen.has(key)
    seen.add(key)
    return !clashes
  })
  const like = fitting.filter(([, { kind }]) => kind === span.kind)
  const all = like.length >= WRONG ? like : [...like, ...fitting.filter(([, { kind }]) => kind !== span.kind)]
  const closeness = ({ text }: Entry): number => unlikeness(text, span.text)
  return (like.length >= WRONG ? all : all.slice(0, WRONG))
    .sort(([, a], [, b]) => closeness(a) - closeness(b))
    .slice(0, MOST_WRONG)
    .map(([index]) => index)
    .sort((a, b) => a - b)
}

/** Those that look most like one of the spans first. */
function othersLike(spans: readonly ClozeSpan[], texts: readonly string[]): string[] {
  const distance = (text: string): number => Math.min(...spans.map((span) => unlikeness(span.text, text)))
  return texts
    .map((text) => ({ text, far: distance(text) }))
    .sort((a, b) => a.far - b.far)
    .map(({ text }) => text)
}

/** What can be asked about a passage; null where it has no span that can be left out. */
export function numberedSpans(
  passage: string,
  type: AnswerType,
  lexicon: Lexicon,
  random: Random,
  use: GapUse = 'practised',
): NumberedSpans | null {
  const spans = chosenSpans(passage, lexicon, use)
  const kinds = [...new Set(spans.map(({ kind }) => kind))]
  const others = kinds.flatMap((kind) =>
    othersLike(
      spans.filter((span) => span.kind === kind),
      lexicon.sample(kind, LOOKED_AT, random),
    )
      .slice(0, Math.ceil(MOST_OTHERS / kinds.length))
      .map((text): Entry => ({ text, kind })),
  )
  const pointed = (list: readonly ClozeSpan[]): Pointed[] => {
    const entries: Entry[] = [...list, ...others]
    return list.map((span) => ({
      span,
      ...gapOf(passage, span),
      wrong: wrongFor(span, passage, entries),
    }))
  }
  // Without its wrong options a span is no gap, and no wrong option of others either.
  let [list, gaps] = [spans, pointed(spans)]
  while (hasOptions(type) && gaps.some(({ wrong }) => wrong.length < WRONG)) {
    list = gaps.filter(({ wrong }) => wrong.length >= WRONG).map(({ span }) => span)
    gaps = pointed(list)
  }
  if (gaps.length === 0) return null
  return { type, entries: [...list, ...others].map(({ text }) => text), gaps }
}

const number = (index: number): string => ` ${index + 1}`

/** The completion that points at gap `index` with those wrong options, in pieces as they are tokenized. */
function piecesOf(index: number, wrong: readonly number[]): string[] {
  if (wrong.length === 0) return [number(index)]
  return [number(index), ':', ...wrong.flatMap((each, i) => (i === 0 ? [number(each)] : [',', number(each)]))]
}

export const pointingText = (index: number, wrong: readonly number[]): string =>
  piecesOf(index, wrong).join('')

/** The same in tokens, as the automaton allows it, with the token that ends it. */
export const pointingTokens = (spelling: Spelling, index: number, wrong: readonly number[]): number[] => [
  ...piecesOf(index, wrong).flatMap((piece) => spelling.encode(piece)),
  spelling.end,
]

/** Wrong options are told in ascending order, so that each set of them is one completion. */
export function pointingAutomaton({ type, gaps }: NumberedSpans, spelling: Spelling): TokenAutomaton {
  const builder = new AutomatonBuilder()
  const end = builder.state()
  const tokensOf = (...pieces: string[]): number[] => pieces.flatMap((piece) => [...spelling.encode(piece)])
  gaps.forEach(({ wrong }, index) => {
    if (!hasOptions(type)) {
      builder.path(0, [...tokensOf(number(index)), spelling.end], end)
      return
    }
    const states = new Map<string, number>()
    const stateAt = (from: number, told: number): number => {
      const key = `${from} ${told}`
      const known = states.get(key)
      if (known !== undefined) return known
      const state = builder.state()
      states.set(key, state)
      const left = WRONG - told
      for (let i = from; i + left <= wrong.length; i++) {
        const pieces = tokensOf(number(at(wrong, i)))
        if (left === 1) builder.path(state, [...pieces, spelling.end], end)
        else builder.path(state, [...pieces, ...tokensOf(',')], stateAt(i + 1, told + 1))
      }
      return state
    }
    builder.path(0, tokensOf(number(index), ':'), stateAt(0, 0))
  })
  return builder.build()
}

const form = /^\s*(\d{1,3})\s*(?::\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*)?$/u

/** Reads what the Challenger wrote; any text is answered with a task or with the reason why there is none. */
export function parsePointing(
  completion: { readonly text: string; readonly stopped: boolean },
  spans: NumberedSpans,
): Result<Task, Reason> {
  if (!completion.stopped) return refuse('task.unfinished', {})
  const match = form.exec(completion.text)
  const numbers = match?.slice(1).flatMap((each) => (each === undefined ? [] : [Number(each) - 1])) ?? []
  const wanted = hasOptions(spans.type) ? 1 + WRONG : 1
  const [index, ...wrong] = numbers
  if (index === undefined || numbers.length !== wanted) return refuse('cloze.form', { wanted })
  const pointed = spans.gaps[index]
  if (pointed === undefined) return refuse('cloze.span', { number: index + 1 })
  const stray = wrong.find((each, i) => !pointed.wrong.includes(each) || wrong.indexOf(each) !== i)
  if (stray !== undefined) return refuse('cloze.option', { number: stray + 1 })
  return ok(
    taskOf(
      pointed,
      wrong.map((each) => at(spans.entries, each)),
    ),
  )
}

/** The task of a gap: with wrong options a choice, else free recall. */
function taskOf({ span, before, after }: Pointed, wrong: readonly string[]): Task {
  const question = `${before}${gap}${after}`
  const base = { question, steps: [], source: { start: span.start, end: span.end }, cloze: { before } }
  if (wrong.length === 0) return { ...base, type: string.name, options: [], gold: span.text }
  // The gold's place tells nothing, and is the same whenever the question is asked.
  const options = Random.from(hashText([question, span.text, ...wrong].join('\n'))).shuffled([
    span.text,
    ...wrong,
  ])
  return { ...base, type: mcq.name, options, gold: at(optionLetters, options.indexOf(span.text)) }
}
