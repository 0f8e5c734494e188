// A person's own models: one brought in from a file and one downloaded, kept over a reload, seated, deleted.
// The hub is a server on this machine that serves the page as well, so that the page's policy is the one that
// ships.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test, type Page } from '@playwright/test'
import { barriersIn } from './fixtures/barriers'
import { openHub, type Hub } from './fixtures/hub'

const gguf = new Uint8Array(readFileSync(new URL('fixtures/models/qwen3.gguf', import.meta.url)))
const hash = createHash('sha256').update(gguf).digest('hex')

let hub: Hub
test.beforeAll(async () => {
  hub = await openHub({ 'test/qwen': [{ name: 'q.gguf', bytes: gguf }] }, 'dist')
})
test.afterAll(() => hub.close())
test.beforeEach(() => {
  hub.mischief.slow = 0
  hub.asked.length = 0
})

/** What a page must not do; checked at the end of each walk. */
function faultsOf(page: Page): string[] {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('request', (request) => {
    if (request.url().startsWith('http') && !request.url().startsWith(hub.url)) faults.push(request.url())
  })
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  return faults
}

const card = (page: Page) => page.getByTestId('model')

async function accessible(page: Page, where: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    expect(await barriersIn(page), `${where}, ${colorScheme}`).toEqual([])
  }
}

test('a model comes in from a file, is there after a reload, is seated with its memory told, and is deleted by keyboard', async ({
  page,
}) => {
  const faults = faultsOf(page)
  await page.goto(`${hub.url}/#view=models`)
  await page
    .getByTestId('model-file')
    .setInputFiles({ name: 'tiny.gguf', mimeType: 'application/octet-stream', buffer: Buffer.from(gguf) })
  await expect(card(page)).toHaveAttribute('data-whole', 'true')
  await expect(card(page)).toContainText('qwen3')
  await expect(card(page)).toContainText(hash.slice(0, 16))
  await expect(card(page)).toContainText('computed here')
  await page.reload()
  await expect(card(page)).toHaveAttribute('data-model', 'tiny.gguf')
  await accessible(page, 'models')

  await page.getByTestId('seat-model').click()
  await expect(page.getByTestId('start-from')).toHaveValue('model tiny.gguf')
  const plan = page.getByTestId('memory-plan')
  await expect(plan).toHaveAttribute('data-fits', 'true')
  const adapter = Number(await plan.getAttribute('data-bytes'))
  expect(adapter).toBeGreaterThan(0)
  await page.getByText('All settings').click()
  await page.locator('[id="field-all-weights-trained"]').selectOption('whole')
  await expect.poll(async () => Number(await plan.getAttribute('data-bytes'))).not.toBe(adapter)
  await accessible(page, 'a run with a model')

  await page.locator('main').focus()
  await page.keyboard.press('9')
  await page.getByTestId('remove-model').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toContainText('tiny.gguf')
  await page.getByTestId('remove-sure').focus()
  await page.keyboard.press('Enter')
  await expect(card(page)).toHaveCount(0)
  await page.reload()
  await expect(page.getByText('No model yet.')).toBeVisible()
  expect(faults).toEqual([])
  expect(hub.asked).toEqual([])
})

test('a model comes from a server: cancelled, kept over a reload, gone on with from there, checked by its hash', async ({
  page,
}) => {
  const faults = faultsOf(page)
  await page.goto(`${hub.url}/#view=models`)
  hub.mischief.slow = 1500
  await page.getByTestId('hub-name').fill(`${hub.url}/hub/test/qwen`)
  await page.keyboard.press('Enter')
  await expect
    .poll(async () => Number(await page.getByTestId('coming').getAttribute('data-done')))
    .toBeGreaterThan(30_000)
  await expect(page.getByTestId('coming').getByRole('progressbar')).toHaveAttribute('aria-valuenow', /^\d+$/)
  await page.getByTestId('cancel-model').click()
  await expect(card(page)).toHaveAttribute('data-whole', 'false')
  await page.reload()
  hub.mischief.slow = 0
  hub.asked.length = 0
  await page.getByTestId('resume-model').click()
  await expect(card(page)).toHaveAttribute('data-whole', 'true')
  await expect(card(page)).toContainText('matches server')
  await expect(card(page)).toContainText(hash.slice(0, 16))
  expect(Number(/^bytes=(\d+)-$/.exec(hub.asked.at(-1)?.range ?? '')?.[1])).toBeGreaterThan(30_000)

  await page.getByTestId('hub-name').fill(`${hub.url}/hub/test/none`)
  await page.getByTestId('download-model').click()
  await expect(page.getByTestId('trouble')).toContainText('Check the spelling')
  // Chromium itself writes a refusal of the server on the console.
  expect(faults.filter((line) => !line.includes('401'))).toEqual([])
})
