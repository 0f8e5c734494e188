// Rung 2 in Chromium: every kernel against its f64 reference, through the browser's own WebGPU.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { describe } from '../../shaders/testing/compareArrays'
import type { CheckOutcome } from './kernelPage'

const shaders = join(import.meta.dirname, '../../shaders')
const operations = readdirSync(shaders, { recursive: true, encoding: 'utf8' })
  .map((path) => /([^/\\]+)\.check\.ts$/.exec(path)?.[1])
  .filter((name) => name !== undefined)
  .sort()

async function found(page: Page, operation: string): Promise<CheckOutcome> {
  await page.goto(`./?op=${operation}`)
  const handle = await page.waitForFunction(() => window.found, undefined, { timeout: 240_000 })
  const value = await handle.jsonValue()
  if (value === undefined) throw new Error('the page of kernel checks ended without a word')
  return value
}

test('every operation that has a kernel has a check', () => {
  const folders = readdirSync(shaders, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const withKernels = folders
    .map(({ name }) => name)
    .filter(
      (name) => name !== 'common' && readdirSync(join(shaders, name)).some((file) => file.endsWith('.wgsl')),
    )
  expect(operations).toEqual(withKernels.sort())
})

/** Those that take over five seconds; Node checks them each time, by the same driver. */
const slow = new Set(['attention', 'decode', 'matmul', 'normedProduct', 'quantised'])

for (const operation of operations) {
  const title = `${operation}: every check passes`
  test(slow.has(operation) ? `${title} @long` : title, async ({ page }) => {
    const result = await found(page, operation)
    if ('failure' in result) throw new Error(result.failure)
    const { info, reports } = result
    const { vendor, architecture, description, software } = info
    const adapter = `${software ? 'software adapter' : 'adapter'} ${[vendor, architecture, description].filter(Boolean).join(' ')}`
    const errors = reports.map(({ maxRatio }) => maxRatio)
    console.log(
      `${operation}: ${reports.length} checks on the ${adapter}, largest ratio ${Math.max(...errors).toExponential(1)}`,
    )
    test.info().annotations.push({ type: 'adapter', description: adapter })
    expect(reports.length).toBeGreaterThan(0)
    expect(reports.filter(({ passed }) => !passed).map(describe)).toEqual([])
  })
}

test('a browser that offers no adapter fails the checks in one line', async ({ page }) => {
  await page.addInitScript(() => {
    GPU.prototype.requestAdapter = () => Promise.resolve(null)
  })
  const result = await found(page, 'add')
  expect(result).toEqual({ failure: expect.stringMatching(/^No GPU adapter for the kernel tests: /) })
  await expect(page.locator('#lines')).toContainText('FAIL No GPU adapter')
})

test('an operation that does not exist is not a pass', async ({ page }) => {
  expect(await found(page, 'nothing')).toEqual({ failure: 'There is no operation "nothing" to check.' })
})
