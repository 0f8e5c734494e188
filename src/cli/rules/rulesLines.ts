// Fields of the lines that the rules hear, checked. Knows no rules.

import { isJson, type Json } from '../../base/jsonObject'
import type { RoundRules } from '../../engine/training/roundRules'

type Sampler = Parameters<typeof RoundRules.open>[3]
type Completions = Awaited<ReturnType<Sampler['generate']>>

export function textOf(line: Json, name: string, otherwise?: string): string {
  const value = line[name] ?? otherwise
  if (typeof value !== 'string') throw new Error(`"${name}" has to be a text`)
  return value
}

export function numberOf(line: Json, name: string, otherwise?: number): number {
  const value = line[name] ?? otherwise
  if (typeof value !== 'number') throw new Error(`"${name}" has to be a number`)
  return value
}

export function textsOf(line: Json, name: string): string[] {
  const value = line[name] ?? []
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string'))
    throw new Error(`"${name}" has to be a list of texts`)
  return value
}

/** The field `text` of every line of a JSONL file. */
export function linesOf(file: string): string[] {
  return file
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, i) => {
      const json: unknown = JSON.parse(line)
      if (!isJson(json) || typeof json['text'] !== 'string')
        throw new Error(`line ${i + 1} of the corpus has no "text"`)
      return json['text']
    })
}

const numbers = (value: unknown, what: string): number[] => {
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'number'))
    throw new Error(`${what} has to be a list of numbers`)
  return value
}

/** Likeliest tokens that the lab records beside each token. */
const TOP = 5

/** What was generated: as many groups as requests, as many completions in each as were asked for. */
export function completionsOf(line: Json, counts: readonly number[]): Completions {
  const groups = line['generations']
  if (!Array.isArray(groups) || groups.length !== counts.length)
    throw new Error(`an answer holds ${counts.length} groups of completions`)
  return counts.map((count, i) => {
    const group: unknown = groups[i]
    if (!Array.isArray(group) || group.length !== count)
      throw new Error(`group ${i} of an answer holds ${count} completions`)
    return group.map((each: unknown) => {
      const completion = isJson(each) ? each : {}
      const tokens = numbers(completion['tokens'], 'tokens')
      const optional = (name: string, length: number): number[] =>
        completion[name] === undefined
          ? Array.from({ length }, () => 0)
          : numbers(completion[name], name).slice(0, length)
      return {
        tokens: Uint32Array.from(tokens),
        logProbs: Float32Array.from(optional('logp', tokens.length)),
        entropies: Float32Array.from(optional('entropy', tokens.length)),
        top: {
          ids: Uint32Array.from(optional('topIds', TOP * tokens.length)),
          probabilities: Float32Array.from(optional('topProbabilities', TOP * tokens.length)),
        },
        stopped: completion['stopped'] === true,
      }
    })
  })
}
