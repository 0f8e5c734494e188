// What only the real engine can show, in English and German: a corpus and its documents, files that do not come in, a warm start,
// a run in the middle of its rounds, its shelf, a token under the microscope, questions, the arena, a branch, the roofline, a
// second tab and a model of one's own. Pictures and faults as in recorded.spec.ts.
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { languages } from '../../src/ui/strings/language'
import { expect, test, unfoldCharts } from '../fixtures/page'
import { dress, pictures } from './album'

test.use({ actionTimeout: 60_000 })

const fixtures = join(import.meta.dirname, '../fixtures')
const documents = (...names: readonly string[]) => names.map((name) => join(fixtures, 'documents', name))
const state = (page: Page) => page.getByTestId('run-state')
const act = (page: Page, action: string) => page.locator(`main [data-action="${action}"]`).first()
const rounds = async (page: Page): Promise<number> => Number(await state(page).getAttribute('data-rounds'))
/** Small enough for a software adapter, and long enough for pictures of its warm start and of its rounds. */
const link = '#v=1&preset=nano&seed=1&warmStart.steps=80&warmStart.languageShare=0&warmStart.openBookShare=0&game.rounds=40&game.passages=3&game.temperature=0.5&game.answerTypes=integer&gates.active=parse'

for (const language of languages) {
  test.describe(language, () => {
    test.beforeEach(({ watched: page }) => dress(page, language))

    test('a corpus into which nothing came can be shown, and cannot be trained on @long', async ({ watched: page }) => {
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

    test('a run can be shown from its documents to its arena @long', async ({ watched: page, context }) => {
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
      await expect(page.getByTestId('chart-warmStart').locator('path.recharts-line-curve')).toBeVisible({ timeout: 120_000 })
      await take('live-warm-start')
      await expect.poll(() => rounds(page), { timeout: 150_000 }).toBeGreaterThan(2)
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
      await page.getByTestId('branch').click()
      await expect(page.getByTestId('branch-form')).toBeVisible()
      await take('live-branch')

      await page.keyboard.press('3')
      await page.getByTestId('track').focus()
      await page.keyboard.press('End')
      await page.locator('.lane .run .chip').nth(2).click()
      const microscope = page.getByTestId('microscope')
      await microscope.locator('.rivals button').nth(1).click()
      await expect(microscope.getByTestId('future')).toHaveCount(3, { timeout: 300_000 })
      await microscope.getByTestId('attend').click()
      await expect(microscope.getByTestId('attention')).toBeVisible({ timeout: 120_000 })
      await take('live-microscope')

      await page.goto('./#view=ask')
      await page.reload()
      await page.getByTestId('question').fill('Ada has 2 figs. She buys 3. How many has she?')
      await page.getByTestId('ask').click()
      await expect(page.locator('[data-testid^="answers-"]')).toHaveCount(2, { timeout: 300_000 })
      await take('live-ask')

      await page.goto('./#view=runs')
      await page.reload()
      const trial = page.getByTestId('trial')
      const boxes = trial.getByRole('checkbox')
      for (const box of await boxes.all()) if (await box.isEnabled()) await box.check()
      await trial.getByTestId('play-arena').click()
      await expect(trial.getByTestId('arena-map').first().getByRole('row')).not.toHaveCount(0, { timeout: 600_000 })
      await take('live-runs')

      await page.goto('./#view=models')
      await page.getByTestId('model-file').setInputFiles(join(fixtures, 'models/qwen3.gguf'))
      await expect(page.getByTestId('model')).toHaveAttribute('data-whole', 'true', { timeout: 60_000 })
      await take('live-models')
      await page.getByTestId('seat-model').click()
      await expect(page.getByTestId('memory-plan')).toHaveAttribute('data-fits', 'true')
      await take('live-seated')

      await page.goto('./#view=xray')
      await page.getByTestId('measure-roofline').click()
      await expect(page.getByTestId('roofline')).toBeVisible({ timeout: 300_000 })
      await take('live-roofline')
      expect([...faults, ...reading.faults]).toEqual([])
    })
  })
}
