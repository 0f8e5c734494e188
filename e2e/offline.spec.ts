// After a first load the page works with its host gone, from a sub-path as well.
import { expect, test } from '@playwright/test'
import { host } from './fixtures/static-host'

test('works from a sub-path, and offline after the first load', async ({ page }) => {
  test.setTimeout(120_000)
  const served = await host('dist', '/some/folder/')
  const failed: string[] = []
  page.on('response', (response) => {
    if (response.status() >= 400) failed.push(response.url())
  })
  await page.goto(served.url)
  await expect(page.getByTestId('stepper')).toBeVisible()
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  // The worker that keeps the files is ready once it has kept them all.
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null), { timeout: 60_000 })
    .toBe(true)
  expect(failed).toEqual([])
  await served.close()

  await page.goto(`${served.url}#view=train`)
  await page.reload()
  await expect(page.getByTestId('chart-passRate')).toBeVisible()
  for (const view of ['corpus', 'episodes', 'ask', 'runs']) {
    await page.goto(`${served.url}#view=${view}`)
    await page.reload()
    await expect(page.locator('main h1').first()).toBeVisible()
  }
  await page.goto(`${served.url}#view=corpus`)
  await page.reload()
  await page.getByTestId('starter-stories-relations').click()
  await expect(page.getByTestId('count-documents')).not.toHaveText('0', { timeout: 60_000 })
})
