// What takes too long for every commit: very many documents, a tab that is frozen, an engine and a page that
// die, and the proof that a run which was interrupted ends as one that was not. `npm run test:long`
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { Random } from '../../src/base/random'
import type { RoundMetrics, WarmStartPoint } from '../../src/protocol/records'
import { words } from '../../src/ui/strings/index'
import {
  beginSmallRun,
  crashGpuProcess,
  drop,
  faultsOf,
  kept,
  roundsDone,
  state,
  test,
  waitForRounds,
} from './lab'

declare global {
  interface Window {
    tasks?: PerformanceEntry[]
  }
}

const documents = join(import.meta.dirname, '../fixtures/documents')
const rounds = 10
const link = `#v=1&preset=nano&seed=5&warmStart.steps=30&game.rounds=${rounds}&game.passages=2&game.answerTypes=string&gates.active=parse`

/** Files of random words, a hundred to a folder, each different. */
function writeDocuments(folder: string, count: number, bytes: number): void {
  const random = Random.from(20, count)
  const lexicon = Array.from({ length: 5000 }, () =>
    String.fromCharCode(...Array.from({ length: random.integer(2, 10) }, () => random.integer(97, 122))),
  )
  for (let i = 0; i < count; i++) {
    const into = join(folder, `part-${Math.floor(i / 100)}`)
    if (i % 100 === 0) mkdirSync(into, { recursive: true })
    let text = `Document ${i}.`
    while (text.length < bytes)
      text += random.chance(0.1) ? `. ${random.pick(lexicon)}` : ` ${random.pick(lexicon)}`
    writeFileSync(join(into, `document-${i}.txt`), text.slice(0, bytes))
  }
}

test('20,000 documents of 100 MB come in within five minutes, and the page stays smooth @long', async ({
  page,
  elsewhere,
}, info) => {
  const folder = info.outputPath('documents')
  writeDocuments(folder, 20_000, 5000)
  await page.addInitScript(() => {
    window.tasks = []
    new PerformanceObserver((list) => window.tasks?.push(...list.getEntries())).observe({ type: 'longtask' })
  })
  await page.goto('./#view=corpus')
  await expect(page.getByRole('heading', { level: 1, name: words.corpus.title })).toBeVisible()
  // What the first drawing of the page takes is not the import's.
  const from = await page.evaluate(() => performance.now())
  const began = Date.now()
  await drop(page, folder)
  await expect(page.getByTestId('count-documents')).toHaveText('20,000', { timeout: 300_000 })
  const seconds = (Date.now() - began) / 1000
  const tasks = await page.evaluate(
    (from) =>
      (window.tasks ?? []).filter(({ startTime }) => startTime >= from).map(({ duration }) => duration),
    from,
  )
  const worst = Math.max(0, ...tasks)
  console.log(
    `20,000 documents of 100 MB: ${seconds.toFixed(0)} s, ${tasks.length} tasks over 50 ms, the longest ${worst.toFixed(0)} ms`,
  )
  expect(seconds).toBeLessThan(300)
  expect(worst).toBeLessThan(200)
  await expect(page.getByTestId('files-outcome')).toContainText('20,000')
  expect(elsewhere).toEqual([])
})

/** A run on the documents, from the link to its warm start. */
async function begin(page: Page): Promise<void> {
  await page.goto(`./${link}`)
  await drop(page, documents)
  await expect(page.getByTestId('count-documents')).toHaveText(/[1-9]/, { timeout: 120_000 })
  await page.getByRole('button', { name: words.corpus.next, exact: true }).click()
  await page.getByRole('main').getByRole('button', { name: words.train.start, exact: true }).click()
  await expect(state(page)).toHaveAttribute('data-state', 'warming', { timeout: 120_000 })
}

interface Lines {
  readonly warmStart: readonly Omit<WarmStartPoint, 'seconds'>[]
  readonly metrics: readonly Omit<RoundMetrics, 'seconds'>[]
}

/** All that was recorded, without clocks and names. */
async function linesOf(page: Page): Promise<Lines> {
  const plain = <T extends { readonly seconds: number; readonly run?: string }>({
    seconds: _,
    run: __,
    ...rest
  }: T) => rest
  return {
    warmStart: (await kept<WarmStartPoint>(page, 'warmStart')).map(plain),
    metrics: (await kept<RoundMetrics>(page, 'metrics')).map(plain),
  }
}

const finished = (page: Page) =>
  expect(state(page)).toHaveAttribute('data-state', 'finished', { timeout: 600_000 })

test('a run that is frozen, whose GPU, engine and page die, ends with the lines of one that was left alone @long', async ({
  browser,
  page,
  watcher,
  baseURL,
}) => {
  const calm = await browser.newContext({
    proxy: { server: watcher.proxy, bypass: 'localhost' },
    baseURL: baseURL ?? '',
  })
  const left = await calm.newPage()
  const faults = faultsOf(left)
  await begin(left)
  await finished(left)
  const expected = await linesOf(left)
  expect(faults).toEqual([])
  expect(expected.metrics).toHaveLength(rounds)
  await calm.close()

  await begin(page)
  await test.step('the GPU process dies in the warm start', async () => {
    await expect
      .poll(async () => (await kept(page, 'warmStart')).length, { timeout: 120_000 })
      .toBeGreaterThan(0)
    const lost = page.getByTestId('lost').waitFor({ timeout: 60_000 })
    await crashGpuProcess(page)
    await lost
    await waitForRounds(page, 1, 300_000)
  })
  await test.step('the tab is frozen, as browsers do with hidden ones, and goes on once it is looked at', async () => {
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Page.setWebLifecycleState', { state: 'frozen' })
    await new Promise((resolve) => setTimeout(resolve, 3000))
    await devtools.send('Page.setWebLifecycleState', { state: 'active' })
    await waitForRounds(page, (await roundsDone(page)) + 1)
  })
  await test.step('the engine dies: the page says so, and a reload goes on', async () => {
    const engine = page.workers().find((worker) => worker.url().includes('/worker'))
    if (engine === undefined) throw new Error('the page has no engine')
    // The worker ends without a word, as one does that the browser kills; so there is no answer to wait for.
    void engine.evaluate(() => self.close()).catch(() => undefined)
    await page
      .locator('[data-code=engine-stopped]')
      .getByRole('button', { name: words.shell.actions['page.reload'], exact: true })
      .click()
    await waitForRounds(page, (await kept(page, 'metrics')).length + 1)
  })
  await test.step('the page itself dies, and opened again it goes on', async () => {
    const context = page.context()
    const devtools = await context.newCDPSession(page)
    const crashed = page.waitForEvent('crash')
    void devtools.send('Page.crash').catch(() => undefined)
    await crashed
    const again = await context.newPage()
    await again.goto('./')
    await finished(again)
    expect(await linesOf(again)).toEqual(expected)
  })
})

test('Stop ends an engine that hangs, and the run goes on from where it was kept @long', async ({ page }) => {
  await beginSmallRun(page)
  await waitForRounds(page, 2)
  const engine = page.workers().find((worker) => worker.url().includes('/worker'))
  if (engine === undefined) throw new Error('the page has no engine')
  // In a task of its own: Chrome does not end a worker in the midst of one of its debugger's.
  await engine.evaluate(() => {
    setTimeout(() => {
      for (;;);
    })
  })
  const button = (name: string) => page.getByRole('main').getByRole('button', { name, exact: true })
  const began = Date.now()
  await button(words.train.stop).click()
  await expect(page.locator('[data-code=engine-hangs]')).toBeVisible({ timeout: 60_000 })
  await expect(state(page)).toHaveAttribute('data-state', 'finished', { timeout: 60_000 })
  console.log(`a hanging engine: ended and opened again after ${((Date.now() - began) / 1000).toFixed(1)} s`)
  const rounds = (await kept(page, 'metrics')).length
  expect(rounds).toBeGreaterThanOrEqual(2)
  await button(words.train.goOn).click()
  await waitForRounds(page, rounds + 1)
})
