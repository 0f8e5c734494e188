// The compact prompt style for small models: marks and text, one format for prompts, parser and warm-start
// examples.
// A prompt is built of parts, so a document's text stays text: it can never become a mark.
//
//   Challenger  [begin][passage]<passage>[challenger]integer:      -> " <premise> (<value>) ... <question>
//   Answer: <gold>"
//   Reasoner    [begin]<question> A) .. B) .. C) .. D) ..[reasoner]   -> " <steps> Answer: <answer>"
//   cloze       [begin][passage]<passage>[passage] 1 <span> 2 <span> ...[challenger]mcq:  -> " 2: 1, 4, 5"
//   its answer  [begin][passage]<text before the gap>                                     -> " <span>"
//   open book   [begin][passage]<passage>[reasoner]<question>[reasoner] -> " Answer: <answer>"

import type { Task } from '../../protocol/records'
import type { AnswerType } from '../../config/schema'
import { optionLetters } from '../answers/letters'
import { answerTypes } from '../answers/names'
import { continuationPrompt, openContinuationPrompt } from '../cloze/answering'
import type { PromptPart } from '../seats'
import { parseTask } from '../task'
import type { PromptStyle, ShownTask } from './style'
import { numberedText, shownQuestion } from './text'

/** `passage` null plays without a corpus; `type` null leaves the answer type to the Challenger. */
export function challengerPrompt(passage: string | null, type: AnswerType | null): PromptPart[] {
  return [
    { mark: 'begin' },
    ...(passage === null ? [] : [{ mark: 'passage' } as const, { text: passage }]),
    { mark: 'challenger' },
    ...(type === null ? [] : [{ text: `${type}:` }]),
  ]
}

/** Past triples and the kind of the one to write. */
export const programPrompt = (references: string, kind: string): PromptPart[] => [
  { mark: 'begin' },
  { mark: 'passage' },
  { text: references },
  { mark: 'challenger' },
  { text: `${kind}:` },
]

/** The numbered spans stand behind the passage, apart from it. */
export const clozePrompt: PromptStyle['cloze'] = (passage, { entries, type }) => [
  { mark: 'begin' },
  { mark: 'passage' },
  { text: passage },
  { mark: 'passage' },
  { text: numberedText(entries, ' ') },
  { mark: 'challenger' },
  { text: `${type}:` },
]

export function reasonerPrompt(task: ShownTask): PromptPart[] {
  if (task.cloze !== undefined) return continuationPrompt(task.cloze)
  return [{ mark: 'begin' }, { text: shownQuestion(task) }, { mark: 'reasoner' }]
}

/** A control: the same question with the passage at hand. */
export function openBookPrompt(passage: string, task: ShownTask): PromptPart[] {
  if (task.cloze !== undefined) return openContinuationPrompt(passage, task.cloze)
  return [
    { mark: 'begin' },
    { mark: 'passage' },
    { text: passage },
    { mark: 'reasoner' },
    { text: shownQuestion(task) },
    { mark: 'reasoner' },
  ]
}

/**
 * What a Challenger writes after its prompt, for warm-start examples: the inverse of `parseTask` for
 * well-formed tasks.
 */
export function challengerCompletion(task: Pick<Task, 'question' | 'options' | 'gold' | 'steps'>): string {
  let rest = task.question
  let written = ''
  for (const { premise, value } of task.steps) {
    const at = rest.indexOf(premise)
    if (at < 0) continue
    written += `${rest.slice(0, at + premise.length)} (${value})`
    rest = rest.slice(at + premise.length)
  }
  return ` ${shownQuestion({ question: written + rest, options: task.options })} Answer: ${task.gold}`
}

/** How an attempt begins that answers at once; one that may not begin so has to work. */
export const answerOpening = ' Answer'

/** What a Reasoner writes after its prompt. */
export const reasonerCompletion = (steps: string, answer: string): string =>
  `${steps === '' ? '' : ` ${steps}`} Answer: ${answer}`

export const compact: PromptStyle = {
  name: 'compact',
  plainWords: false,
  format: [
    ' Answer:',
    ...answerTypes.map((type) => ` ${type}:`),
    ...optionLetters.map((letter) => ` ${letter})`),
  ],
  challenger: challengerPrompt,
  reasoner: reasonerPrompt,
  openBook: openBookPrompt,
  parse: parseTask,
  cloze: clozePrompt,
  selector: null,
}
