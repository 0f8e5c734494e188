// Where the compared runs come from: the runs of this browser, and the recordings that come with the lab.

import type { RoundMetrics } from '../protocol/records'
import { lines } from '../replay/lines'
import { isMetrics } from '../protocol/recordGuards'
import { readRun } from '../replay/recording'
import type { App } from './app'
import type { ComparableRun } from './seedGroups'

const mark = 'rec:'

/** Name of a recording from its id among compared runs. */
export const recordedId = (id: string): string => (id.startsWith(mark) ? id.slice(mark.length) : id)

/** The recordings that come with the lab; none where their list cannot be read. */
export async function recordings(app: App): Promise<readonly ComparableRun[]> {
  const response = await app.env.fetcher(`${app.env.recordings}/index.json`).catch(() => null)
  const list: unknown = response?.ok === true ? await response.json().catch(() => null) : null
  if (!Array.isArray(list)) return []
  return list.flatMap((each: unknown) => {
    const run = readRun(each)
    return run.ok
      ? [
          {
            id: `${mark}${run.value.id}`,
            name: run.value.name,
            linked: run.value.linked,
            rounds: run.value.rounds,
            recorded: true,
          },
        ]
      : []
  })
}

export async function metricsOfRun(
  app: App,
  run: Pick<ComparableRun, 'id' | 'recorded'>,
): Promise<readonly RoundMetrics[]> {
  if (!run.recorded) return (await app.query({ kind: 'run.metrics', run: run.id })) ?? []
  const response = await app.env
    .fetcher(`${app.env.recordings}/${recordedId(run.id)}/metrics.jsonl`)
    .catch(() => null)
  if (response?.ok !== true || response.body === null) return []
  const out: RoundMetrics[] = []
  for await (const line of lines(response.body)) {
    const value: unknown = JSON.parse(line)
    if (isMetrics(value)) out.push(value)
  }
  return out
}
