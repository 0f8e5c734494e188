// `spice plan`: what of which model fits in how much memory, as a table for people.

import { publishedShapes } from '../config/publishedShapes'
import { planTable, tableConfig, type TableSettings } from '../engine/runtime/memoryPlan'
import { trainingMethods } from '../protocol/modelRecord'
import { DONE } from './usage'

export type PlanOptions = TableSettings

const ROOMS = [4, 8, 16, 24] as const

/** Lines of a Markdown table. */
export function planLines(options: PlanOptions): string[] {
  const rows = planTable(publishedShapes, tableConfig(options), ROOMS)
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [
    line([
      'model',
      ...ROOMS.map((room) => `${room} GB`),
      ...trainingMethods.map((fitting) => `${fitting} takes`),
    ]),
    line(Array.from({ length: 1 + ROOMS.length + trainingMethods.length }, () => '---')),
    ...rows.map(({ name, best, bytes }) =>
      line([
        name,
        ...best.map((fitting) => fitting ?? '-'),
        ...trainingMethods.map((fitting) => `${(bytes[fitting] / 2 ** 30).toFixed(1)}`),
      ]),
    ),
  ]
}

export function plan(options: PlanOptions): number {
  for (const line of planLines(options)) console.log(line)
  return DONE
}
