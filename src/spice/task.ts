// Reads a task out of what the Challenger wrote. Any text is answered with a task or with one sentence that
// says what is wrong; the worked values in brackets are taken out, so that the Reasoner never sees them.

import type { Task } from '../protocol/records'
import { fail, ok, unreachable, type Result } from '../base/result'
import { answerTypes, type AnswerType } from '../config/schema'
import { leadingLetter } from './answers/letters'
import { parseExpression } from './algebra/expression'
import { lastAnswerMark } from './text/finalAnswer'
import { normaliseString } from './answers/string'
import { optionLetters } from './prompts'
import { integerOf } from './text/numbers'
import { sentences } from './text/sentences'
import { countWords, words } from './text/words'

/** Most words of a string answer (the paper's App. E). */
export const mostStringWords = 3

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
    const before = body.slice(from, match.index) + (match[1] ?? '')
    question += before
    steps.push({ premise: collapse(sentences(before).at(-1) ?? before), value: collapse(match[3] ?? '') })
    from = match.index + match[0].length
  }
  return { question: collapse(question + body.slice(from)), steps }
}

/** Splits ` A) x B) y C) z D) w` off the end; null where no option stands there. */
export function takeOptions(
  body: string,
): Result<{ readonly stem: string; readonly options: readonly string[] } | null> {
  const found = [...body.matchAll(/(?:^|\s)([A-Z])\)/gu)]
  if (found.length === 0) return ok(null)
  if (found.map((match) => match[1]).join('') !== optionLetters.join('')) {
    return fail('options', 'A multiple choice has exactly four options, A) to D) in order.')
  }
  const options = found.map((match, i) =>
    collapse(body.slice(match.index + match[0].length, found[i + 1]?.index ?? body.length)),
  )
  if (options.includes('')) return fail('options', 'An option is empty.')
  if (new Set(options.map(normaliseString)).size < options.length)
    return fail('options', 'Two options are the same.')
  return ok({ stem: body.slice(0, found[0]?.index ?? 0), options })
}

/** Splits the type word off the beginning where the Challenger had to write it. */
function takeType(
  text: string,
  { type, active }: ParseOptions,
): Result<{ readonly type: AnswerType; readonly rest: string }> {
  if (type !== null) return ok({ type, rest: text })
  const match = /^\s*(\p{L}+)\s*[:：]/u.exec(text)
  const written = answerTypes.find((each) => each === match?.[1])
  if (match === null || written === undefined)
    return fail('type', `The task does not begin with an answer type (${active.join(', ')}).`)
  if (!active.includes(written)) return fail('type', `The answer type ${written} is not in play.`)
  return ok({ type: written, rest: text.slice(match[0].length) })
}

export function checkGold(type: AnswerType, gold: string): Result<string> {
  switch (type) {
    case 'integer':
      return integerOf(gold) === null
        ? fail('integer', `The gold answer "${gold}" is not a whole number.`)
        : ok(gold)
    case 'expression': {
      const parsed = parseExpression(gold)
      return parsed.ok
        ? ok(gold)
        : fail('expression', parsed.error.message.replace('The answer', 'The gold answer'))
    }
    case 'string': {
      const count = countWords(gold)
      if (count === 0) return fail('words', 'The gold answer has no word in it.')
      return count > mostStringWords
        ? fail('words', `The gold answer has ${count} words, ${mostStringWords} are allowed.`)
        : ok(gold)
    }
    case 'mcq': {
      const letter = leadingLetter(gold)
      return letter === null
        ? fail('letter', `The gold answer "${gold}" is not a letter A to D.`)
        : ok(letter)
    }
    default:
      return unreachable(type)
  }
}

/**
 * `stopped` false means that the token budget cut the text off. The task's `source` is null: where the gold
 * stands is the gates' question.
 */
export function parseTask(
  completion: { readonly text: string; readonly stopped: boolean },
  options: ParseOptions,
): Result<Task> {
  if (!completion.stopped) return fail('unfinished', 'The task did not end within its tokens.')
  const typed = takeType(completion.text, options)
  if (!typed.ok) return typed
  const { type, rest } = typed.value
  const mark = lastAnswerMark(rest)
  if (mark === null) return fail('noAnswer', 'There is no "Answer:".')
  const gold = collapse(rest.slice(mark.end))
  if (gold === '') return fail('noAnswer', 'Nothing stands after "Answer:".')

  const split = takeOptions(rest.slice(0, mark.start))
  if (!split.ok) return split
  if (type === 'mcq' && split.value === null)
    return fail('options', 'A multiple choice has exactly four options, A) to D) in order.')
  if (type !== 'mcq' && split.value !== null)
    return fail('type', `There are options although the answer type is ${type}.`)

  const { question, steps } = takeWorkedValues(split.value?.stem ?? rest.slice(0, mark.start))
  if (words(question).length === 0) return fail('noQuestion', 'There is no question.')
  const checked = checkGold(type, gold)
  if (!checked.ok) return checked
  return ok({ type, question, options: split.value?.options ?? [], gold: checked.value, steps, source: null })
}

/** The text of the gold answer: of a multiple choice the option's, else the gold itself. */
export function goldText(task: Pick<Task, 'type' | 'gold' | 'options'>): string {
  if (task.type !== 'mcq') return task.gold
  return task.options[optionLetters.findIndex((letter) => letter === task.gold)] ?? ''
}

/** Number of premises: the sentences before the one that asks. */
export const premiseCount = (task: Pick<Task, 'question'>): number =>
  Math.max(0, sentences(task.question).length - 1)
