// Reads a recording's opening: one episode with all that is needed to show it (chooseOpening.ts).

import type { Opening } from './chooseOpening'
import { isEpisode, isMetrics } from '../protocol/recordGuards'
import { readRun, type Fetch } from './recording'

/**
 * Null where the recording has no opening, or none that can be read: the recording itself then comes first.
 */
export async function readOpening(base: string, fetcher: Fetch): Promise<Opening | null> {
  const response = await fetcher(`${base}/opening.json`).catch(() => null)
  if (response?.ok !== true) return null
  const input = (await response.json().catch(() => null)) as {
    readonly run?: unknown
    readonly metrics?: unknown
    readonly episode?: unknown
  } | null
  const run = readRun(input?.run)
  if (!run.ok || !isMetrics(input?.metrics) || !isEpisode(input.episode)) return null
  return { run: run.value, metrics: input.metrics, episode: input.episode }
}
