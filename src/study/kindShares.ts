// How a probe's answers went by kind of ambiguous event, round by round: what a heat map is drawn from.

import type { ProbeRecord } from '../protocol/records'
import { kindOfQuestion } from '../spice/stories/ambiguous/read'

/** By round, then by kind: share right. Questions about nothing ambiguous are left out. */
export function kindShares(probes: readonly ProbeRecord[]): Record<string, Record<string, number>> {
  return Object.fromEntries(
    probes.map(({ round, answers }) => {
      const kinds = answers.map(({ question, right }) => ({ kind: kindOfQuestion(question)?.name, right }))
      const names = [...new Set(kinds.flatMap(({ kind }) => kind ?? []))]
      const share = (name: string): number => {
        const own = kinds.filter(({ kind }) => kind === name)
        return Math.round((1000 * own.filter(({ right }) => right).length) / own.length) / 1000
      }
      return [String(round), Object.fromEntries(names.map((name) => [name, share(name)]))]
    }),
  )
}
