// The studies that come with the lab: their index and their reports, read when the page first shows them.
// Pure over a fetcher.

import { isJson } from '../base/jsonObject'
import type { ArenaReport } from '../protocol/arenaReport'
import { arenaVersion } from '../protocol/arenaReport'
import type { CurvePoint, CurveQuantity, StudyReport } from '../protocol/studyReport'
import type { Fetch } from '../replay/recording'

/** Folder of the studies; its index.json lists the names of those with a report. */
export const studiesFolder = './studies'

async function jsonAt(fetcher: Fetch, url: string): Promise<unknown> {
  const response = await fetcher(url).catch(() => null)
  return response?.ok === true ? response.json().catch(() => null) : null
}

/** Names in the order of the index; none where there is no index. */
export async function studyNames(fetcher: Fetch): Promise<readonly string[]> {
  const names = await jsonAt(fetcher, `${studiesFolder}/index.json`)
  return Array.isArray(names) ? names.filter((name): name is string => typeof name === 'string') : []
}

/** Null for a report that is not there or is of another version. */
export async function studyReport(fetcher: Fetch, name: string): Promise<StudyReport | null> {
  const json = await jsonAt(fetcher, `${studiesFolder}/${name}/report.json`)
  return isJson(json) && json['v'] === 2 && Array.isArray(json['arms']) && isJson(json['curves'])
    ? (json as unknown as StudyReport)
    : null
}

/** An arena's report from a file that was dropped; null where it is none. */
export function readArena(text: string): ArenaReport | null {
  try {
    const json: unknown = JSON.parse(text)
    return isJson(json) &&
      json['v'] === arenaVersion &&
      Array.isArray(json['challengers']) &&
      Array.isArray(json['reasoners']) &&
      Array.isArray(json['cells'])
      ? (json as unknown as ArenaReport)
      : null
  } catch {
    return null
  }
}

export interface Band {
  readonly arm: string
  readonly points: readonly {
    readonly round: number
    readonly mean: number
    readonly low: number
    readonly high: number
    readonly seeds: number
  }[]
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value))

/**
 * One line with its band for every arm that has the quantity; shares are cut to 0 .. 1, and one seed has no
 * band.
 */
export function bandsOf(report: StudyReport, quantity: CurveQuantity): Band[] {
  const cut = isShare(quantity) ? clamp : (value: number): number => value
  return report.arms.flatMap(({ arm }) => {
    const points: readonly CurvePoint[] = report.curves[arm]?.[quantity] ?? []
    return points.length === 0
      ? []
      : [
          {
            arm,
            points: points.map(([round, mean, low, high, seeds]) => ({
              round,
              mean,
              low: cut(low ?? mean),
              high: cut(high ?? mean),
              seeds,
            })),
          },
        ]
  })
}

export const isShare = (quantity: CurveQuantity): boolean =>
  quantity !== 'premises' && quantity !== 'entropy' && quantity !== 'challengerReward'

/** Rows of a table: every round of any arm, with each arm's mean or null. */
export function rowsOf(
  bands: readonly Band[],
): { readonly round: number; readonly values: readonly (number | null)[] }[] {
  const rounds = [...new Set(bands.flatMap(({ points }) => points.map(({ round }) => round)))].sort(
    (a, b) => a - b,
  )
  return rounds.map((round) => ({
    round,
    values: bands.map(({ points }) => points.find((point) => point.round === round)?.mean ?? null),
  }))
}
