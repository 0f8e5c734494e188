// A new build is deployed under a page that is open: nothing that the open page needs vanishes, the new one
// is told of quietly, and nothing that is going on is interrupted.
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { words } from '../src/ui/strings/index'
import { drop, state, waitForRounds } from './lab/lab'
import { writeSecondBuild } from './fixtures/secondBuild'
import { host } from './fixtures/static-host'

const t = words.shell.newVersion
const notice = (page: Page) => page.getByTestId('new-version')
const take = (page: Page) => notice(page).getByRole('button', { name: t.take })
const isSecond = (page: Page) => page.evaluate(() => document.querySelector('meta[name=build]') !== null)

async function visited(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null), { timeout: 60_000 })
    .toBe(true)
}

/** As the browser does by itself when a page is opened, and once a day. */
const look = (page: Page) =>
  page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update())

test('an open page keeps its version whole, and takes the new one when it is the only one and idle @long', async ({
  page,
  context,
}, info) => {
  const second = info.outputPath('second')
  writeSecondBuild('dist', second)
  const served = await host('dist', '/lab/')
  await visited(page, served.url)
  const other = await context.newPage()
  await other.goto(served.url)
  await expect(notice(page)).toHaveCount(0)

  served.deploy(second)
  await look(page)
  await expect(notice(page)).toBeVisible({ timeout: 60_000 })
  await expect(notice(page)).toContainText(t.here)

  await test.step('views and the engine that were not loaded yet are those of the open version', async () => {
    const failed: string[] = []
    page.on('response', (response) => {
      if (response.status() >= 400) failed.push(response.url())
    })
    for (const view of ['runs', 'lessons', 'models', 'ask', 'play', 'xray', 'corpus']) {
      await page.evaluate((name) => (window.location.hash = `#view=${name}`), view)
      await expect(page.locator(`main[data-view=${view}] h1`).first()).toBeVisible()
    }
    await page
      .getByTestId('files')
      .setInputFiles(join(import.meta.dirname, 'fixtures/field-documents/hyphen.pdf'))
    await expect(page.getByTestId('count-documents')).toHaveText('1', { timeout: 60_000 })
    await expect(page.getByTestId('fault')).toHaveCount(0)
    await expect(page.getByTestId('trouble')).toHaveCount(0)
    expect(failed).toEqual([])
  })
  await test.step('a page that is opened now is of the same version as the one that is open', async () => {
    await other.reload()
    expect(await isSecond(other)).toBe(false)
    await expect(notice(other)).toBeVisible()
  })
  await test.step('it is not taken under another window', async () => {
    await take(page).click()
    await expect(notice(page)).toContainText(t.others)
    expect(await isSecond(page)).toBe(false)
    await other.close()
  })
  await test.step('the only window takes it', async () => {
    await take(page).click()
    await expect.poll(() => isSecond(page).catch(() => false), { timeout: 30_000 }).toBe(true)
    await expect(page.locator('main h1').first()).toBeVisible()
    await expect(notice(page)).toHaveCount(0)
    await expect(page.getByTestId('count-documents')).toHaveText('1', { timeout: 60_000 })
  })
  await served.close()
})

test('without a service worker a part that is gone is told as a new version, not as a fault @long', async ({
  browser,
}, info) => {
  const second = info.outputPath('second')
  writeSecondBuild('dist', second)
  const served = await host('dist', '/lab/')
  const context = await browser.newContext({ serviceWorkers: 'block' })
  const page = await context.newPage()
  await page.goto(`${served.url}#view=corpus`)
  await expect(page.getByTestId('files')).toBeAttached()
  served.deploy(second)
  await test.step('an engine that cannot be loaded', async () => {
    await page.getByTestId('starter-stories-relations').click()
    await expect(page.locator('[data-code=part-missing]').first()).toBeVisible({ timeout: 30_000 })
    await expect(page.locator('[data-code=engine-stopped]')).toHaveCount(0)
  })
  await test.step('a view that cannot be loaded', async () => {
    await page.evaluate(() => (window.location.hash = '#view=runs'))
    await expect(page.getByTestId('fault')).toContainText('new version')
    await expect(page.getByTestId('fault')).not.toContainText(words.shell.error)
    await expect(notice(page)).toBeVisible()
  })
  await take(page).click()
  await expect.poll(() => isSecond(page).catch(() => false), { timeout: 30_000 }).toBe(true)
  await expect(page.locator('main[data-view=runs] h1').first()).toBeVisible()
  await context.close()
  await served.close()
})

test('a run that is going on is not interrupted by a new version @long', async ({ page }, info) => {
  const second = info.outputPath('second')
  writeSecondBuild('dist', second)
  const served = await host('dist', '/lab/')
  const link =
    '#v=1&preset=nano&seed=5&warmStart.steps=30&game.rounds=40&game.passages=2&game.answerTypes=string&gates.active=parse'
  await visited(page, `${served.url}${link}`)
  await drop(page, join(import.meta.dirname, 'fixtures/documents'))
  await expect(page.getByTestId('count-documents')).toHaveText(/[1-9]/, { timeout: 120_000 })
  await page.getByRole('button', { name: words.corpus.next, exact: true }).click()
  await page.getByRole('main').getByRole('button', { name: words.train.start, exact: true }).click()
  await waitForRounds(page, 1, 300_000)
  served.deploy(second)
  await look(page)
  await expect(notice(page)).toContainText(t.busy, { timeout: 60_000 })
  await expect(take(page)).toHaveCount(0)
  const before = Number(await state(page).getAttribute('data-rounds'))
  await waitForRounds(page, before + 2)
  expect(await isSecond(page)).toBe(false)
  await page.getByRole('button', { name: words.train.pause, exact: true }).click()
  await expect(take(page)).toBeVisible({ timeout: 60_000 })
  await take(page).click()
  await expect.poll(() => isSecond(page).catch(() => false), { timeout: 30_000 }).toBe(true)
  await expect(state(page)).toHaveAttribute('data-state', 'paused', { timeout: 60_000 })
  expect(Number(await state(page).getAttribute('data-rounds'))).toBeGreaterThanOrEqual(before + 2)
  await served.close()
})
