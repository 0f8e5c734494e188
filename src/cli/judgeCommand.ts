// `spice judge`: verdicts of the verifier over a file of answers, for people who want to look inside.

import { readFileSync, writeFileSync } from 'node:fs'
import { answerTypes, type AnswerType } from '../config/schema'
import type { Verdict } from '../protocol/records'
import { judge } from '../spice/verifier'
import { DONE, UsageError } from './usage'

export interface JudgeOptions {
  readonly json: string
}

interface Item {
  readonly type: AnswerType
  readonly gold: string
  readonly text: string
  readonly options?: string[]
}

const isText = (value: unknown): value is string => typeof value === 'string'

function itemOf(value: unknown, index: number): Item {
  const refuse = (why: string): never => {
    throw new UsageError(`item ${index + 1}: ${why}`)
  }
  if (typeof value !== 'object' || value === null)
    return refuse('an item is an object with type, gold and text.')
  const { type, gold, text, options } = value as Record<string, unknown>
  const known = answerTypes.find((each) => each === type)
  if (known === undefined) return refuse(`type has to be one of ${answerTypes.join(', ')}.`)
  if (!isText(gold) || !isText(text)) return refuse('gold and text have to be strings.')
  if (options === undefined || options === null) return { type: known, gold, text }
  if (!Array.isArray(options) || !options.every(isText)) return refuse('options have to be strings.')
  return { type: known, gold, text, options }
}

/**
 * A verdict for each of a list of `{type, gold, text}`, in order; `options` are those of a multiple choice.
 */
export function verdicts(list: unknown): { readonly verdict: Verdict }[] {
  if (!Array.isArray(list)) throw new UsageError('the file has to hold a list of {type, gold, text}.')
  return list.map((value, index) => {
    const { text, ...task } = itemOf(value, index)
    return { verdict: judge({ text, stopped: true }, task).verdict }
  })
}

export function judgeFile(file: string, { json }: JudgeOptions): number {
  let list: unknown
  try {
    list = JSON.parse(readFileSync(file, 'utf8'))
  } catch (thrown) {
    throw new UsageError(
      `${file}: ${thrown instanceof SyntaxError ? 'it is not JSON' : 'it cannot be read'}. A list of {type, gold, text} is wanted.`,
    )
  }
  const judged = verdicts(list)
  writeFileSync(json, `${JSON.stringify(judged)}\n`)
  const count = (verdict: Verdict): number => judged.filter((each) => each.verdict === verdict).length
  console.log(`${count('right')} right, ${count('wrong')} wrong, ${count('noAnswer')} without an answer`)
  return DONE
}
