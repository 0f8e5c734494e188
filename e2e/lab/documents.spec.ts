// Real documents that nobody of this project wrote, dropped and begun with the page's own choice: how long
// until a valid question, how many are valid, and what is measured before anything is learned.
import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import type { RoundMetrics } from '../../src/protocol/records'
import { drop, faultsOf, kept, stopwatch, test, waitForRounds, type Stopwatch } from './lab'

const documents = join(import.meta.dirname, '../fixtures/documents')

/** Seconds until the first valid question of a run on the folder, from its drop. */
async function firstQuestion(page: Page, folder: string): Promise<[seconds: number, clock: Stopwatch]> {
  await page.goto('./#view=corpus')
  const clock = await stopwatch(page)
  await drop(page, folder)
  await expect(page.getByTestId('begin-documents')).toBeEnabled({ timeout: 120_000 })
  await clock.reached('documents in')
  await page.getByTestId('begin-documents').click()
  const valid = page.getByTestId('live-stage').locator('.live-try[data-state=valid]')
  await expect(valid.first()).toBeVisible({ timeout: 240_000 })
  return [await clock.reached('first valid question'), clock]
}

test('a web page and a PDF become a valid question within a minute', async ({ page, elsewhere }, info) => {
  const faults = faultsOf(page)
  const folder = info.outputPath('manuals')
  mkdirSync(folder)
  for (const name of ['sqlite-about.html', 'sqlite-copyright-release.pdf'])
    cpSync(join(documents, name), join(folder, name))
  const [seconds, clock] = await firstQuestion(page, folder)
  expect(seconds).toBeLessThan(60)
  expect(faults).toEqual([])
  expect(elsewhere).toEqual([])
  await clock.stop()
})

test('a folder of real documents becomes valid questions that are measured from round 0 on @long', async ({
  page,
  elsewhere,
}) => {
  const faults = faultsOf(page)
  const [seconds, clock] = await firstQuestion(page, documents)
  await waitForRounds(page, 1, 600_000)
  await clock.reached('first round')
  const [line] = await kept<RoundMetrics>(page, 'metrics')
  const { validRate, recall, transfer, general, chances, perplexity } = line ?? {}
  console.log(`round 0: ${JSON.stringify({ validRate, recall, transfer, general, chances, perplexity })}`)
  expect(seconds).toBeLessThan(60)
  expect(validRate).toBeGreaterThanOrEqual(0.95)
  for (const measure of [recall, transfer, general]) expect(measure).toEqual(expect.any(Number))
  expect(chances).toEqual({ recall: 0.25, transfer: 0.25, general: 0.25 })
  expect(faults).toEqual([])
  expect(elsewhere).toEqual([])
  await clock.stop()
})
