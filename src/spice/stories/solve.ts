// Works a story question out from its own words: a starting statement, events, and what is asked. It does the
// arithmetic that the analyser leaves to the passage, so it can judge a gold that no passage vouches for.

import type { Task } from '../../protocol/records'
import { answers } from '../answers'
import { read, readEvent, sentencesOf, type Slots } from './forms'
import type { StoryKind } from './storyKind'
import { kinds } from './kinds'

function truthAs(kind: StoryKind, start: string, premises: readonly string[], asked: string): string | null {
  const opening = read([...kind.openings, ...kind.states], start)
  if (opening?.v === undefined) return null
  let known: Slots = opening
  let value = opening.v
  for (const premise of premises) {
    const event = readEvent(kind.events, premise, { ...known, now: value })
    const after = event === null ? null : kind.after(value, event, known)
    if (event === null || after === null) return null
    known = { ...known, ...event.slots }
    value = after
  }
  const question = read(kind.questions, asked, known)
  return question === null || (question.C !== undefined && known.C !== undefined && question.C !== known.C)
    ? null
    : value
}

/**
 * Null where the question is of no kind that is known, cannot happen, or where a multiple choice lacks the
 * answer.
 */
export function truthOf({
  type,
  question,
  options,
}: Pick<Task, 'type' | 'question' | 'options'>): string | null {
  const sentences = sentencesOf(question).map(({ text }) => text)
  const asked = sentences.at(-1)
  const [start, ...premises] = sentences.slice(0, -1)
  if (asked === undefined || start === undefined || premises.length === 0) return null
  for (const kind of kinds) {
    if (kind.type !== type) continue
    const value = truthAs(kind, start, premises, asked)
    if (value !== null) return answers[type].options === 0 || options.includes(value) ? value : null
  }
  return null
}
