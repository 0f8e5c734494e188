// Reads a task out of the JSON that a Challenger of the paper's family wrote. Any text is answered with a
// task or with one sentence that says what is wrong. Fields that feed nothing (quotes, plans, solutions) may
// be there and are passed by.

import type { Task } from '../protocol/records'
import { fail, ok, type Result } from '../base/result'
import type { AnswerType } from '../config/schema'
import { normaliseString } from './answers/string'
import { firstObject, paperTypes, TASK_OPENING } from './paper'
import { optionLetters } from './prompts'
import { checkGold, collapse, takeOptions, type ParseOptions } from './task'
import { words } from './text/words'

/** The fields' names here and in the paper. */
const questionNames = ['question', 'multiple_choice_question', 'exam_question'] as const
const answerNames = ['answer', 'multiple_choice_correct', 'correct_answer'] as const

function fieldOf(json: Readonly<Record<string, unknown>>, names: readonly string[]): unknown {
  return names.map((name) => json[name]).find((value) => value !== undefined)
}

/** Options as a list, or inside the question as `A) ... D) ...`. */
function optionsOf(
  json: Readonly<Record<string, unknown>>,
  question: string,
): Result<{ readonly stem: string; readonly options: readonly string[] }> {
  const given = json['options']
  if (given === undefined) {
    const taken = takeOptions(question.replace(/(^|\s)([A-Z])\.(?=\s)/gu, '$1$2)'))
    if (!taken.ok) return taken
    return taken.value === null
      ? fail('options', 'A multiple choice has exactly four options, A) to D) in order.')
      : ok(taken.value)
  }
  if (
    !Array.isArray(given) ||
    given.length !== optionLetters.length ||
    !given.every((option) => typeof option === 'string')
  )
    return fail('options', 'A multiple choice has exactly four options.')
  const options = given.map((option: string) => collapse(option.replace(/^\s*[A-D][).:]\s*/u, '')))
  if (options.includes('')) return fail('options', 'An option is empty.')
  if (new Set(options.map(normaliseString)).size < options.length)
    return fail('options', 'Two options are the same.')
  return ok({ stem: question, options })
}

/** `type` is the one that the prompt asked for; what the task calls itself must not contradict it. */
export function parsePaperTask(
  completion: { readonly text: string; readonly stopped: boolean },
  { type, active }: ParseOptions,
): Result<Task> {
  const json = firstObject(TASK_OPENING + completion.text)
  if (json === null)
    return fail(
      completion.stopped ? 'json' : 'unfinished',
      completion.stopped ? 'The task is no JSON object.' : 'The task did not end within its tokens.',
    )
  const written = fieldOf(json, questionNames)
  if (typeof written !== 'string') return fail('noQuestion', 'The task has no question of one string.')
  if (words(written).length === 0)
    return fail('noQuestion', 'There is no question: the Challenger found the passage too simple.')
  const named = json['answer_type']
  const own = (Object.keys(paperTypes) as AnswerType[]).find((each) => paperTypes[each] === named)
  const kind = type ?? own ?? null
  if (kind === null || !active.includes(kind))
    return fail(
      'type',
      `The task names no answer type in play (${active.map((each) => paperTypes[each]).join(', ')}).`,
    )
  if (own !== undefined && own !== kind)
    return fail(
      'type',
      `The task calls itself ${JSON.stringify(named)}, but ${paperTypes[kind]} was asked for.`,
    )
  const answer = fieldOf(json, answerNames)
  if (typeof answer !== 'string' && typeof answer !== 'number')
    return fail('noAnswer', 'The task has no answer of one string or number.')
  const gold = collapse(String(answer))
  if (gold === '') return fail('noAnswer', 'The answer of the task is empty.')
  const shown = kind === 'mcq' ? optionsOf(json, written) : ok({ stem: written, options: [] })
  if (!shown.ok) return shown
  const checked = checkGold(kind, gold)
  if (!checked.ok) return checked
  return ok({
    type: kind,
    question: collapse(shown.value.stem),
    options: shown.value.options,
    gold: checked.value,
    steps: [],
    source: null,
  })
}
