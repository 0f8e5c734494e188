// `spice plan`: what of which model fits in how much memory, as a table for people.

import { preset, withValue } from '../config/config'
import { publishedShapes } from '../config/shapes'
import type { RunConfig } from '../config/schema'
import { fittings, planTable } from '../engine/plan'
import { DONE } from './usage'

export interface PlanOptions {
  readonly context: number
  readonly newTokens: number
  readonly attempts: number
  readonly rank: number
}

const ROOMS = [4, 8, 16, 24] as const

function configOf({ context, newTokens, attempts, rank }: PlanOptions): RunConfig {
  const values = {
    'model.context': context,
    'game.challengerTokens': newTokens,
    'game.reasonerTokens': newTokens,
    'game.groupSize': attempts,
    'weights.rank': rank,
    'weights.alpha': 2 * rank,
    'weights.recompute': true,
    'warmStart.batchTokens': context,
  }
  return Object.entries(values).reduce((config, [path, value]) => withValue(config, path, value), preset('default'))
}

/** Lines of a Markdown table. */
export function planLines(options: PlanOptions): string[] {
  const rows = planTable(publishedShapes, configOf(options), ROOMS)
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [
    line(['model', ...ROOMS.map((room) => `${room} GB`), ...fittings.map((fitting) => `${fitting} takes`)]),
    line(Array.from({ length: 1 + ROOMS.length + fittings.length }, () => '---')),
    ...rows.map(({ name, best, bytes }) => line([name, ...best.map((fitting) => fitting ?? '-'), ...fittings.map((fitting) => `${(bytes[fitting] / 2 ** 30).toFixed(1)}`)])),
  ]
}

export function plan(options: PlanOptions): number {
  for (const line of planLines(options)) console.log(line)
  return DONE
}
