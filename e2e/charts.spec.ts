// The live charts: table twins equal the recorded metrics, one cursor is over all of them, a round opens its
// episodes.
import type { RoundMetrics } from '../src/protocol/records'
import { expect, recorded, test, unfoldCharts, wholeRecording } from './fixtures/page'

const fields: Readonly<Record<string, readonly (keyof RoundMetrics)[]>> = {
  passRate: ['passRate'],
  challengerReward: ['challengerReward'],
  validity: ['validRate'],
  noSignal: ['noSignalShare', 'duplicateShare'],
  probe: ['probeAccuracy'],
  entropy: ['entropyChallenger', 'entropyReasoner'],
  length: ['lengthChallenger', 'lengthReasoner'],
  gradNorm: ['gradNormChallenger', 'gradNormReasoner'],
}

test('the story: who is ahead, what is asked, whether it is real; the probe question by question; and every table twin equals metrics.jsonl, number for number', async ({
  watched: page,
}) => {
  const metrics = recorded.metrics()
  await page.goto('./#view=train')
  await wholeRecording(page)
  await expect(page.getByTestId('story-ahead')).toHaveAttribute('data-ahead', /reasoner|level|challenger/)
  await expect(page.getByTestId('story-real')).toHaveAttribute('data-real', /up|down|unclear/)
  await page.getByTestId('probes-by-question').locator('summary').click()
  const grid = page.getByTestId('probe-grid').getByRole('slider')
  await grid.focus()
  await page.keyboard.press('End')
  await expect(grid).toHaveAttribute('aria-valuenow', (await grid.getAttribute('aria-valuemax')) ?? '')
  await page.keyboard.press('Home')
  await expect(grid).toHaveAttribute('aria-valuenow', '1')
  await expect(page.getByTestId('probe-grid').locator('.probe-read')).toContainText('Gold')
  const axis = page.getByRole('combobox', { name: 'Axis' })
  await axis.selectOption('tokens')
  await expect(page.getByRole('slider', { name: 'Pass rate' })).toBeVisible()
  await axis.selectOption('rounds')

  await unfoldCharts(page)
  for (const [name, keys] of Object.entries(fields)) {
    const chart = page.getByTestId(`chart-${name}`)
    await chart.scrollIntoViewIfNeeded()
    await chart.getByRole('button', { name: /^Table/ }).click()
    const heads = await chart
      .locator('thead th')
      .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-key')))
    const rows = await chart
      .locator('tbody tr')
      .evaluateAll((all) =>
        all.map((row) => [
          row.getAttribute('data-round'),
          ...[...row.querySelectorAll('td')].map(
            (cell) => cell.querySelector('data')?.getAttribute('value') ?? null,
          ),
        ]),
      )
    const shown = new Map(rows.map((row) => [Number(row[0]), row]))
    expect(shown.size, name).toBe(metrics.length)
    for (const line of metrics) {
      for (const key of keys) {
        const value = shown.get(line.round)?.[heads.indexOf(key)]
        expect(
          value === null || value === undefined ? null : Number(value),
          `${name} ${key} round ${line.round}`,
        ).toBe(line[key])
      }
    }
  }
  for (const [name, histogram] of [
    ['passHistogram', 'passHistogram'],
    ['difficulty', 'premiseHistogram'],
  ] as const) {
    const chart = page.getByTestId(`chart-${name}`)
    await chart.getByRole('button', { name: /^Table/ }).click()
    const last = metrics.at(-1)
    const cells = await chart
      .locator('tbody tr')
      .first()
      .locator('data')
      .evaluateAll((all) => all.map((cell) => Number(cell.getAttribute('value'))))
    // The table is as wide as the widest round; a round that has fewer bins is filled with zeros.
    const bins = last?.[histogram] ?? []
    expect(cells).toEqual([...bins, ...Array.from({ length: cells.length - bins.length }, () => 0)])
  }
})

test('one cursor by arrow keys over all charts; Enter opens that round’s episodes', async ({
  watched: page,
}) => {
  await page.goto('./#view=train')
  await page.getByRole('button', { name: 'Pause' }).click()
  await unfoldCharts(page)
  const cursor = page.getByRole('slider', { name: 'Pass rate' })
  await cursor.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  for (const name of ['Pass rate', 'Entropy', 'Right attempts per question']) {
    await expect(page.getByRole('slider', { name })).toHaveAttribute('aria-valuenow', '2')
  }
  await expect(cursor).toHaveAttribute('aria-valuetext', /Round 3: pass rate \d/)
  // The cursor is joined to the episodes and the probe of that round.
  const panel = page.getByTestId('round-panel')
  await expect(panel).toHaveAttribute('data-round', '2')
  await expect(panel.getByRole('listitem')).toHaveCount(
    recorded.episodes().filter(({ round }) => round === 2).length,
  )
  await page.keyboard.press('Enter')
  await expect(page.locator('main')).toHaveAttribute('data-view', 'episodes')
  await expect(page.getByTestId('round-picker')).toHaveValue('2')
  await expect(page.getByTestId('stepper')).toBeVisible()
})

test('a click on a chart opens the round that was pointed at', async ({ watched: page }) => {
  await page.goto('./#view=train')
  await page.getByRole('button', { name: 'Pause' }).click()
  const cursor = page.getByRole('slider', { name: 'Challenger’s reward' })
  const last = await cursor.getAttribute('aria-valuemax')
  const box = await cursor.boundingBox()
  if (box === null) throw new Error('the chart has no box')
  await cursor.click({ position: { x: box.width - 1, y: box.height / 2 } })
  await expect(page.getByTestId('round-picker')).toHaveValue(last ?? '')
})
