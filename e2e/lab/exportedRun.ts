// A run's file as it was exported, and the numbers that a chart's table twin has to show for it, worked out
// anew from the records. It must not use the page's own arithmetic.
import { strFromU8, unzipSync } from 'fflate'
import { sampleStandardDeviation } from 'simple-statistics'
import { expect, type Page } from '@playwright/test'
import type { Episode, RoundMetrics } from '../../src/protocol/records'
import { words } from '../../src/ui/strings/index'
import { unfoldCharts } from '../fixtures/page'

export interface ExportedRun {
  readonly names: readonly string[]
  readonly metrics: readonly RoundMetrics[]
  readonly episodes: readonly Episode[]
}

export function readExport(zip: Uint8Array): ExportedRun {
  const files = unzipSync(zip)
  const lines = <T>(name: string): T[] =>
    strFromU8(files[name] ?? new Uint8Array())
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as T)
  return { names: Object.keys(files), metrics: lines('metrics.jsonl'), episodes: lines('episodes.jsonl') }
}

interface Twin {
  readonly columns: readonly string[]
  readonly rows: readonly { readonly round: number; readonly values: readonly (string | null)[] }[]
}

export const chartNames = Object.keys(words.train.curve) as readonly (keyof typeof words.train.curve)[]
export type ChartName = (typeof chartNames)[number]

/** Turns a chart into its table, reads it, and turns it back. */
export async function readTwin(page: Page, chart: ChartName): Promise<Twin> {
  const figure = page.getByTestId(`chart-${chart}`)
  const toggle = figure.getByRole('button', {
    name: `${words.train.table}: ${words.train.curve[chart].title}`,
  })
  await toggle.click()
  const twin = await figure.locator('table').evaluate((table): Twin => ({
    columns: [...table.querySelectorAll<HTMLElement>('thead th[data-key]')].map(
      (head) => head.dataset.key ?? '',
    ),
    rows: [...table.querySelectorAll<HTMLElement>('tbody tr')].map((row) => ({
      round: Number(row.dataset.round),
      values: [...row.querySelectorAll('td')].map((cell) => cell.querySelector('data')?.value ?? null),
    })),
  }))
  await toggle.click()
  return twin
}

/**
 * Every cell of the chart's table against the lines of the export: fields digit for digit, what is derived to
 * 12 digits.
 */
export async function expectTwinToEqual(
  page: Page,
  chart: ChartName,
  { metrics, episodes }: ExportedRun,
): Promise<void> {
  await unfoldCharts(page)
  const twin = await readTwin(page, chart)
  expect(
    twin.rows.map(({ round }) => round),
    `${chart}: rounds`,
  ).toEqual(metrics.map(({ round }) => round).reverse())
  expect(twin.columns.length, `${chart}: columns`).toBeGreaterThan(0)
  for (const { round, values } of twin.rows) {
    const line = metrics.find((each) => each.round === round)
    if (line === undefined) throw new Error(`no line of round ${round}`)
    twin.columns.forEach((key, column) => {
      const shown = values[column] ?? null
      const where = `${chart}, ${key}, round ${round}`
      if (Object.hasOwn(line, key)) {
        const value = line[key as keyof RoundMetrics]
        expect(shown, where).toBe(value === null ? null : JSON.stringify(value))
        return
      }
      const expected = derived(
        chart,
        key,
        line,
        episodes.filter((each) => each.round === round),
      )
      if (expected === null) expect(shown, where).toBeNull()
      else expect(Number(shown ?? NaN), where).toBeCloseTo(expected, 12)
    })
  }
}

function derived(
  chart: ChartName,
  key: string,
  line: RoundMetrics,
  episodes: readonly Episode[],
): number | null {
  if (/^\d+$/.test(key))
    return (chart === 'difficulty' ? line.premiseHistogram : line.passHistogram)[Number(key)] ?? 0
  if (key === 'tokensPerSecond') return line.processedTokens / line.seconds
  if (key === 'low' || key === 'high') return interval(episodes)?.[key] ?? null
  const candidates = episodes.flatMap((episode) => episode.candidates)
  return (
    candidates.filter(({ gates }) => gates.find(({ passed }) => !passed)?.gate === key).length /
    candidates.length
  )
}

/**
 * 95 % interval of the mean of the tasks' pass rates, a task being one observation; null with fewer than two.
 */
function interval(episodes: readonly Episode[]): { readonly low: number; readonly high: number } | null {
  const rates = episodes.flatMap(({ candidates, attempts }) =>
    candidates.flatMap((_, index) => {
      const own = attempts.filter(({ candidate }) => candidate === index)
      return own.length === 0 ? [] : [own.filter(({ verdict }) => verdict === 'right').length / own.length]
    }),
  )
  if (rates.length < 2) return null
  const mean = rates.reduce((a, b) => a + b, 0) / rates.length
  const half = (1.96 * sampleStandardDeviation(rates)) / Math.sqrt(rates.length)
  return { low: Math.max(0, mean - half), high: Math.min(1, mean + half) }
}
