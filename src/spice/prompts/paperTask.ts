// Reads a task out of the JSON that a Challenger of the paper's style wrote. Any text is answered with a
// task or with one sentence that says what is wrong. Fields that feed nothing (quotes, plans, solutions) may
// be there and are passed by.

import type { Task } from '../../protocol/records'
import { ok, type Result } from '../../base/result'
import { refuse, type Reason } from '../../protocol/refusal'
import { answers } from '../answers'
import { optionLetters } from '../answers/letters'
import { answerTypes } from '../answers/names'
import { normaliseString } from '../answers/words'
import { firstObject, TASK_OPENING } from './json'
import { collapse, takeOptions, type ParseOptions } from '../task'
import { words } from '../text/splitWords'

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
): Result<{ readonly stem: string; readonly options: readonly string[] }, Reason> {
  const given = json['options']
  if (given === undefined) {
    const taken = takeOptions(question.replace(/(^|\s)([A-Z])\.(?=\s)/gu, '$1$2)'))
    if (!taken.ok) return taken
    return taken.value === null ? refuse('options.order', {}) : ok(taken.value)
  }
  if (
    !Array.isArray(given) ||
    given.length !== optionLetters.length ||
    !given.every((option) => typeof option === 'string')
  )
    return refuse('options.count', {})
  const options = given.map((option: string) => collapse(option.replace(/^\s*[A-D][).:]\s*/u, '')))
  if (options.includes('')) return refuse('options.empty', {})
  if (new Set(options.map(normaliseString)).size < options.length) return refuse('options.same', {})
  return ok({ stem: question, options })
}

/** `type` is the one that the prompt asked for; what the task calls itself must not contradict it. */
export function parsePaperTask(
  completion: { readonly text: string; readonly stopped: boolean },
  { type, active }: ParseOptions,
): Result<Task, Reason> {
  const json = firstObject(TASK_OPENING + completion.text)
  if (json === null) return completion.stopped ? refuse('json.none', {}) : refuse('task.unfinished', {})
  const written = fieldOf(json, questionNames)
  if (typeof written !== 'string') return refuse('json.noQuestion', {})
  if (words(written).length === 0) return refuse('json.tooSimple', {})
  const named = json['answer_type']
  const own = answerTypes.find((each) => answers[each].wording.title === named)
  const kind = type ?? own ?? null
  if (kind === null || !active.includes(kind))
    return refuse('json.noType', { types: active.map((each) => answers[each].wording.title) })
  const answer = answers[kind]
  if (own !== undefined && own !== kind)
    return refuse('json.otherType', { named: JSON.stringify(named), wanted: answer.wording.title })
  const given = fieldOf(json, answerNames)
  if (typeof given !== 'string' && typeof given !== 'number') return refuse('json.noAnswer', {})
  const gold = collapse(String(given))
  if (gold === '') return refuse('json.emptyAnswer', {})
  const shown = answer.options > 0 ? optionsOf(json, written) : ok({ stem: written, options: [] })
  if (!shown.ok) return shown
  const checked = answer.readGold(gold)
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
