// The brief prompt style for models that write: no example whose words could be copied, the passage last, the
// answer before its question, which ends at its question mark, and short answers without a box. What a model
// copies of the prompt's own words makes no task.
//
//   Challenger  <what to write> Text: <passage> | Answer:   -> " <gold>[\nWrong answers: <a>; <b>; <c>]
//   Question: <question>?"
//   Reasoner    <question> <options> <how to answer> |      -> "Answer: <answer>"

import { at } from '../../base/at'
import { ok, type Result } from '../../base/result'
import { refuse, type Reason } from '../../protocol/refusal'
import type { Task } from '../../protocol/records'
import { answers } from '../answers'
import { optionLetters } from '../answers/letters'
import type { AnswerType } from '../answers/names'
import { string } from '../answers/string'
import { normaliseString } from '../answers/words'
import { holds } from '../cloze/spans'
import type { PromptPart } from '../seats'
import { collapse, goldText, type ParseOptions } from '../task'
import { words } from '../text/splitWords'
import { paper } from './paper'
import type { PromptStyle, ShownTask } from './style'
import { shownQuestion } from './text'

/** Words in a row of the prompt's own that no task may hold. */
export const COPIED = 5

const hasOptions = (type: AnswerType): boolean => answers[type].options > 0

/** What the Challenger is told, in front of the passage; null plays without a corpus. */
function instructions(type: AnswerType, withPassage: boolean): string {
  const about = withPassage
    ? 'Find one fact in the text below that is worth knowing. Write its answer first, then the question.'
    : 'Choose one fact that you are sure of. Write its answer first, then the question.'
  const alone = withPassage
    ? ' Whoever reads the question has never seen the text, so name what you ask about and mention no text.'
    : ''
  const lines = hasOptions(type)
    ? 'Three lines: "Answer:" and the right answer; "Wrong answers:" and three others of the same kind with semicolons between; "Question:" and one short question.'
    : `${answers[type].wording.rule} Two lines: "Answer:" and the answer alone; "Question:" and one short question that does not hold it.`
  return `${about}${alone} ${lines}`
}

/** Everything of a Challenger's prompt that is not the passage. */
const ownText = (type: AnswerType): string[][] =>
  [true, false].map((withPassage) => words(instructions(type, withPassage)).map(({ text }) => text))

/** The first words in a row of the prompt's own that a text holds; null where it holds none. */
function copiedWords(text: string, type: AnswerType): string | null {
  const written = words(text).map((word) => word.text)
  for (const own of ownText(type))
    for (let i = 0; i + COPIED <= own.length; i++) {
      const run = own.slice(i, i + COPIED)
      if (holds(written, run)) return run.join(' ')
    }
  return null
}

export function briefChallengerPrompt(passage: string | null, type: AnswerType | null): PromptPart[] {
  const asked = instructions(type ?? string.name, passage !== null)
  return [
    { mark: 'begin' },
    { text: asked },
    ...(passage === null ? [] : [{ text: '\n\nText:\n' }, { text: passage }]),
    { mark: 'challenger' },
    { text: 'Answer:' },
  ]
}

const short = (task: ShownTask): string =>
  task.options.length > 0
    ? 'Answer with one line: "Answer:" and the letter.'
    : 'Answer with one line: "Answer:" and the answer alone, in as few words as possible.'

export const briefReasonerPrompt = (task: ShownTask): PromptPart[] =>
  task.cloze === undefined
    ? [{ mark: 'begin' }, { text: shownQuestion(task) }, { text: `\n${short(task)}` }, { mark: 'reasoner' }]
    : paper.reasoner(task)

/** A control: the same question with the passage at hand. */
export const briefOpenBookPrompt = (passage: string, task: ShownTask): PromptPart[] =>
  task.cloze === undefined
    ? [
        { mark: 'begin' },
        { text: passage },
        { text: `\n\nFrom the text above: ${shownQuestion(task)}` },
        { text: `\n${short(task)}` },
        { mark: 'reasoner' },
      ]
    : paper.openBook(passage, task)

const form = /^([^\n]*)\n\s*(?:wrong answers?\s*:([^\n]*)\n\s*)?question\s*:\s*([^?]*\?)/iu

/** Reads up to the question mark; what a model writes behind it is not looked at. */
export function parseBriefTask(
  { text, stopped }: { readonly text: string; readonly stopped: boolean },
  { type, active }: ParseOptions,
): Result<Task, Reason> {
  const kind = type ?? string.name
  if (!active.includes(kind))
    return refuse('json.noType', { types: active.map((each) => answers[each].wording.title) })
  const match = form.exec(text)
  if (match === null) return stopped ? refuse('brief.form', {}) : refuse('task.unfinished', {})
  // A group that took part in no match is undefined.
  const taken = (group: string | undefined): string => collapse(group ?? '')
  const [, first, second, third] = match
  const [answer, wrong, asked] = [taken(first), taken(second), taken(third)]
  if (answer === '') return refuse('json.emptyAnswer', {})
  if (words(asked).length === 0) return refuse('brief.form', {})
  const copied = copiedWords([answer, wrong, asked].join('\n'), kind)
  if (copied !== null) return refuse('task.copied', { words: copied })
  if (!hasOptions(kind)) {
    const gold = answers[kind].readGold(answer)
    return gold.ok
      ? ok({ type: kind, question: asked, options: [], gold: gold.value, steps: [], source: null })
      : gold
  }
  const others = wrong.split(';').map((each) => each.trim())
  if (others.length !== optionLetters.length - 1) return refuse('options.count', {})
  if (others.includes('')) return refuse('options.empty', {})
  // In the order of their letters, which tells nothing of which is right.
  const options = [answer, ...others].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  if (new Set(options.map(normaliseString)).size < options.length) return refuse('options.same', {})
  const gold = at(optionLetters, options.indexOf(answer))
  return ok({ type: kind, question: asked, options, gold, steps: [], source: null })
}

/** As its parser reads it, and as the Reasoner is asked to answer. */
function writtenBrief(task: Task): { readonly challenger: string; readonly reasoner: string } {
  const gold = goldText(task)
  const others = task.options.filter((option) => option !== gold)
  const wrong = others.length === 0 ? '' : `\nWrong answers: ${others.join('; ')}`
  return {
    challenger: ` ${gold}${wrong}\nQuestion: ${task.question}`,
    reasoner: `Answer: ${task.gold}`,
  }
}

export const brief: PromptStyle = {
  name: 'brief',
  plainWords: true,
  format: [' Answer:', '\nWrong answers:', '\nQuestion:'],
  challenger: briefChallengerPrompt,
  reasoner: briefReasonerPrompt,
  openBook: briefOpenBookPrompt,
  closedBookToo: true,
  parse: parseBriefTask,
  written: writtenBrief,
  cloze: paper.cloze,
  selector: null,
}
