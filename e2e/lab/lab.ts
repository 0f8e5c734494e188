// What the walks through the lab share: a browser of which every request to elsewhere is seen, files that are
// really dropped, and a look at what the page keeps. It must not know how the page draws anything.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'
import { words } from '../../src/ui/strings/index'

interface Watcher {
  readonly proxy: string
  /** What was asked of any other place since the worker began, by any part of the browser. */
  readonly asked: string[]
}

/** Chromium asks this one by itself wherever there is a form; no page can make it do so. */
const browsersOwn = 'content-autofill.googleapis.com:443'

/**
 * `elsewhere`: requests of this test to other origins. Whatever leaves the machine has to pass this proxy.
 */
export const test = base.extend<{ elsewhere: string[] }, { watcher: Watcher }>({
  watcher: [
    async ({}, use) => {
      const asked: string[] = []
      const server = createServer((request, response) => {
        asked.push(request.url ?? '')
        response.writeHead(403).end()
      })
      server.on('connect', (request, socket) => {
        if (request.url !== browsersOwn) asked.push(request.url ?? '')
        socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      await use({ proxy: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked })
      await new Promise((resolve) => server.close(resolve))
    },
    { scope: 'worker' },
  ],
  proxy: async ({ watcher }, use) => use({ server: watcher.proxy, bypass: 'localhost' }),
  elsewhere: async ({ watcher }, use) => {
    watcher.asked.length = 0
    await use(watcher.asked)
  },
})

/**
 * Lines that a page must not have: exceptions, errors on the console, and what its content security policy
 * refused.
 */
export function faultsOf(page: Page): string[] {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  return faults
}

/**
 * Drops a folder of this machine onto the page as a person does: the browser reads it, the page gets its
 * entries.
 */
export async function drop(page: Page, path: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  const data = { items: [], files: [path], dragOperationsMask: 1 }
  const say = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    devtools.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data })
  await say('dragEnter')
  // As a hand that holds still: the browser goes on telling the page, until the page says that it takes the
  // files.
  await expect(async () => {
    await say('dragOver')
    await expect(page.getByText(words.shell.drop)).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 60_000 })
  await say('dragOver')
  await say('drop')
  await devtools.detach()
}

/** Processors that limits of time are meant for: beside other work a browser gets less of them. */
const PROCESSORS = 2

export interface Stopwatch {
  /** Prints the time, and gives the seconds that count: by the clock, or as long as the work itself takes. */
  readonly reached: (what: string) => Promise<number>
  readonly stop: () => Promise<void>
}

/** Times what the browser does from now on, by the clock and in processor time of all its processes. */
export async function stopwatch(page: Page): Promise<Stopwatch> {
  const browser = page.context().browser()
  if (browser === null) throw new Error('the page has no browser of its own')
  const devtools = await browser.newBrowserCDPSession()
  const processor = async (): Promise<number> => {
    const { processInfo } = await devtools.send('SystemInfo.getProcessInfo')
    return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0)
  }
  const [began, used] = [performance.now(), await processor()]
  return {
    reached: async (what) => {
      const wall = (performance.now() - began) / 1000
      const busy = (await processor()) - used
      console.log(`${what}: ${wall.toFixed(1)} s, ${busy.toFixed(1)} s of processor time`)
      return Math.min(wall, busy / PROCESSORS)
    },
    stop: () => devtools.detach(),
  }
}

/** Ends the browser's GPU process, as a driver's fault does. */
export async function crashGpuProcess(page: Page): Promise<void> {
  const browser = page.context().browser()
  if (browser === null) throw new Error('the page has no browser of its own')
  const devtools = await browser.newBrowserCDPSession()
  await devtools.send('Browser.crashGpuProcess')
  await devtools.detach()
}

/** All rows of a table of the page's database, in the order of its keys. */
export function kept<T>(page: Page, table: string): Promise<T[]> {
  return page.evaluate(async (name) => {
    const done = <R>(request: IDBRequest<R>): Promise<R> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error ?? new Error(name))
      })
    const database = await done(indexedDB.open('spice-lab'))
    try {
      return await done(database.transaction(name).objectStore(name).getAll() as IDBRequest<T[]>)
    } finally {
      database.close()
    }
  }, table)
}

export const state = (page: Page) => page.getByTestId('run-state')

/** Rounds that the page says are done. */
export async function roundsDone(page: Page): Promise<number> {
  return Number(await state(page).getAttribute('data-rounds'))
}

export async function waitForRounds(page: Page, atLeast: number, timeout = 180_000): Promise<void> {
  await expect.poll(() => roundsDone(page), { timeout, intervals: [100] }).toBeGreaterThanOrEqual(atLeast)
}

/**
 * Of a paused run's newest episode: other futures from the first token of an answer, and what that token
 * looked at.
 */
export async function lookIntoToken(page: Page): Promise<void> {
  await page.keyboard.press('3')
  await page.getByTestId('track').focus()
  await page.keyboard.press('End')
  await page.locator('.lane[data-seat=reasoner] .run .chip').first().click()
  const microscope = page.getByTestId('microscope')
  await microscope.locator('.rivals button').nth(1).click()
  await expect(microscope.getByTestId('future')).toHaveCount(3, { timeout: 300_000 })
  await microscope.getByTestId('attend').click()
  await expect(microscope.getByTestId('attention').locator('.chip[data-strong=true]')).toHaveCount(5, {
    timeout: 120_000,
  })
}

const small =
  '#v=1&preset=nano&seed=2&warmStart.steps=10&game.rounds=400&game.passages=1&game.groupSize=2&game.maxCandidates=2' +
  '&game.passageTokens=32&game.challengerTokens=40&game.reasonerTokens=16&game.answerTypes=string&gates.active=parse' +
  '&probe.every=1000&probe.questions=1'

/** A run of the smallest model on one document, two rounds far. */
export async function beginSmallRun(page: Page): Promise<void> {
  await page.goto(`./${small}&view=corpus`)
  await page
    .getByTestId('files')
    .setInputFiles(join(import.meta.dirname, '../fixtures/documents/sqlite-about.html'))
  await expect(page.getByTestId('count-documents')).toHaveText(/[1-9]/, { timeout: 300_000 })
  await page.getByRole('button', { name: words.corpus.next, exact: true }).click()
  await page.getByRole('main').getByRole('button', { name: words.train.start, exact: true }).click()
  await waitForRounds(page, 2, 300_000)
}
