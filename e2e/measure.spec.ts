// Corpora from the world, as they come in: subtitles, a table of measurements, and a serial device that a
// test pretends to be. That a run asks about what comes in is tested with the engine (growingCorpus.test.ts).
import type { Page } from '@playwright/test'
import { readAsked, answerOf } from '../src/spice/measurements/measuredQuestion'
import { readMeasurements } from '../src/spice/measurements/measuredPassage'
import { drawMeasuredTask } from '../src/spice/measurements/measuredTasks'
import { Random } from '../src/base/random'
import { answerTypes } from '../src/spice/answers/names'
import { goldText } from '../src/spice/task'
import type { DocumentRecord } from '../src/protocol/ports'
import { words } from '../src/ui/strings/index'
import { expect, test, withoutGpu } from './fixtures/page'
import { pretendSerial } from './fixtures/pretendSerial'
import { kept } from './lab/lab'

const cues = [
  [1, 'Water is boiled in a glass.'],
  [95, 'At a hundred degrees it boils.'],
].map(
  ([second, text], i) =>
    `${i + 1}\n00:0${Math.floor(Number(second) / 60)}:${String(Number(second) % 60).padStart(2, '0')},000 --> 00:05:00,000\n${text}\n`,
)
const table = 'time,temperature (°C)\n9:00,18\n9:10,21\n9:20,20\n9:30,27\n9:40,31\n'

const texts = (page: Page): Promise<{ text: string }[]> => kept(page, 'texts')

test('subtitles and a table become documents with minutes and rows, and golds that a solver checks', async ({
  watched: page,
}) => {
  await withoutGpu(page)
  await page.goto('./#view=corpus')
  await page.getByTestId('files').setInputFiles([
    { name: 'talk.srt', mimeType: 'text/plain', buffer: Buffer.from(cues.join('\n')) },
    { name: 'day.csv', mimeType: 'text/csv', buffer: Buffer.from(table) },
  ])
  await expect(page.getByTestId('count-documents')).toHaveText('2')
  const marks = (await kept<DocumentRecord>(page, 'documents')).map((document) => [
    document.name,
    document.marks,
  ])
  expect(marks).toEqual([
    [
      'talk.srt',
      {
        unit: 'seconds',
        at: [
          [0, 1],
          [28, 95],
        ],
      },
    ],
    ['day.csv#1-5', { unit: 'row', at: expect.arrayContaining([[0, 1]]) as unknown }],
  ])
  const passage = (await texts(page)).map(({ text }) => text).find((text) => text.startsWith('At 9:00')) ?? ''
  const facts = readMeasurements(passage)
  for (let i = 0; i < 20; i++) {
    const task =
      facts === null ? null : (drawMeasuredTask(facts, Random.from(1, i), answerTypes)?.task ?? null)
    const asked = task === null ? null : readAsked(task.question)
    expect(asked === null || task === null ? 'no task' : answerOf(asked)).toBe(
      task === null ? '' : goldText(task),
    )
  }
})

test('a serial device grows the corpus behind its light until a key stops it, and a refusal is one line', async ({
  watched: page,
}) => {
  await withoutGpu(page)
  await pretendSerial(page)
  await page.goto('./#view=corpus')
  await page.getByTestId('measure').locator('summary').click()
  await page.evaluate(() => Object.assign(window, { serialRefuses: true }))
  await page.getByTestId('measure-serial').click()
  await expect(page.getByText('No device was chosen')).toBeVisible()
  await expect(page.getByTestId('measuring-light')).toHaveCount(0)
  await page.evaluate(() => Object.assign(window, { serialRefuses: false }))
  await page.getByTestId('measure-serial').click()
  await expect(page.getByTestId('measuring-light')).toBeVisible()
  await expect(page.getByTestId('readings').getByRole('listitem')).not.toHaveCount(0)
  await expect
    .poll(async () => (await texts(page)).filter(({ text }) => /^At [\d.]+ s the temp was/.test(text)).length)
    .toBeGreaterThan(1)
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('measuring-light')).toHaveCount(0)
  expect(await page.evaluate(() => (window as unknown as { serialClosed?: boolean }).serialClosed)).toBe(true)
  await expect(page.getByRole('button', { name: words.corpus.measured }).first()).toBeVisible()
})
