// What only the real engine can show, in English and German: a corpus and its documents, files that do not
// come in, a warm start, a run in the middle of its rounds, a second tab, a pause; the built-in model's time
// machine, a branch, other futures of a token and what it looked at, a question before and after, an arena; a
// model of one's own, seated; the roofline. Pictures and faults as in recorded.spec.ts.
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { table } from '../../src/ui/strings/table'
import { expect, test, unfoldCharts } from '../fixtures/page'
import { lookIntoToken, state, waitForRounds } from '../lab/lab'
import { dress, pictures } from './album'

test.use({ actionTimeout: 60_000 })

const fixtures = join(import.meta.dirname, '../fixtures')
const documents = (...names: readonly string[]) => names.map((name) => join(fixtures, 'documents', name))
const act = (page: Page, action: string) => page.locator(`main [data-action="${action}"]`).first()
/** Small enough for a software adapter, and long enough for pictures of its warm start and of its rounds. */
const link =
  '#v=1&preset=nano&seed=1&warmStart.steps=80&warmStart.languageShare=0&warmStart.openBookShare=0&game.rounds=40&game.passages=3&game.temperature=0.5&game.answerTypes=integer&gates.active=parse'

for (const { tag: language } of table) {
  test.describe(language, () => {
    test.beforeEach(({ watched: page }) => dress(page, language))

    test('a corpus into which nothing came can be shown, and cannot be trained on @long', async ({
      watched: page,
    }) => {
      test.setTimeout(600_000)
      const { take, faults } = pictures(page, language)
      await page.goto('./')
      await page.getByTestId('home-files').setInputFiles(documents('broken.pdf', 'locked.pdf'))
      const lines = page.getByTestId('files-outcome').getByRole('listitem')
      await expect(lines).toHaveCount(2, { timeout: 300_000 })
      await expect(page.getByTestId('corpus-empty')).toBeVisible()
      for (const line of await lines.allInnerTexts()) expect(line.match(/\.pdf/g)).toHaveLength(1)
      await expect(page.getByTestId('corpus-detail').locator('.button.primary')).toBeDisabled()
      await take('live-corpus-broken')
      expect(faults).toEqual([])
    })

    test('a run can be shown from its documents to its pause @long', async ({ watched: page, context }) => {
      test.setTimeout(1_200_000)
      const { take, faults } = pictures(page, language)
      await page.goto('./#view=corpus')
      await page.getByTestId('starter-stories-numbers').click()
      await expect(page.getByTestId('count-documents')).not.toHaveText('0', { timeout: 300_000 })
      await page.getByTestId('document-list').getByRole('option').first().click()
      await expect(page.getByTestId('preview')).toBeVisible()
      await take('live-corpus')

      await page.goto(`./${link}`)
      await page.reload()
      await act(page, 'run.start').click()
      await expect(page.getByTestId('chart-warmStart').locator('path.recharts-line-curve')).toBeVisible({
        timeout: 120_000,
      })
      await take('live-warm-start')
      await waitForRounds(page, 3, 150_000)
      await take('live-train')
      await unfoldCharts(page)
      await take('live-train-all')

      const second = await context.newPage()
      const reading = pictures(second, language)
      await dress(second, language)
      await second.goto('./#view=train')
      await expect(second.getByTestId('reader')).toBeVisible()
      await reading.take('live-reader')
      await second.close()

      await page.bringToFront()
      await act(page, 'run.pause').click()
      await expect(state(page)).toHaveAttribute('data-state', 'paused', { timeout: 300_000 })
      await take('live-paused')
      expect([...faults, ...reading.faults]).toEqual([])
    })

    test('what a model can be asked once its run is paused can be shown @long', async ({ watched: page }) => {
      test.setTimeout(1_200_000)
      const { take, faults } = pictures(page, language)
      await page.goto('./')
      await page.getByTestId('go-live').click()
      await waitForRounds(page, 1, 600_000)
      await act(page, 'run.pause').click()
      await expect(state(page)).toHaveAttribute('data-state', 'paused', { timeout: 300_000 })

      await page.locator('.ring-mark').last().click()
      await take('live-time-machine')
      await page.getByTestId('branch').click()
      await expect(page.getByTestId('branch-form')).toBeVisible()
      await page.getByTestId('branch-field').selectOption('update.learningRate')
      const rate = page.getByTestId('branch-form').locator('[data-path="update.learningRate"] input')
      await rate.fill('0.0001')
      await rate.press('Tab')
      await take('live-branch')
      await page.getByTestId('branch-form').locator('.link').last().click()
      // Cancelling the branch is back in the run.
      await expect(state(page)).toHaveAttribute('data-state', 'paused', { timeout: 120_000 })

      await lookIntoToken(page)
      await take('live-microscope')

      await page.keyboard.press('4')
      await page
        .getByTestId('question')
        .fill('Ann had 4 books. Then she got 3 more. How many books did Ann have?')
      await page.getByTestId('ask').click()
      await expect(page.locator('[data-testid^="answers-"]').first()).toBeVisible({ timeout: 300_000 })
      await take('live-ask')

      await page.locator('main').focus()
      await page.keyboard.press('5')
      const trial = page.getByTestId('trial')
      await expect(trial.getByRole('checkbox').first()).toBeVisible({ timeout: 60_000 })
      for (const box of await trial.getByRole('checkbox').all()) await box.check()
      await trial.getByTestId('play-arena').click()
      await expect(trial.getByTestId('arena-map').first()).toBeVisible({ timeout: 600_000 })
      await take('live-runs')
      expect(faults).toEqual([])
    })

    test('a model of one’s own, and what this device can do, can be shown @long', async ({
      watched: page,
    }) => {
      test.setTimeout(600_000)
      const { take, faults } = pictures(page, language)
      await page.goto('./#view=models')
      await page.getByTestId('model-file').setInputFiles(join(fixtures, 'models/qwen3.gguf'))
      await expect(page.getByTestId('model')).toHaveAttribute('data-whole', 'true')
      await page.getByTestId('hub-name').fill('owner')
      await page.getByTestId('download-model').click()
      await expect(page.getByTestId('trouble')).toBeVisible()
      await take('live-models')
      await page.getByTestId('trouble').getByRole('button').last().click()
      await page.getByTestId('seat-model').click()
      await expect(page.getByTestId('memory-plan')).toBeVisible()
      await take('live-seated')
      await page.locator('main').focus()
      await page.keyboard.press('8')
      await page.getByTestId('measure-roofline').click()
      await expect(page.getByTestId('roofline')).toHaveAttribute('data-measured', 'true', {
        timeout: 300_000,
      })
      await take('live-roofline')
      expect(faults).toEqual([])
    })
  })
}
