// What a person can remove when the storage is full, in one line with sizes.

import type { RunStore } from '../../protocol/ports'

const size = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(1)} MB`

/**
 * Runs with their checkpoints, the largest first, and what is used of what is allowed where that is known.
 */
export async function describeFreeableStorage(runs: RunStore): Promise<string> {
  const held = await Promise.all(
    (await runs.runs()).map(async ({ id, name }) => {
      const checkpoints = await runs.checkpoints(id)
      return {
        name,
        count: checkpoints.length,
        bytes: checkpoints.reduce((sum, { bytes }) => sum + bytes, 0),
      }
    }),
  )
  const listed = held
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, 5)
    .map(
      ({ name, count, bytes }) =>
        `"${name}" has ${count} ${count === 1 ? 'checkpoint' : 'checkpoints'} of ${size(bytes)}`,
    )
  const usage = await runs.usage()
  const used = usage === null ? '' : `${size(usage.used)} of ${size(usage.quota)} are in use. `
  return `${used}${listed.length === 0 ? '' : `What can go: ${listed.join('; ')}.`}`.trim()
}
