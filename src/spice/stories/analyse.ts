// Reads a story back into its clauses and judges tasks about it. It knows the wordings but does no
// arithmetic: the gold is right because the passage states it after just these premises.

import { last } from '../../base/at'
import type { Derivation, PassageAnalyser } from '../analyser'
import { reason, type Reason } from '../../protocol/refusal'
import type { Task } from '../../protocol/records'
import { gapTypes } from '../answers'
import { string } from '../answers/string'
import { checkMeasured, measuredTruth, readMeasurements, typesOf } from '../measurements/measuredPassage'
import { goldText } from '../task'
import { checkAmbiguous, kindOfQuestion, readingsOf, readPassage } from './ambiguous/read'
import { read, readEvent, sentencesOf, type Form, type Sentence, type Slots } from './forms'
import { asides } from './generateStory'
import type { StoryKind } from './storyKind'
import { kinds } from './kinds'
import { truthOf } from './solve'
import type { Event, Reading, State } from './story'

/** `after`: code units of the sentence before which the value is not looked for. */
function readState(forms: readonly Form[], sentence: Sentence, known: Slots, after = 0): State | null {
  const slots = read(forms, sentence.text, known)
  const value = slots?.v
  if (slots === null || value === undefined) return null
  const at =
    sentence.start +
    after +
    sentence.text
      .slice(after)
      .search(new RegExp(`(?<![\\p{L}\\d])${value.replace(/[*+]/g, '\\$&')}(?![\\p{L}\\d])`, 'u'))
  return {
    sentence: sentence.text,
    value,
    slots: { ...known, ...slots },
    source: { start: at, end: at + value.length },
  }
}

/** An event's sentence without the value at its end, and that value. */
function splitTail(kind: StoryKind, sentence: Sentence, known: Slots): { head: string; state: State } | null {
  for (const form of kind.tails) {
    const head = form.pattern.exec(sentence.text)?.groups?.head
    if (head === undefined) continue
    const state = readState([form], { text: sentence.text, start: sentence.start }, known, head.length)
    if (state !== null) return { head: `${head}.`, state: { ...state, sentence: null } }
  }
  return null
}

/** The story as one kind's, or null where it is not: every sentence has to be read, in its order. */
function readAs(kind: StoryKind, sentences: readonly Sentence[]): Reading | null {
  const states: State[] = []
  const events: Event[] = []
  let known: Slots = {}
  for (const sentence of sentences) {
    const last = states.at(-1)
    if (last === undefined) {
      const setting = read(kind.settings, sentence.text)
      if (setting !== null && kind.settings.length > 0 && known.set === undefined) {
        known = { ...setting, set: 'yes' }
        continue
      }
      const opening = readState(kind.openings, sentence, known)
      if (opening === null) return null
      states.push(opening)
      continue
    }
    const told = splitTail(kind, sentence, last.slots)
    const event = told === null ? null : readEvent(kind.events, told.head, { ...last.slots, now: last.value })
    if (told === null || event === null) {
      const recalled = last.sentence === null ? readState(kind.states, sentence, last.slots) : null
      if (recalled?.value === last.value) states[states.length - 1] = { ...last, sentence: sentence.text }
      else if (read(asides, sentence.text) === null) return null
      continue
    }
    events.push({ sentence: told.head, ...event })
    states.push({ ...told.state, slots: { ...last.slots, ...event.slots } })
  }
  return events.length > 0 ? { kind, states, events } : null
}

/** The clauses of a passage, or null where it is no story. */
export function analyse(passage: string): Reading | null {
  const sentences = sentencesOf(passage)
  for (const kind of kinds) {
    const reading = readAs(kind, sentences)
    if (reading !== null) return reading
  }
  return null
}

const refused = (why: Reason): Derivation => ({ kind: 'refused', why })

/** Judges a task whose question starts with the sentence of states[from]. */
function checkFrom(
  reading: Reading,
  from: number,
  premises: readonly string[],
  asked: string,
  task: Task,
): Derivation {
  const run = reading.events.slice(from, from + premises.length)
  if (run.length < premises.length || run.some((event, i) => event.sentence !== premises[i]))
    return refused(reason('story.premises', {}))
  const end = reading.states[from + premises.length]
  if (end === undefined) throw new Error('a reading has one state more than events')
  const slots = read(reading.kind.questions, asked, end.slots)
  if (slots === null || (slots.C !== undefined && slots.C !== end.slots.C))
    return refused(reason('story.asked', {}))
  const values = reading.states.slice(from + 1).map((state) => state.value)
  if (workedWrongly(task, premises, values)) return refused(reason('story.worked', {}))
  if (goldText(task) !== end.value) return refused(reason('story.gold', {}))
  return { kind: 'derived', source: end.source }
}

/** Worked values stand in the order of their premises; a premise may have none. */
function workedWrongly(task: Task, premises: readonly string[], values: readonly string[]): boolean {
  let at = 0
  return task.steps.some(({ premise, value }) => {
    const found = premises.indexOf(premise, at)
    at = found + 1
    return found < 0 || value !== values[found]
  })
}

function check(passage: string | null, task: Task): Derivation {
  const ambiguous = passage === null ? null : readPassage(passage)
  if (ambiguous !== null) return checkAmbiguous(ambiguous, task)
  const measured = passage === null ? null : readMeasurements(passage)
  if (measured !== null) return checkMeasured(measured, task)
  const reading = passage === null ? null : analyse(passage)
  if (reading === null) return { kind: 'notApplicable' }
  if (task.type !== reading.kind.type)
    return refused(reason('story.type', { carries: reading.kind.type, type: task.type }))
  const sentences = sentencesOf(task.question).map((sentence) => sentence.text)
  if (sentences.length < 3) return refused(reason('story.short', {}))
  const asked = last(sentences)
  const [start, ...premises] = sentences.slice(0, -1)
  const verdicts = reading.states.flatMap((state, from) =>
    state.sentence === start ? [checkFrom(reading, from, premises, asked, task)] : [],
  )
  return (
    verdicts.find((verdict) => verdict.kind === 'derived') ??
    verdicts.at(-1) ??
    refused(reason('story.start', {}))
  )
}

export const storyAnalyser: PassageAnalyser = {
  types: (passage) => {
    if (readPassage(passage) !== null) return [string.name]
    const measured = readMeasurements(passage)
    if (measured !== null) return typesOf(measured)
    const reading = analyse(passage)
    return reading === null ? gapTypes : [reading.kind.type]
  },
  check,
  truth: (task) => readingsOf(task.question)?.[0] ?? truthOf(task) ?? measuredTruth(task),
  kindOf: ({ question }) => kindOfQuestion(question)?.name ?? null,
  working({ question }) {
    const kind = kindOfQuestion(question)
    return kind === null ? '' : kind.readings[0]
  },
}
