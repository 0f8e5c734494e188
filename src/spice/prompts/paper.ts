// The prompt family of the paper (arXiv 2510.24684, App. E, Figs 8 to 10, in our words) for models that were
// taught to follow instructions or to go on with a text: a selector chooses format and answer type, the
// Challenger writes its task as JSON, the Reasoner thinks and boxes its answer. What stands before the seat's
// mark is the user's turn, what stands after it the beginning of the model's own; how a model writes turns is
// its tokenizer's business.

import type { Task } from '../../protocol/records'
import type { AnswerType } from '../../config/schema'
import { answers, type AnswerKind } from '../answers'
import { answerTypes } from '../answers/names'
import { shownQuestion } from './compact'
import type { PromptPart } from '../seats'

/** The Challenger's turn begins with these, so that a small model writes JSON and nothing before it. */
export const TASK_OPENING = '{"question": "'
export const SELECTOR_OPENING = '{"suitable_for_mcq": '

/** A whole task as the Challenger is to write it. */
function exampleOf({ wording: { title, example } }: AnswerKind): string {
  const { question, options, gold } = example
  const fields = {
    question,
    ...(options.length === 0 ? {} : { options }),
    answer: gold,
    answer_type: title,
  }
  const written = Object.entries(fields).map(([name, value]) => {
    const texts = [value].flat().map((text) => JSON.stringify(text))
    return `"${name}": ${typeof value === 'string' ? texts.join() : `[${texts.join(', ')}]`}`
  })
  return `{${written.join(', ')}}`
}

const documentParts = (passage: string | null): PromptPart[] =>
  passage === null ? [] : [{ text: 'Document:\n' }, { text: passage }, { text: '\n\n' }]

/** Asks whether a document suits four options or a free answer, and of which type. */
export function selectorPrompt(passage: string): PromptPart[] {
  return [
    { mark: 'begin' },
    ...documentParts(passage),
    {
      text: [
        'Decide which kind of exam question suits this document. Multiple choice suits relations between ideas with three plausible wrong options;',
        'a free answer suits a calculation (Integer), a formula (Expression) or a precise term (String) with one clear right answer.',
        'Exactly one of the two has to be true. Answer with one JSON object and nothing else:',
        '{"suitable_for_mcq": true or false, "suitable_for_free_form": true or false, "best_answer_type": "Integer", "Expression", "String" or null, "reason": "under 100 characters"}',
      ].join('\n'),
    },
    { mark: 'challenger' },
    { text: SELECTOR_OPENING },
  ]
}

/** Asks for a task of that type. `passage` null plays without a corpus. */
export function paperChallengerPrompt(passage: string | null, type: AnswerType): PromptPart[] {
  const about =
    passage === null
      ? 'Write one difficult exam question from what you know.'
      : 'Write one difficult exam question whose answer follows from this document.'
  const alone =
    passage === null
      ? ''
      : ' It must make sense to a reader who has never seen the document: never write "according to the text".'
  return [
    { mark: 'begin' },
    ...documentParts(passage),
    {
      text: `${about}${alone} ${answers[type].wording.rule}\nAnswer with one JSON object and nothing else, like this one about something else:\n${exampleOf(answers[type])}`,
    },
    { mark: 'challenger' },
    { text: TASK_OPENING },
  ]
}

/** The question alone, to be worked out step by step. */
export function paperReasonerPrompt(task: Pick<Task, 'question' | 'options'>): PromptPart[] {
  return [
    { mark: 'begin' },
    { text: shownQuestion(task) },
    { text: '\nReason step by step, and put your final answer in \\boxed{}.' },
    { mark: 'reasoner' },
  ]
}

/** A control: the same question with the passage at hand. */
export function paperOpenBookPrompt(passage: string, task: Pick<Task, 'question' | 'options'>): PromptPart[] {
  return [
    { mark: 'begin' },
    ...documentParts(passage),
    { text: shownQuestion(task) },
    { text: '\nAnswer from the document, and put your final answer in \\boxed{}.' },
    { mark: 'reasoner' },
  ]
}

/** The first whole JSON object of a text, and nothing of what stands around it; null where none closes. */
export function firstObject(text: string): Readonly<Record<string, unknown>> | null {
  for (let start = text.indexOf('{'); start >= 0; start = text.indexOf('{', start + 1)) {
    const end = closing(text, start)
    if (end === null) continue
    try {
      const value: unknown = JSON.parse(text.slice(start, end))
      if (typeof value === 'object' && value !== null && !Array.isArray(value))
        return value as Readonly<Record<string, unknown>>
    } catch {
      continue
    }
  }
  return null
}

/**
 * Longest object that is looked for, in characters: a text of open braces costs no more than that for each.
 */
const LONGEST_OBJECT = 20_000

/** Index after the brace that closes the one at `start`; braces within strings do not count. */
function closing(text: string, start: number): number | null {
  let depth = 0
  let quoted = false
  for (let i = start; i < Math.min(text.length, start + LONGEST_OBJECT); i++) {
    const letter = text[i]
    if (quoted) {
      if (letter === '\\') i += 1
      else if (letter === '"') quoted = false
    } else if (letter === '"') quoted = true
    else if (letter === '{') depth += 1
    else if (letter === '}') {
      depth -= 1
      if (depth === 0) return i + 1
    }
  }
  return null
}

/** The type that a selector's answer names, of those in play; null where it names none. */
export function parseSelector(text: string, active: readonly AnswerType[]): AnswerType | null {
  const chosen = firstObject(SELECTOR_OPENING + text)
  if (chosen === null) return null
  const { suitable_for_mcq: options, suitable_for_free_form: free, best_answer_type: named } = chosen
  if (typeof options !== 'boolean' || typeof free !== 'boolean' || options === free) return null
  const type = answerTypes.find((each) =>
    options
      ? answers[each].options > 0
      : answers[each].options === 0 && answers[each].wording.title === named,
  )
  return type !== undefined && active.includes(type) ? type : null
}
