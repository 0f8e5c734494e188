// What a pupil wrote in a lesson: a file that the pupil saves and the teacher opens, several at once. What
// is in a file is untrusted and read field by field. Must not know how a lesson is drawn.

import { printCsv } from '../base/printCsv'
import { isJson } from '../base/jsonObject'
import { slug } from '../base/slug'
import { ok, type Result } from '../base/result'
import { fail } from '../problems'
import type { Lesson } from './lesson'
import type { PreferenceStorage } from './view'

export const answersVersion = 1

export interface WrittenAnswer {
  /** Counted from 1. */
  readonly step: number
  readonly question: string
  readonly answer: string
}

export interface AnswerFile {
  readonly kind: 'spice-lab-answers'
  readonly v: typeof answersVersion
  readonly lesson: { readonly id: string; readonly title: string }
  readonly name: string
  readonly answers: readonly WrittenAnswer[]
}

const longest = 4000
/** More than a lesson has steps. */
const most = 40

/** What was written under a step; nothing is an empty answer. */
export function writtenAt(written: Readonly<Record<number, string>>, step: number): string {
  const text = written[step]
  return text === undefined ? '' : text
}

export const answerFile = (
  { id, title, steps }: Lesson,
  name: string,
  written: Readonly<Record<number, string>>,
): AnswerFile => ({
  kind: 'spice-lab-answers',
  v: answersVersion,
  lesson: { id, title },
  name: name.trim(),
  answers: steps.flatMap(({ ask }, step) =>
    ask === undefined ? [] : [{ step: step + 1, question: ask, answer: writtenAt(written, step) }],
  ),
})

export const answerFileName = ({ lesson, name }: AnswerFile): string =>
  `${[slug(lesson.title, 40), slug(name, 40), 'answers'].filter((part) => part !== '').join('-')}.json`

const text = (value: unknown, length: number): string =>
  typeof value === 'string' ? value.slice(0, length) : ''

export function readAnswers(json: string): Result<AnswerFile> {
  let input: unknown
  try {
    input = JSON.parse(json)
  } catch {
    return fail('answers-file')
  }
  if (!isJson(input) || input.kind !== 'spice-lab-answers' || !Array.isArray(input.answers))
    return fail('answers-file')
  const lesson = isJson(input.lesson) ? input.lesson : {}
  return ok({
    kind: 'spice-lab-answers',
    v: answersVersion,
    lesson: { id: text(lesson.id, 80), title: text(lesson.title, 200) },
    name: text(input.name, 80),
    answers: input.answers
      .filter(isJson)
      .slice(0, most)
      .map(({ step, question, answer }) => ({
        step: typeof step === 'number' ? step : 0,
        question: text(question, 500),
        answer: text(answer, longest),
      })),
  })
}

/** A row for each pupil, a column for each question that any file has. */
export function answersTable(files: readonly AnswerFile[]): {
  readonly questions: readonly string[]
  readonly rows: readonly { readonly name: string; readonly answers: readonly string[] }[]
} {
  const questions = [...new Set(files.flatMap(({ answers }) => answers.map(({ question }) => question)))]
  const rows = files.map(({ name, answers }) => ({
    name,
    answers: questions.map((asked) => answers.find(({ question }) => question === asked)?.answer ?? ''),
  }))
  return { questions, rows }
}

export function answersCsv(files: readonly AnswerFile[], nameColumn: string): string {
  const { questions, rows } = answersTable(files)
  return printCsv([[nameColumn, ...questions], ...rows.map(({ name, answers }) => [name, ...answers])])
}

const keyOf = ({ id }: Lesson): string => `spice-lab-answers-${id}`

/** What was written in this lesson in this browser, by step. */
export function keptAnswers(keep: PreferenceStorage, lesson: Lesson): Readonly<Record<number, string>> {
  try {
    const found: unknown = JSON.parse(keep?.getItem(keyOf(lesson)) ?? '{}')
    return isJson(found)
      ? Object.fromEntries(
          Object.entries(found).map(([step, answer]) => [Number(step), text(answer, longest)]),
        )
      : {}
  } catch {
    return {}
  }
}

export function keepAnswers(
  keep: PreferenceStorage,
  lesson: Lesson,
  written: Readonly<Record<number, string>>,
): void {
  try {
    keep?.setItem(keyOf(lesson), JSON.stringify(written))
  } catch {
    // Nothing can be kept here: the answers are there until the page goes.
  }
}
