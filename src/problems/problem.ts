// A problem is data: a code and named values. Its English line is written beside them for the command line
// and for readers of files; the page words it anew in the language that it speaks.

import type { Cause } from './cause'
import { english } from './english'
import { alarms } from './english/alarms'
import { notices } from './english/notices'

type English = typeof english
export type ProblemCode = keyof English
export type NoValues = Readonly<Record<never, never>>
type ValuesFor<Sentence> = Sentence extends (...given: infer Given) => string
  ? Given extends [infer Values, ...unknown[]]
    ? Values
    : NoValues
  : never
export type ValuesOf<C extends ProblemCode> = ValuesFor<English[C]>
/** Codes whose sentence has no blank. */
type PlainCode = { [C in ProblemCode]: Parameters<English[C]> extends [] ? C : never }[ProblemCode]

export interface ProblemOf<C extends ProblemCode> extends Cause {
  readonly code: C
  readonly values: ValuesOf<C>
}
export type Problem = { [C in ProblemCode]: ProblemOf<C> }[ProblemCode]

/** A language's sentences: one for each code. `say` words a problem that stands inside another. */
export type ProblemWords = WordsOf<English>
/** The part of it that puts one area's English sentences into another language. */
export type WordsOf<Area> = {
  readonly [C in keyof Area]: (values: ValuesFor<Area[C]>, say: (cause: Cause) => string) => string
}

const inEnglish: ProblemWords = english

/** A sentence stays one line, whatever stands in the names of strangers' files that are put into it. */
const oneLine = (sentence: string): string => sentence.replace(/[\r\n\u2028\u2029\0]+/gu, ' ')

export function problem<C extends PlainCode>(code: C): ProblemOf<C>
export function problem<C extends ProblemCode>(code: C, values: ValuesOf<C>): ProblemOf<C>
export function problem<C extends ProblemCode>(code: C, values = {} as ValuesOf<C>): ProblemOf<C> {
  return { code, values, message: oneLine(inEnglish[code](values, (cause) => cause.message)) }
}

/** The same problem, of a file or place whose name stands before it. */
export function problemIn<P extends Cause>(where: string, inner: P): P {
  const place = inner.where === undefined ? where : `${where}: ${inner.where}`
  return { ...inner, where: place, message: oneLine(`${where}: ${inner.message}`) }
}

export function fail<C extends PlainCode>(code: C): { readonly ok: false; readonly error: ProblemOf<C> }
export function fail<C extends ProblemCode>(
  code: C,
  values: ValuesOf<C>,
): { readonly ok: false; readonly error: ProblemOf<C> }
export function fail<C extends ProblemCode>(
  code: C,
  values = {} as ValuesOf<C>,
): { readonly ok: false; readonly error: ProblemOf<C> } {
  return { ok: false, error: problem(code, values) }
}

/** A problem on its way up, where a result would have to be handed through too many hands. */
export class ProblemError extends Error {
  override readonly name: string = 'ProblemError'
  constructor(readonly problem: Problem) {
    super(problem.message)
  }
}

/** The problem that was thrown; whatever else was thrown, in its own words. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof ProblemError) return thrown.problem
  if (thrown instanceof Error && thrown.name === 'DatabaseClosedError') return problem('store-cleared')
  return problem('thrown', { message: thrown instanceof Error ? thrown.message : String(thrown) })
}

export const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(english, code)

/** A sign of poor health, or a notice: the run goes on. */
export const isAlarm = (code: string): boolean => Object.hasOwn(alarms, code) || Object.hasOwn(notices, code)

/**
 * A problem in the words of a language. What only has its line (older records), or lacks a value of today's
 * (records of another version), is told as it was written.
 */
export function wordProblem(words: ProblemWords, cause: Cause): string {
  const { code, values, where, message } = cause
  if (values === undefined || !isProblemCode(code)) return message
  try {
    const sentence = wordsFor(words, code)(values, (inner) => wordProblem(words, inner))
    return oneLine(where === undefined ? sentence : `${where}: ${sentence}`)
  } catch {
    return message
  }
}

type Sentence = (values: object, say: (cause: Cause) => string) => string
/** The values came with their code, from `problem` or from a record of it. */
const wordsFor = (words: ProblemWords, code: ProblemCode): Sentence => words[code] as Sentence
