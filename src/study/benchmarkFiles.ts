// Benchmarks from files: the lab's own lists, and JSONL in the shape of GSM8K (question, answer with ####) or
// of MMLU-Pro (question, options, answer). Whatever is wrong is named with its line.

import { at } from '../base/at'
import { fail, messageOf, ok, type Result } from '../base/result'
import { expression } from '../spice/answers/expression'
import { integer } from '../spice/answers/integer'
import { benchmarkLetters } from '../spice/answers/letters'
import { mcq } from '../spice/answers/mcq'
import { string } from '../spice/answers/string'
import { readProbe } from '../training/probe'
import type { BenchmarkQuestion } from './benchmark'

type Json = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''

const kindOf = (json: Json): string => [json['kind'], json['category'], json['subject']].find(isText) ?? ''
const stepsOf = (json: Json): number | null =>
  typeof json['steps'] === 'number' && Number.isSafeInteger(json['steps']) ? json['steps'] : null

/** GSM8K: the number behind `####` is the gold, and each `<<...>>` of the worked solution a step. */
function worked(json: Json, question: string, solution: string): Result<BenchmarkQuestion> {
  const at = solution.lastIndexOf('####')
  if (at < 0) return fail('benchmark', '"answer" has no "#### " with the final answer')
  const gold = solution
    .slice(at + 4)
    .trim()
    .replaceAll(',', '')
  const steps = solution.match(/<<[^>]*>>/gu)?.length ?? null
  const type = ([integer, expression].find((kind) => kind.readGold(gold).ok) ?? string).name
  return gold === ''
    ? fail('benchmark', 'nothing stands behind "####"')
    : ok({ type, question, options: [], gold, kind: kindOf(json), steps: stepsOf(json) ?? steps })
}

/** MMLU-Pro: up to ten options, the answer a letter or the index of one. */
function chosen(json: Json, question: string, options: readonly unknown[]): Result<BenchmarkQuestion> {
  if (!options.every(isText) || options.length < 2 || options.length > benchmarkLetters.length)
    return fail('benchmark', `"options" must be 2 to ${benchmarkLetters.length} texts`)
  const { answer, answer_index: index } = json
  const letter = isText(answer)
    ? answer.trim().toUpperCase()
    : typeof answer === 'number'
      ? benchmarkLetters[answer]
      : typeof index === 'number'
        ? benchmarkLetters[index]
        : undefined
  if (
    letter === undefined ||
    letter.length !== 1 ||
    !benchmarkLetters.slice(0, options.length).includes(letter)
  )
    return fail('benchmark', '"answer" must be the letter or the index of one of the options')
  return ok({ type: mcq.name, question, options, gold: letter, kind: kindOf(json), steps: stepsOf(json) })
}

function line(json: unknown): Result<BenchmarkQuestion> {
  if (!isObject(json)) return fail('benchmark', 'it is no JSON object')
  const { question, options, answer } = json
  if (!isText(question)) return fail('benchmark', '"question" is missing')
  if (Array.isArray(options) && options.length > 0) return chosen(json, question.trim(), options)
  return isText(answer)
    ? worked(json, question.trim(), answer)
    : fail('benchmark', 'it needs "answer" with "#### " (GSM8K), or "options" and "answer" (MMLU-Pro)')
}

/** The lab's own JSON list, with steps and kind where it has them. */
function ownList(text: string, name: string): Result<BenchmarkQuestion[]> {
  const read = readProbe(text, name)
  if (!read.ok) return read
  const raw = JSON.parse(text) as readonly Json[]
  return ok(
    read.value.map((question, i) => ({
      ...question,
      kind: kindOf(at(raw, i)),
      steps: stepsOf(at(raw, i)),
    })),
  )
}

export function readBenchmark(text: string, name: string): Result<BenchmarkQuestion[]> {
  if (text.trimStart().startsWith('[')) return ownList(text, name)
  const questions: BenchmarkQuestion[] = []
  for (const [i, written] of text.split(/\r?\n/u).entries()) {
    if (written.trim() === '') continue
    let json: unknown
    try {
      json = JSON.parse(written)
    } catch (error) {
      return fail('benchmark', `${name}, line ${i + 1}: it is not JSON (${messageOf(error)}).`)
    }
    const read = line(json)
    if (!read.ok) return fail('benchmark', `${name}, line ${i + 1}: ${read.error.message}.`)
    questions.push(read.value)
  }
  return questions.length === 0 ? fail('benchmark', `${name} holds no questions.`) : ok(questions)
}
