// Benchmarks from files: the lab's own lists, and JSONL in the shape of GSM8K (question, answer with ####) or
// of MMLU-Pro (question, options, answer). Whatever is wrong is named with its line.

import { isJson, type Json } from '../base/jsonObject'
import { at } from '../base/at'
import { messageOf, ok, type Result } from '../base/result'
import { fail, type ValuesOf } from '../problems'
import { expression } from '../spice/answers/expression'
import { integer } from '../spice/answers/integer'
import { benchmarkLetters } from '../spice/answers/letters'
import { mcq } from '../spice/answers/mcq'
import { string } from '../spice/answers/string'
import { readProbe } from '../training/probe'
import type { BenchmarkQuestion } from './benchmark'

type Fault = ValuesOf<'benchmark-line'>['fault']

const faulty = (error: Fault): { readonly ok: false; readonly error: Fault } => ({ ok: false, error })
const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''

const kindOf = (json: Json): string => [json['kind'], json['category'], json['subject']].find(isText) ?? ''
const stepsOf = (json: Json): number | null =>
  typeof json['steps'] === 'number' && Number.isSafeInteger(json['steps']) ? json['steps'] : null

/** GSM8K: the number behind `####` is the gold, and each `<<...>>` of the worked solution a step. */
function worked(json: Json, question: string, solution: string): Result<BenchmarkQuestion, Fault> {
  const at = solution.lastIndexOf('####')
  if (at < 0) return faulty('marker')
  const gold = solution
    .slice(at + 4)
    .trim()
    .replaceAll(',', '')
  const steps = solution.match(/<<[^>]*>>/gu)?.length ?? null
  const type = ([integer, expression].find((kind) => kind.readGold(gold).ok) ?? string).name
  return gold === ''
    ? faulty('gold')
    : ok({ type, question, options: [], gold, kind: kindOf(json), steps: stepsOf(json) ?? steps })
}

/** MMLU-Pro: up to ten options, the answer a letter or the index of one. */
function chosen(json: Json, question: string, options: readonly unknown[]): Result<BenchmarkQuestion, Fault> {
  if (!options.every(isText) || options.length < 2 || options.length > benchmarkLetters.length)
    return faulty('options')
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
    return faulty('letter')
  return ok({ type: mcq.name, question, options, gold: letter, kind: kindOf(json), steps: stepsOf(json) })
}

function line(json: unknown): Result<BenchmarkQuestion, Fault> {
  if (!isJson(json)) return faulty('object')
  const { question, options, answer } = json
  if (!isText(question)) return faulty('question')
  if (Array.isArray(options) && options.length > 0) return chosen(json, question.trim(), options)
  return isText(answer) ? worked(json, question.trim(), answer) : faulty('answer')
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
      return fail('benchmark-json', { name, line: i + 1, reason: messageOf(error) })
    }
    const read = line(json)
    if (!read.ok)
      return fail('benchmark-line', { name, line: i + 1, fault: read.error, most: benchmarkLetters.length })
    questions.push(read.value)
  }
  return questions.length === 0 ? fail('benchmark-empty', { name }) : ok(questions)
}
