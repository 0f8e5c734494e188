// What a stranger sees first: a recorded episode that moves, two ways to begin, and nothing asked of any
// other place.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, recorded, test, withoutGpu } from './fixtures/page'

test('without a GPU a recorded episode moves within two seconds of a cold load, and both ways to begin are there', async ({
  browser,
  baseURL,
}) => {
  const times: number[] = []
  for (let visit = 0; visit < 3; visit++) {
    // A context of its own each time: no cache, no worker that keeps files.
    const context = await browser.newContext(baseURL === undefined ? {} : { baseURL })
    const page = await context.newPage()
    await withoutGpu(page)
    await page.addInitScript(() => {
      const watch = new MutationObserver(() => {
        if (Number(document.querySelector('[data-testid=stepper]')?.getAttribute('data-tick') ?? 0) === 0)
          return
        watch.disconnect()
        performance.mark('moves')
      })
      watch.observe(document, { subtree: true, childList: true, attributeFilter: ['data-tick'] })
    })
    await page.goto('./')
    const stepper = page.getByTestId('stepper')
    await expect.poll(() => page.evaluate(() => performance.getEntriesByName('moves').length)).toBe(1)
    times.push(await page.evaluate(() => performance.getEntriesByName('moves')[0]?.startTime ?? Infinity))
    if (visit === 2) {
      await expect(page.getByTestId('go-live')).toBeEnabled()
      await expect(page.getByTestId('start-own')).toBeEnabled()
      await expect(page.getByTestId('local')).toContainText('Nothing leaves this tab')
      const { chosen } = recorded.opening().episode
      expect(chosen).not.toBeNull()
      // It goes on through the question by itself, token by token.
      await expect.poll(async () => Number(await stepper.getAttribute('data-tick'))).toBeGreaterThan(5)
      await expect(stepper.getByTestId('passage')).toHaveText(
        new RegExp(recorded.opening().episode.passage.text.slice(0, 30)),
      )
    }
    await context.close()
  }
  console.log(`an episode moves after ${times.map((time) => Math.round(time)).join(', ')} ms`)
  expect(times.sort((a, b) => a - b)[1]).toBeLessThan(2000)
})

test('the policy forbids scripts of other places, inline scripts and eval', async ({ page }) => {
  await page.goto('./')
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content')
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self'")
  expect(policy).not.toContain('unsafe')
  // The one place beside the page's own that it may ask, once a person names a model there.
  expect(policy).toContain("connect-src 'self' https://huggingface.co https://*.hf.co;")
  const ran = await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'window.ran = true'
    document.body.append(script)
    return 'ran' in window
  })
  expect(ran).toBe(false)
})

test('the first view needs less than 300 kB of script, packed', async ({ watched: page }) => {
  const scripts: string[] = []
  page.on('request', (request) => {
    // A worker begins in a line of its own that imports its script.
    if (request.resourceType() === 'script' && !request.url().startsWith('blob:')) scripts.push(request.url())
  })
  await page.goto('./')
  await expect(page.getByTestId('stepper')).toBeVisible()
  const packed = await Promise.all(
    [...new Set(scripts)].map(async (url) => gzipSync(await (await page.request.get(url)).body()).length),
  )
  expect(packed.length).toBeGreaterThan(0)
  expect(packed.reduce((sum, size) => sum + size, 0)).toBeLessThan(300_000)
})

test('the engine begins with less than 900 kB of script', () => {
  const folder = 'dist/assets'
  const needed = new Set(readdirSync(folder).filter((name) => /^worker-.*\.js$/.test(name)))
  expect(needed.size).toBe(1)
  // A set goes on with what is added to it on the way.
  for (const name of needed)
    for (const [, of] of readFileSync(join(folder, name), 'utf8').matchAll(
      /\b(?:import|from)\s*["'`]\.\/([^"'`]+\.js)["'`]/g,
    ))
      if (of !== undefined) needed.add(of)
  const bytes = [...needed].map((name) => readFileSync(join(folder, name)).length)
  const whole = bytes.reduce((sum, each) => sum + each, 0)
  console.log(`the engine begins with ${needed.size} scripts of ${Math.round(whole / 1000)} kB`)
  expect(whole).toBeGreaterThan(500_000)
  expect(whole).toBeLessThan(900_000)
})

test('without a GPU it says what to do in this very browser, and plays the recorded run in the same views', async ({
  watched: page,
}) => {
  await withoutGpu(page)
  await page.goto('./')
  const guide = page.getByTestId('gpu-guide')
  await expect(guide).toContainText('Chrome')
  await expect(guide.getByRole('listitem').first()).toBeVisible()
  await expect(page.getByTestId('device')).toContainText('No GPU')
  await expect(page.getByTestId('stepper')).toBeVisible()
  await page.getByRole('button', { name: 'See the whole run' }).click()
  await expect(page.getByTestId('chart-passRate')).toBeVisible()
  await page.getByRole('button', { name: 'Pause' }).click()
  const before = Number(await page.getByTestId('run-state').getAttribute('data-rounds'))
  await page.getByRole('button', { name: 'Step one round' }).click()
  await expect
    .poll(async () => Number(await page.getByTestId('run-state').getAttribute('data-rounds')))
    .toBe(before + 1)
})

for (const [name, userAgent, words] of [
  [
    'Firefox on Linux',
    'Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0',
    'dom.webgpu.enabled',
  ],
  [
    'an iPhone',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    'iOS 26',
  ],
] as const) {
  test(`the steps are those of ${name}`, async ({ browser, baseURL }) => {
    const context = await browser.newContext({ userAgent, ...(baseURL === undefined ? {} : { baseURL }) })
    const page = await context.newPage()
    await withoutGpu(page)
    await page.goto('./')
    await expect(page.getByTestId('gpu-guide')).toContainText(words)
    await context.close()
  })
}

test('in reduced motion nothing plays by itself', async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    reducedMotion: 'reduce',
    ...(baseURL === undefined ? {} : { baseURL }),
  })
  const page = await context.newPage()
  await page.goto('./')
  const stepper = page.getByTestId('stepper')
  await expect(stepper).toBeVisible()
  await page.waitForTimeout(3000)
  expect(await stepper.getAttribute('data-tick')).toBe('0')
  await context.close()
})
