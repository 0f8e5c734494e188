// Sentence forms: a wording with slots, such as `{A} found {n} more`, that can be written and read back.
// Knows no story: what a slot means is the business of the kind that uses it.

import { boxes, eventOpenings, items, names, stateOpenings, storyOpenings } from './lexicon'

export type Slots = Readonly<Record<string, string>>

const anyOf = (words: readonly string[]): string => words.join('|')
const name = anyOf([...names.she, ...names.he])

/** What each slot may hold. `v` and `n` are told by the kind that owns the form. */
const slotPatterns: Readonly<Record<string, string>> = {
  A: name,
  B: name,
  C: name,
  now: name,
  items: anyOf(items),
  box: anyOf(boxes),
}

export interface Form {
  /** The wording, with slots in braces; starts in lower case unless with a slot. */
  readonly wording: string
  readonly pattern: RegExp
}

export type SlotPatterns = Readonly<Record<string, string>>

/**
 * Opening words are optional in front of every form; questions end in a question mark, all else in a full
 * stop.
 */
function compile(wording: string, patterns: SlotPatterns, mark: '.' | '?', opened: boolean): Form {
  const body = wording.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{(\w+)\}/g, (_, slot: string) => {
    const pattern = patterns[slot] ?? slotPatterns[slot]
    if (pattern === undefined) throw new Error(`the form "${wording}" has an unknown slot {${slot}}`)
    return `(?<${slot}>${pattern})`
  })
  const opening = opened
    ? `(?:(?:${anyOf([...new Set([...storyOpenings, ...eventOpenings, ...stateOpenings])])}) )?`
    : ''
  return { wording, pattern: new RegExp(`^${opening}${body}\\${mark}$`, 'iu') }
}

export const forms = (wordings: readonly string[], patterns: SlotPatterns = {}): Form[] =>
  wordings.map((each) => compile(each, patterns, '.', true))
/** Wordings of a value at the end of the sentence of the event that led to it, behind a comma. */
export const tails = (wordings: readonly string[], patterns: SlotPatterns): Form[] =>
  wordings.map((wording) => ({
    wording,
    pattern: new RegExp(
      `^(?<head>.+), ${compile(wording, patterns, '.', false).pattern.source.slice(1)}`,
      'iu',
    ),
  }))

export const questions = (wordings: readonly string[], patterns: SlotPatterns = {}): Form[] =>
  wordings.map((each) => compile(each, patterns, '?', false))

export function fill(form: Form, slots: Slots): string {
  return form.wording.replace(/\{(\w+)\}/g, (_, slot: string) => {
    const word = slots[slot]
    if (word === undefined) throw new Error(`the form "${form.wording}" lacks its slot {${slot}}`)
    return word
  })
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** A sentence from a form, behind opening words or none. */
export function sentence(form: Form, slots: Slots, opening: string | undefined): string {
  const body = fill(form, slots)
  return `${capital(opening === undefined ? body : `${opening} ${body}`)}.`
}

export const question = (form: Form, slots: Slots): string => `${capital(fill(form, slots))}?`

/**
 * What a story fixes, `now` for an event that follows a value that is a name; a sentence that says otherwise
 * is of another story.
 */
const fixed = ['A', 'items', 'box', 'now'] as const

/**
 * The slots of the first form that the sentence is an instance of and that agree with what is `known`, or
 * null.
 */
export function read(list: readonly Form[], text: string, known: Slots = {}): Slots | null {
  for (const form of list) {
    const found = form.pattern.exec(text)?.groups
    if (found === undefined && !form.pattern.test(text)) continue
    // A number word that opens its sentence has a capital.
    const slots: Slots = found?.n === undefined ? { ...found } : { ...found, n: found.n.toLowerCase() }
    if (
      fixed.every(
        (slot) => slots[slot] === undefined || known[slot] === undefined || slots[slot] === known[slot],
      )
    )
      return slots
  }
  return null
}

export interface Sentence {
  readonly text: string
  readonly start: number
}

export function sentencesOf(text: string): Sentence[] {
  return [...text.matchAll(/\S[^.?!]*[.?!]/gu)].map((found) => ({ text: found[0], start: found.index }))
}

/** Which of several happenings a sentence tells of, given what is known before it. */
export function readEvent(
  events: Readonly<Record<string, readonly Form[]>>,
  text: string,
  known: Slots,
): { op: string; slots: Slots } | null {
  for (const [op, list] of Object.entries(events)) {
    const slots = read(list, text, known)
    if (slots !== null) return { op, slots }
  }
  return null
}
