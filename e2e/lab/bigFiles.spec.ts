// Files of hundreds of megabytes, and files made to hang their reader, in a real browser: the page stays
// smooth, its memory bounded, and every file ends in documents or in a line.
import { closeSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { words } from '../../src/ui/strings/index'
import { drop, kept, test } from './lab'
import { mainThreadTasks } from './mainThreadTasks'
import { writeHostileFiles } from './hostileFiles'

/** Milliseconds of processor time that a task may hold the page's main thread. */
const LONGEST_TASK = 50
const MOST_MEMORY = 1e9

/** Bytes that the page's process holds with all its workers. */
async function renderersMemory(page: Page): Promise<number> {
  const browser = page.context().browser()
  if (browser === null) throw new Error('the page has no browser of its own')
  const devtools = await browser.newBrowserCDPSession()
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo')
  await devtools.detach()
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0))
  return 1024 * Math.max(...sizes)
}

/** Watches the page's main thread and memory while `during` goes on. */
async function watched(page: Page, what: string, during: () => Promise<void>): Promise<void> {
  let most = 0
  const sample = async (): Promise<void> => {
    most = Math.max(most, await renderersMemory(page).catch(() => 0))
  }
  await page.evaluate(() => {
    const window = globalThis as { gap?: number }
    window.gap = 0
    let last = performance.now()
    const frame = (): void => {
      const now = performance.now()
      window.gap = Math.max(window.gap ?? 0, now - last)
      last = now
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  const timer = setInterval(() => void sample(), 500)
  const began = Date.now()
  const tasks = await mainThreadTasks(page, during).finally(() => clearInterval(timer))
  const gap = await page.evaluate(() => (globalThis as { gap?: number }).gap ?? 0)
  const worst = [...tasks].sort((a, b) => b.cpu - a.cpu)[0]
  console.log(
    `${what}: ${((Date.now() - began) / 1000).toFixed(0)} s, the longest task ${worst?.cpu.toFixed(0)} ms of the processor ` +
      `(${Math.max(...tasks.map(({ wall }) => wall)).toFixed(0)} on the wall), the longest frame ${gap.toFixed(0)} ms, ` +
      `at most ${(most / 1e6).toFixed(0)} MB`,
  )
  expect(most).toBeGreaterThan(0)
  expect(most, 'bytes of the page and its workers').toBeLessThan(MOST_MEMORY)
  expect(worst?.cpu ?? 0, worst?.what).toBeLessThan(LONGEST_TASK)
}

function writeBig(path: string, line: (n: number) => string, bytes: number): void {
  const file = openSync(path, 'w')
  for (let [n, written] = [0, 0]; written < bytes;) {
    let text = ''
    while (text.length < 1_000_000) text += line(n++)
    written += writeSync(file, text)
  }
  closeSync(file)
}
const sentence = (n: number): string =>
  `Ant ${n} has six legs and walks past spider ${n % 977}, which has eight. ${n % 9 === 8 ? '\n\n' : ''}`

async function openCorpus(page: Page): Promise<void> {
  await page.goto('./#view=corpus')
  await expect(page.getByRole('heading', { level: 1, name: words.corpus.title })).toBeVisible()
}
const lines = (page: Page) => page.getByTestId('files-outcome').getByRole('listitem')

test('half a gigabyte of text comes in, and the page stays smooth @long', async ({ page }, info) => {
  const path = info.outputPath('big.txt')
  writeBig(path, sentence, 500e6)
  await openCorpus(page)
  await watched(page, '500 MB of text', async () => {
    await page.getByTestId('files').setInputFiles(path)
    await expect(lines(page)).toHaveCount(1, { timeout: 1_500_000 })
  })
  await expect(lines(page).first()).toHaveAttribute('data-failed', 'false')
  const documents = await kept<{ readonly id: string }>(page, 'documents')
  expect(documents.length).toBeGreaterThan(50)
  rmSync(path)
})

test('files made to hang a reader each end in documents or a line, and good ones come in beside them @long', async ({
  page,
}, info) => {
  const folder = info.outputPath('hostile')
  const names = [...writeHostileFiles(folder), 'a-good-one.txt', 'z-good-one.txt']
  for (const name of names.slice(-2)) writeFileSync(join(folder, name), `${name}: ants walk in a row.`)
  await openCorpus(page)
  await watched(page, `${names.length - 2} hostile files`, async () => {
    await drop(page, folder)
    await expect(page.getByTestId('cancel-import')).toBeVisible({ timeout: 60_000 })
    await expect(page.getByTestId('cancel-import')).toHaveCount(0, { timeout: 1_500_000 })
  })
  const told = await lines(page).allInnerTexts()
  for (const name of names)
    expect(
      told.filter((line) => line.includes(name)),
      name,
    ).not.toEqual([])
  for (const line of told) expect(line.trim()).toMatch(/\S\.$|\b[1-9][\d,]* (documents?|duplicates?)\b/)
  for (const name of names.slice(-2))
    await expect(lines(page).filter({ hasText: name })).toHaveAttribute('data-failed', 'false')
  console.log(told.map((line) => line.replace(/\s+/g, ' ')).join('\n'))
})

test('a long file is cancelled in its midst, what came in stays, and the next one is read @long', async ({
  page,
}, info) => {
  const path = info.outputPath('long.txt')
  writeBig(path, sentence, 150e6)
  await openCorpus(page)
  await page.getByTestId('files').setInputFiles(path)
  await expect
    .poll(async () => (await kept(page, 'documents')).length, { timeout: 300_000 })
    .toBeGreaterThan(0)
  await page.getByTestId('cancel-import').click()
  await expect(page.getByTestId('cancel-import')).toHaveCount(0, { timeout: 30_000 })
  await expect(lines(page).filter({ hasText: 'long.txt' })).toHaveAttribute('data-failed', 'true')
  const stayed = (await kept(page, 'documents')).length
  expect(stayed).toBeLessThan(19)
  await page.getByTestId('files').setInputFiles({
    name: 'next.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('Ants walk in a row.'),
  })
  await expect.poll(async () => (await kept(page, 'documents')).length).toBe(stayed + 1)
  rmSync(path)
})

/** A text in an encoding of one byte a letter. */
function encoded(text: string, encoding: string): Buffer {
  const decoder = new TextDecoder(encoding)
  const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]))
  return Buffer.from(Array.from(text, (sign) => bytes.get(sign) ?? 0x3f))
}

test('a text is read again in another encoding, and its document takes the place of the one before @long', async ({
  page,
}) => {
  const russian = 'Москва - столица России. Река течёт через город, и по ней ходят суда.'
  await openCorpus(page)
  await page
    .getByTestId('files')
    .setInputFiles({ name: 'city.txt', mimeType: 'text/plain', buffer: encoded(russian, 'koi8-r') })
  const choice = page.getByTestId('encoding')
  await expect(choice).toHaveValue('koi8-r', { timeout: 60_000 })
  const texts = async () => (await kept<{ readonly text: string }>(page, 'texts')).map(({ text }) => text)
  expect(await texts()).toEqual([russian])
  await choice.selectOption('windows-1251')
  await expect.poll(texts, { timeout: 60_000 }).not.toEqual([russian])
  expect(await texts()).toHaveLength(1)
  await expect(choice).toHaveValue('windows-1251')
  await choice.selectOption('koi8-r')
  await expect.poll(texts, { timeout: 60_000 }).toEqual([russian])
})
