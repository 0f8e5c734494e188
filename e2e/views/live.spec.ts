// The views that only a live run has, with the real engine: documents that come in or fail, a run at its warm start, in play and
// at rest, its tokens looked into and asked, its checkpoints on the shelf, branched and put to the test, and the kernels measured.
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test, unfoldCharts } from '../fixtures/page'
import { dress, pictures } from './album'

test.use({ actionTimeout: 30_000 })

const documents = join(import.meta.dirname, '../fixtures/documents')
const slow = { timeout: 300_000 } as const
/** From noise, one kind of answer: a warm start that can be seen, and then stopped. */
const scratch = '#v=1&preset=nano&seed=1&warmStart.steps=400&warmStart.languageShare=0&warmStart.openBookShare=0&game.rounds=4&game.answerTypes=string&gates.active=parse'
/** What a person brings in a link: a run short enough to be watched to its end, from the weights that come with the lab. */
const brought = '#v=1&preset=nano&seed=7&game.rounds=4&game.passages=4&game.answerTypes=integer&probe.every=2&probe.questions=40&keep.checkpointEvery=2'

const state = (page: Page) => page.getByTestId('run-state')
const reaches = (page: Page, name: string) => expect(state(page)).toHaveAttribute('data-state', name, slow)
const files = (...names: readonly string[]) => names.map((name) => join(documents, name))

async function openAnew(page: Page, hash: string): Promise<void> {
  await page.goto(`./${hash}`)
  await page.reload()
  await expect(page.locator('main h1').first()).toBeVisible()
}

async function go(page: Page, key: string): Promise<void> {
  await page.locator('main').evaluate((main) => main.focus({ preventScroll: true }))
  await page.keyboard.press(key)
}

/** Of a run at rest; in both languages. */
async function takeRested(page: Page, take: (scene: string) => Promise<void>): Promise<void> {
  await openAnew(page, '#view=train')
  await reaches(page, 'finished')
  await page.getByTestId('ring').getByRole('button').first().click()
  await take('live-train-rested')
  await openAnew(page, '#view=corpus')
  await expect(page.getByTestId('corpora')).toBeVisible()
  await take('live-corpus')
  await openAnew(page, '#view=episodes&round=2')
  await expect(page.getByTestId('stepper')).toBeVisible()
  await page.getByTestId('track').focus()
  await page.keyboard.press('End')
  await page.locator('.lane[data-seat=reasoner] .run .chip').first().click()
  const microscope = page.getByTestId('microscope')
  await microscope.locator('.rivals button').nth(1).click()
  await expect(microscope.getByTestId('future')).toHaveCount(3, slow)
  await microscope.getByTestId('attend').click()
  await expect(microscope.getByTestId('attention')).toBeVisible(slow)
  await take('live-microscope')
  await openAnew(page, '#view=ask')
  await page.getByTestId('question').fill('Ada has 2 figs. Then Ada got 3 more. How many figs has Ada?')
  await page.getByTestId('ask').click()
  await expect(page.getByTestId('ask')).toBeEnabled(slow)
  await expect(page.locator('.tally')).toHaveCount(2, slow)
  await take('live-ask')
  await openAnew(page, '#view=runs')
  const run = page.getByTestId('run').first()
  await run.locator('summary').click()
  await expect(run.locator('.checkpoints li').first()).toBeVisible()
  const trial = page.getByTestId('trial')
  const boxes = trial.locator('tbody tr input')
  await boxes.nth(0).check()
  for (const row of [0, 1]) await trial.locator('tbody tr').nth(row).locator('input').last().check()
  await trial.locator('tbody tr').last().locator('input').first().check()
  await trial.getByTestId('play-arena').click()
  await expect(trial.getByTestId('arena-map').first()).toBeVisible(slow)
  const questions = ['{"question":"Ada has 2 figs. She buys 3. How many has she?","answer":"#### 5"}', '{"question":"Which is a colour?","options":["red","seven"],"answer":"A"}']
  await trial.getByTestId('benchmark-file').setInputFiles({ name: 'mine.jsonl', mimeType: 'application/jsonl', buffer: Buffer.from(questions.join('\n')) })
  await expect(trial.getByTestId('benchmark')).toBeVisible(slow)
  await take('live-runs')
  await run.locator('.row').first().getByRole('button').last().click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await take('live-runs-delete')
  await page.keyboard.press('Escape')
}

test('what a live run has can be shown @long', async ({ watched: page, context }) => {
  test.setTimeout(1_800_000)
  await dress(page, 'en')
  const { take, faults } = pictures(page, 'en')

  await test.step('documents', async () => {
    await openAnew(page, '')
    await page.getByTestId('home-files').setInputFiles(files('broken.pdf', 'locked.pdf'))
    await expect(page.getByTestId('files-outcome').getByRole('listitem')).toHaveCount(2, slow)
    await expect(page.getByTestId('corpus-empty')).toBeVisible(slow)
    for (const line of await page.getByTestId('files-outcome').getByRole('listitem').allInnerTexts()) expect(line.match(/\.pdf/g)).toHaveLength(1)
    await expect(page.getByTestId('corpus-detail').locator('.button.primary')).toBeDisabled()
    await take('live-corpus-broken')
    await page.getByTestId('files').setInputFiles(files('broken.pdf', 'zustand.md', 'debian-releases.csv', 'vim-tutor-zh.txt', 'sqlite-about.html', 'word-tables.docx'))
    await expect(page.getByTestId('files-outcome').getByRole('listitem')).toHaveCount(6, slow)
    await page.getByTestId('document-list').getByRole('option').nth(2).click()
    await take('live-corpus-full')
  })

  await test.step('a warm start', async () => {
    await openAnew(page, scratch)
    await page.getByRole('main').locator('[data-action="run.start"]').click()
    await reaches(page, 'warming')
    await expect(page.getByTestId('chart-warmStart').locator('path.recharts-line-curve')).toBeVisible(slow)
    await take('live-train-warming')
    await page.locator('[data-action="run.stop"]').click()
    await page.locator('[data-action="run.new"]').click()
  })

  await test.step('a run in play, with the settings of a link', async () => {
    await openAnew(page, brought)
    await take('live-brought')
    await page.locator('[data-action="run.new"]').first().click()
    await page.getByTestId('start-from').selectOption('builtIn nano-numbers')
    await expect(page.getByTestId('seed')).toHaveValue('7')
    await expect(page.locator('#field-game-rounds')).toHaveValue('4')
    for (const box of await page.locator('.setup li input[type=checkbox]').all()) if (await box.isChecked()) await box.uncheck()
    await take('live-setup')
    await go(page, '1')
    await page.getByTestId('starter-stories-numbers').click()
    await expect(page.getByTestId('starter-stories-numbers')).toBeDisabled(slow)
    await go(page, '2')
    await page.locator('.setup [data-action="run.start"]').click()
    await reaches(page, 'playing')
    await take('live-train-playing')
    await expect.poll(async () => Number(await state(page).getAttribute('data-rounds')), slow).toBeGreaterThan(0)
    await unfoldCharts(page)
    await take('live-train-all')
    await go(page, '0')
    await take('live-home')
    await go(page, '3')
    await expect(page.getByTestId('stepper')).toBeVisible()
    await page.locator('.lane[data-seat=challenger] .run .chip').first().click({ timeout: 5000 }).catch(() => undefined)
    await take('live-episode-playing')
    await go(page, '4')
    await take('live-ask-playing')
    await go(page, '5')
    await take('live-runs-playing')
    const second = await context.newPage()
    await second.goto('./#view=train')
    await expect(second.getByTestId('reader')).toBeVisible()
    await pictures(second, 'en').take('live-second-tab')
    await second.close()
    await go(page, '2')
    await reaches(page, 'finished')
  })

  await test.step('at rest', () => takeRested(page, take))

  await test.step('a branch', async () => {
    await openAnew(page, '#view=train')
    await page.getByTestId('ring').getByRole('button').nth(1).click()
    await page.getByTestId('branch').click()
    await expect(page.getByTestId('branch-form')).toBeVisible()
    await take('live-branch')
  })

  await test.step('the kernels', async () => {
    await openAnew(page, '#view=xray')
    await page.getByTestId('check-kernel').click()
    await expect(page.getByTestId('check-outcome')).toHaveAttribute('data-passed', 'true', slow)
    await page.getByTestId('measure-roofline').click()
    await expect(page.getByTestId('roofline')).toHaveAttribute('data-measured', 'true', slow)
    await take('live-xray')
    await page.getByTestId('roofline-twin').click()
    await take('live-xray-table')
  })

  await test.step('at rest, in German', async () => {
    await page.addInitScript(() => localStorage.setItem('spice-lab-language', 'de'))
    const german = pictures(page, 'de')
    await takeRested(page, german.take)
    faults.push(...german.faults)
  })

  expect(faults).toEqual([])
})
