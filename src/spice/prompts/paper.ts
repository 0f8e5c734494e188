// The prompt style of the paper (arXiv 2510.24684, App. E, Figs 8 to 10, in our words) for models that were
// taught to follow instructions or to go on with a text: a selector chooses format and answer type, the
// Challenger writes its task as JSON, the Reasoner thinks and boxes its answer. What stands before the seat's
// mark is the user's turn, what stands after it the beginning of the model's own; how a model writes turns is
// its tokenizer's business.

import type { AnswerType } from '../../config/schema'
import { answers, type AnswerKind } from '../answers'
import { answerTypes } from '../answers/names'
import { string } from '../answers/string'
import { continuationPrompt, openContinuationPrompt } from '../cloze/answering'
import { firstObject, TASK_OPENING } from './json'
import { parsePaperTask } from './paperTask'
import type { PromptStyle, ShownTask } from './style'
import { numberedText, shownQuestion } from './text'
import type { PromptPart } from '../seats'

/** The selector's turn begins with it, so that a small model writes JSON and nothing before it. */
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

/** Shows the passage and its numbered spans, and asks for one to leave out and wrong ones beside it. */
export const paperClozePrompt: PromptStyle['cloze'] = (passage, { entries, type }) => [
  { mark: 'begin' },
  ...documentParts(passage),
  { text: `Numbered words:${numberedText(entries, '\n')}\n\n` },
  {
    text:
      answers[type].options > 0
        ? 'Leave one numbered word out of the document, so that whoever knows the document can fill it in and others cannot. Write its number, a colon, and the numbers of three wrong words in ascending order, with commas between.'
        : 'Leave one numbered word out of the document, so that whoever knows the document can fill it in and others cannot. Write its number.',
  },
  { mark: 'challenger' },
  { text: 'Numbers:' },
]

/** The question alone, to be worked out step by step. */
export function paperReasonerPrompt(task: ShownTask): PromptPart[] {
  if (task.cloze !== undefined) return continuationPrompt(task.cloze)
  return [
    { mark: 'begin' },
    { text: shownQuestion(task) },
    { text: '\nReason step by step, and put your final answer in \\boxed{}.' },
    { mark: 'reasoner' },
  ]
}

/** A control: the same question with the passage at hand. */
export function paperOpenBookPrompt(passage: string, task: ShownTask): PromptPart[] {
  if (task.cloze !== undefined) return openContinuationPrompt(passage, task.cloze)
  return [
    { mark: 'begin' },
    ...documentParts(passage),
    { text: shownQuestion(task) },
    { text: '\nAnswer from the document, and put your final answer in \\boxed{}.' },
    { mark: 'reasoner' },
  ]
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

export const paper: PromptStyle = {
  name: 'paper',
  plainWords: true,
  format: [
    '", "question": "',
    '", "options": ["',
    '", "answer": "',
    ...answerTypes.map((type) => `", "answer_type": "${answers[type].wording.title}"}`),
  ],
  challenger: (passage, type) => paperChallengerPrompt(passage, type ?? string.name),
  reasoner: paperReasonerPrompt,
  openBook: paperOpenBookPrompt,
  parse: parsePaperTask,
  cloze: paperClozePrompt,
  selector: { prompt: selectorPrompt, parse: parseSelector },
}
