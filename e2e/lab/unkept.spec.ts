// A browser that keeps nothing, and one whose data is deleted under the open page: the lab goes on as far as
// it can, and says what will not stay.
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { words } from '../../src/ui/strings/index'
import { state, waitForRounds } from './lab'

const link =
  '#v=1&preset=nano&seed=2&warmStart.steps=10&game.rounds=400&game.passages=1&game.groupSize=2&game.maxCandidates=2' +
  '&game.passageTokens=32&game.challengerTokens=40&game.reasonerTokens=16&game.answerTypes=string&gates.active=parse' +
  '&probe.every=1000&probe.questions=1'
const document = join(import.meta.dirname, '../fixtures/documents/sqlite-about.html')

async function begin(page: Page): Promise<void> {
  await page.goto(`./${link}&view=corpus`)
  await page.getByTestId('files').setInputFiles(document)
  await expect(page.getByTestId('count-documents')).toHaveText(/[1-9]/, { timeout: 120_000 })
  await page.getByRole('button', { name: words.corpus.next, exact: true }).click()
  await page.getByRole('main').getByRole('button', { name: words.train.start, exact: true }).click()
  await waitForRounds(page, 2, 300_000)
}

test.describe('where the browser has no database', () => {
  test.use({ serviceWorkers: 'block' })

  test('a run is played in memory, and the page says that nothing stays @long', async ({ page, context }) => {
    const refuse =
      'IDBFactory.prototype.open = () => { throw new DOMException("no database in this window", "SecurityError") };'
    await page.addInitScript(refuse)
    await context.route(/\/assets\/worker-[\w-]+\.js$/, async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, body: `${refuse}${await response.text()}` })
    })
    await page.goto('./')
    await expect(page.locator('[data-code=storage-memory]')).toContainText('no database in this window')
    await begin(page)
    await expect(page.locator('[data-code=storage-memory]')).toHaveCount(1)
    await page.getByRole('button', { name: words.train.pause, exact: true }).click()
    await expect(state(page)).toHaveAttribute('data-state', 'paused', { timeout: 60_000 })
    await page.evaluate(() => (window.location.hash = '#view=runs'))
    await expect(page.getByTestId('run')).toHaveCount(1)
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      (async () => {
        await page.getByRole('button', { name: words.runs.exportRun, exact: true }).click()
        await page.getByRole('button', { name: words.runs.withPassages, exact: true }).click()
      })(),
    ])
    expect(saved.suggestedFilename()).toMatch(/\.spice-run\.zip$/)
    await page.reload()
    await expect(page.locator('[data-code=storage-memory]')).toBeVisible()
    await expect(page.getByTestId('run')).toHaveCount(0)
  })
})

test('a run whose database is deleted stops with a line that says so @long', async ({ page, context }) => {
  await begin(page)
  const devtools = await context.newCDPSession(page)
  const { origin } = new URL(page.url())
  await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' })
  await expect(page.locator('[data-code=store-cleared]').first()).toBeVisible({ timeout: 120_000 })
  await expect(page.getByTestId('fault')).toHaveCount(0)
  await expect(state(page)).not.toHaveAttribute('data-state', 'playing', { timeout: 60_000 })
  await page.goto('./')
  await page.reload()
  await expect(page.getByTestId('stepper')).toBeVisible()
  await expect(page.getByTestId('trouble')).toHaveCount(0)
})
