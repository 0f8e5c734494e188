// A browser that keeps nothing, and one whose data is deleted under the open page: the lab goes on as far as
// it can, and says what will not stay.
import { expect, test } from '@playwright/test'
import type { RoundMetrics } from '../../src/protocol/records'
import { words } from '../../src/ui/strings/index'
import { beginSmallRun, kept, state } from './lab'

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
    await beginSmallRun(page)
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
  await beginSmallRun(page)
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

test.describe('where the browser has no private files', () => {
  test.use({ serviceWorkers: 'block' })

  test('checkpoints are kept in the database, and a run goes on after a reload @long', async ({
    page,
    context,
  }) => {
    const refuse =
      'StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException("not in this window", "SecurityError"));'
    await page.addInitScript(refuse)
    await context.route(/\/assets\/worker-[\w-]+\.js$/, async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, body: `${refuse}${await response.text()}` })
    })
    await beginSmallRun(page)
    await expect
      .poll(async () => (await kept(page, 'checkpoints')).length, { timeout: 300_000 })
      .toBeGreaterThan(0)
    await page.reload()
    const before = (await kept(page, 'metrics')).length
    await expect
      .poll(async () => (await kept(page, 'metrics')).length, { timeout: 300_000 })
      .toBeGreaterThan(before + 1)
    await expect(page.getByTestId('trouble')).toHaveCount(0)
    expect(await page.evaluate(() => navigator.storage.getDirectory().catch(() => 'none'))).toBe('none')
  })
})

test('a disk that gets full stops the run with a line, and it goes on once there is room @long', async ({
  page,
  context,
}) => {
  await beginSmallRun(page)
  const devtools = await context.newCDPSession(page)
  const { origin } = new URL(page.url())
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1000 })
  await expect(page.locator('[data-code=quota]').first()).toBeVisible({ timeout: 120_000 })
  await expect(state(page)).not.toHaveAttribute('data-state', 'playing', { timeout: 60_000 })
  await devtools.send('Storage.overrideQuotaForOrigin', { origin })
  await page.reload()
  const before = (await kept<RoundMetrics>(page, 'metrics')).length
  await page
    .getByRole('group', { name: words.train.title })
    .getByRole('button', { name: words.train.goOn, exact: true })
    .click({ timeout: 120_000 })
  await expect
    .poll(async () => (await kept(page, 'metrics')).length, { timeout: 300_000 })
    .toBeGreaterThan(before + 1)
  const rounds = (await kept<RoundMetrics>(page, 'metrics')).map(({ round }) => round)
  expect(rounds, 'no round twice, none missing').toEqual([...rounds.keys()])
})
