// Reads a task out of what the Challenger wrote. Any text is answered with a task or with the reason why
// there is none; the worked values in brackets are taken out, so that the Reasoner never sees them.

import { at } from '../base/at'
import type { Task } from '../protocol/records'
import { ok, type Result } from '../base/result'
import { refuse, type Reason } from '../protocol/refusal'
import { answers } from './answers'
import { optionLetters } from './answers/letters'
import { answerTypes, type AnswerType } from './answers/names'
import { normaliseString } from './answers/words'
import { lastAnswerMark } from './text/finalAnswer'
import { sentences } from './text/sentences'
import { words } from './text/splitWords'

export interface ParseOptions {
  /** The type that the prompt asked for, or null where the Challenger writes it first. */
  readonly type: AnswerType | null
  /** Types in play. */
  readonly active: readonly AnswerType[]
}

export const collapse = (text: string): string => text.replace(/\s+/gu, ' ').trim()

/** A bracket right behind the end of a sentence is a worked value; one inside a sentence is prose. */
const workedValue = /([.!?…।॥؟۔。！？])(\s*)\(([^()]*(?:\([^()]*\)[^()]*)*)\)/gu

function takeWorkedValues(body: string): Pick<Task, 'question' | 'steps'> {
  const steps: Task['steps'][number][] = []
  let from = 0
  let question = ''
  for (const match of body.matchAll(workedValue)) {
    const before = body.slice(from, match.index) + at(match, 1)
    question += before
    steps.push({ premise: collapse(sentences(before).at(-1) ?? before), value: collapse(at(match, 3)) })
    from = match.index + match[0].length
  }
  return { question: collapse(question + body.slice(from)), steps }
}

/** Splits ` A) x B) y C) z D) w` off the end; null where no option stands there. */
export function takeOptions(
  body: string,
): Result<{ readonly stem: string; readonly options: readonly string[] } | null, Reason> {
  const found = [...body.matchAll(/(?:^|\s)([A-Z])\)/gu)]
  if (found.length === 0) return ok(null)
  if (found.map((match) => match[1]).join('') !== optionLetters.join('')) return refuse('options.order', {})
  const options = found.map((match, i) =>
    collapse(body.slice(match.index + match[0].length, found[i + 1]?.index ?? body.length)),
  )
  if (options.includes('')) return refuse('options.empty', {})
  if (new Set(options.map(normaliseString)).size < options.length) return refuse('options.same', {})
  return ok({ stem: body.slice(0, at(found, 0).index), options })
}

/** Splits the type word off the beginning where the Challenger had to write it. */
function takeType(
  text: string,
  { type, active }: ParseOptions,
): Result<{ readonly type: AnswerType; readonly rest: string }, Reason> {
  if (type !== null) return ok({ type, rest: text })
  const match = /^\s*(\p{L}+)\s*[:：]/u.exec(text)
  const written = answerTypes.find((each) => each === match?.[1])
  if (match === null || written === undefined) return refuse('task.noType', { types: active })
  if (!active.includes(written)) return refuse('task.typeNotInPlay', { type: written })
  return ok({ type: written, rest: text.slice(match[0].length) })
}

/**
 * `stopped` false means that the token budget cut the text off. The task's `source` is null: where the gold
 * stands is the gates' question.
 */
export function parseTask(
  completion: { readonly text: string; readonly stopped: boolean },
  options: ParseOptions,
): Result<Task, Reason> {
  if (!completion.stopped) return refuse('task.unfinished', {})
  const typed = takeType(completion.text, options)
  if (!typed.ok) return typed
  const { type, rest } = typed.value
  const mark = lastAnswerMark(rest)
  if (mark === null) return refuse('task.noAnswer', {})
  const gold = collapse(rest.slice(mark.end))
  if (gold === '') return refuse('task.emptyAnswer', {})

  const split = takeOptions(rest.slice(0, mark.start))
  if (!split.ok) return split
  const answer = answers[type]
  if (answer.options > 0 && split.value === null) return refuse('options.order', {})
  if (answer.options === 0 && split.value !== null) return refuse('task.strayOptions', { type })

  const { question, steps } = takeWorkedValues(split.value?.stem ?? rest.slice(0, mark.start))
  if (words(question).length === 0) return refuse('task.noQuestion', {})
  const checked = answer.readGold(gold)
  if (!checked.ok) return checked
  return ok({ type, question, options: split.value?.options ?? [], gold: checked.value, steps, source: null })
}

/** The text of the gold answer: of a multiple choice the option's, else the gold itself. */
export const goldText = (task: Pick<Task, 'type' | 'gold' | 'options'>): string =>
  answers[task.type].goldText(task)

/** Number of premises: the sentences before the one that asks. */
export const premiseCount = (task: Pick<Task, 'question'>): number =>
  Math.max(0, sentences(task.question).length - 1)
