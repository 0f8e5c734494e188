// The lines of metrics.jsonl as a table of numbers: for TensorBoard, for a spreadsheet, for Trackio.

import { at } from '../../base/at'
import { printCsv } from '../../base/printCsv'
import { isJson, type Json } from '../../base/jsonObject'
import type { RoundMetrics } from '../../protocol/records'
import type { Scalars } from '../../formats/eventFile'

/** Every number of a line by its path, as `gates.leak`; lists, such as histograms, and nulls are left out. */
export function numbersOf(line: RoundMetrics): Map<string, number> {
  const found = new Map<string, number>()
  const visit = (value: Json, path: string): void => {
    for (const [name, part] of Object.entries(value)) {
      if (typeof part === 'number') found.set(path + name, part)
      else if (isJson(part)) visit(part, `${path}${name}.`)
    }
  }
  const { round: _, ...rest } = line
  visit({ ...rest }, '')
  return found
}

/** Rounds as events: each ends `seconds` after the one before, from `created`, milliseconds since 1970. */
export function scalarsOf(lines: readonly RoundMetrics[], created: number): Scalars[] {
  let time = created / 1000
  return lines.map((line) => {
    time += line.seconds
    const values = [...numbersOf(line)].map(([name, value]) => [name.replaceAll('.', '/'), value] as const)
    return { step: line.round, time, values }
  })
}

/** A row a round, in RFC 4180's form; the round is the column `step`, by which Trackio knows it. */
export function csvOf(lines: readonly RoundMetrics[]): string {
  const rows = lines.map(numbersOf)
  const names = [...new Set(rows.flatMap((row) => [...row.keys()]))]
  const table = lines.map(({ round }, i) => [round, ...names.map((name) => at(rows, i).get(name) ?? null)])
  return printCsv([['step', ...names], ...table])
}
