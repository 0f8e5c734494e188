// What every part of measuring a device is given, and what all of them share.

import { at } from '../../base/at'
import type { Gpu } from '../../gpu'
import type { Finding, MeasuredExtent } from '../../protocol/deviceReport'

export interface MeasureContext {
  readonly gpu: Gpu
  readonly extent: MeasuredExtent
  readonly say: (finding: Finding) => void
  /** True once the time of the part is over. */
  readonly over: () => boolean
}

export type MeasurePart = (context: MeasureContext) => Promise<void>

/** Measures one after another while there is time, and names those that are left. */
export async function whileThereIsTime<T>(
  { say, over }: Pick<MeasureContext, 'say' | 'over'>,
  list: readonly T[],
  nameOf: (one: T) => string,
  measure: (one: T) => Promise<void>,
): Promise<void> {
  for (const [index, one] of list.entries()) {
    if (over()) {
      say({ kind: 'note', note: `no time was left for ${list.slice(index).map(nameOf).join(', ')}` })
      return
    }
    await measure(one)
  }
}

export const median = (values: readonly number[]): number =>
  at(
    values.toSorted((a, b) => a - b),
    Math.floor((values.length - 1) / 2),
  )
