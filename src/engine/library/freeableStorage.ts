// What a person can remove when the storage is full.

import type { ValuesOf } from '../../problems'
import type { RunStore } from '../../protocol/ports'

/**
 * Runs with their checkpoints, the largest first, and what is used of what is allowed where that is known.
 */
export async function freeableStorage(runs: RunStore): Promise<ValuesOf<'quota'>> {
  const held = await Promise.all(
    (await runs.runs()).map(async ({ id, name }) => {
      const checkpoints = await runs.checkpoints(id)
      return {
        name,
        count: checkpoints.length,
        size: checkpoints.reduce((sum, { bytes }) => sum + bytes, 0),
      }
    }),
  )
  const listed = held
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.size - a.size)
    .slice(0, 5)
  return { usage: await runs.usage(), runs: listed }
}
