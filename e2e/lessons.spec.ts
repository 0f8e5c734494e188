// The lessons that ship, in every language, walked step by step by doing what each waits for; one that a
// teacher builds without code; a person’s seat; runs compared; the page in German.
import { readdirSync, readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import type { Lesson, Wait } from '../src/state/lesson'
import { phases } from '../src/state/timeline'
import { words } from '../src/ui/strings/index'
import { table } from '../src/ui/strings/table'
import { expect, recorded, test, withoutGpu } from './fixtures/page'

function lessonsIn(language: string): Lesson[] {
  const folder = new URL(`../public/lessons/${language}/`, import.meta.url)
  return readdirSync(folder)
    .filter((name) => name !== 'index.json')
    .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Lesson)
}

/** Does what a step waits for, as a person would. */
async function act(page: Page, wait: Wait, views = words.shell.views): Promise<void> {
  switch (wait.kind) {
    case 'phase':
      await page.locator('main').focus()
      for (let press = 0; press < phases.length; press++) {
        const now = await page.getByTestId('track').getAttribute('data-phase')
        if (phases.findIndex((phase) => phase === now) >= phases.indexOf(wait.phase)) return
        await page.keyboard.press(' ')
        await page.waitForTimeout(50)
      }
      return
    case 'right': {
      const attempts = page.getByTestId('attempt')
      const all = await attempts.count()
      for (let i = 0; i < all; i++) {
        const right = (await attempts.nth(i).getAttribute('data-verdict')) === 'right'
        if (right !== i < wait.right) await attempts.nth(i).getByTestId('flip').click()
      }
      return
    }
    case 'answered':
      await page.getByTestId('person-answer').fill('7')
      await page.getByTestId('person-answer').press('Enter')
      return
    case 'asked': {
      await page.getByTestId('seat-challenger').click()
      const leak = wait.gate === 'leak'
      const passage = await page.locator('.passage-text').innerText()
      const number = /\d+/.exec(passage)?.[0] ?? '1'
      await page
        .getByTestId('person-question')
        .fill(leak ? `The answer is ${number}. What is the answer?` : 'How many are there?')
      await page.getByTestId('person-gold').fill(leak ? number : '987654')
      await page.getByTestId('person-ask').click()
      return
    }
    case 'token':
      await page.locator('.lane[data-seat=reasoner] .run .chip').first().click()
      return
    case 'compared':
      await page.getByTestId('compare').getByRole('checkbox', { checked: false }).first().click()
      return
    case 'measured': {
      const box = page.getByTestId('measure')
      if ((await box.getAttribute('open')) === null) await box.locator('summary').click()
      const laps = (await page.getByTestId('measure-stop').count()) > 0
      if (laps) await page.getByTestId('measure-stop').click()
      await page.getByTestId(laps ? 'measure-stopwatch' : 'measure-typed').click()
      for (let reading = 0; reading < wait.readings; reading++) {
        await page.waitForTimeout(250)
        if (laps) await page.getByTestId('lap').click()
        else {
          await page.getByTestId('typed-value').fill(String(20 + reading * reading))
          await page.getByTestId('typed-value').press('Enter')
        }
      }
      return
    }
    case 'view':
      await page.getByRole('navigation').getByRole('button', { name: views[wait.view] }).click()
      return
    case 'learns':
    case 'live':
      throw new Error(`no lesson that ships waits for ${wait.kind}`)
  }
}

for (const { lesson, language } of table.flatMap((each) =>
  lessonsIn(each.tag).map((lesson) => ({ lesson, language: each })),
)) {
  test(`lesson “${lesson.title}” from its first step to its last, by what it asks for @long`, async ({
    watched: page,
  }) => {
    const { views } = (await language.load()).shell
    await page.addInitScript((tag) => localStorage.setItem('spice-lab-language', tag), language.tag)
    await withoutGpu(page)
    await page.goto('./#view=lessons')
    await page.getByTestId(`lesson-${lesson.id}`).click()
    const panel = page.getByTestId('lesson')
    for (const [index, step] of lesson.steps.entries()) {
      await expect(panel).toHaveAttribute('data-step', String(index))
      await expect(panel).toContainText(step.title)
      const next = panel.getByTestId('lesson-next')
      if (step.at !== undefined) await expect(page.locator('main')).toHaveAttribute('data-view', step.at.view)
      if (step.look !== undefined) await expect(page.locator('[data-ring]')).toHaveCount(1)
      if (step.wait !== undefined) {
        await expect(next).toBeDisabled()
        await act(page, step.wait, views)
      }
      await expect(next).toBeEnabled()
      await next.click()
    }
    await expect(panel).toHaveCount(0)
  })
}

test('a teacher builds a lesson without code; its link opens it for others, and what is hidden is hidden @long', async ({
  watched: page,
  context,
}) => {
  await page.goto('./#view=episodes&round=3')
  await expect(page.getByTestId('stepper')).toBeVisible()
  await page.keyboard.press('7')
  await page.getByTestId('build-lesson').click()
  await page.getByTestId('builder-title').fill('My own')
  await page.getByRole('checkbox', { name: 'navigation' }).check()
  const first = page.getByTestId('builder-step').first()
  await first.getByLabel('Heading').fill('Look here')
  await first.getByLabel('Text').fill('A first paragraph.\n\nA second one.')
  await first.getByRole('button', { name: 'Use the current step' }).click()
  await first.getByLabel('Points at').selectOption('passage')
  await page.getByTestId('builder-add').click()
  const second = page.getByTestId('builder-step').nth(1)
  await second.getByLabel('Heading').fill('Step on')
  await second.getByLabel('Waits for').selectOption('phase')
  await page.getByTestId('builder-link').click()
  const link = await page.getByTestId('builder-link-text').inputValue()
  await page.close()

  const other = await context.newPage()
  await other.goto(link)
  const panel = other.getByTestId('lesson')
  await expect(panel).toContainText('Look here')
  await expect(panel).toContainText('A second one.')
  await expect(other.getByRole('navigation')).toBeHidden()
  await expect(other.getByTestId('passage')).toHaveAttribute('data-ring', '')
  await panel.getByTestId('lesson-next').click()
  await expect(panel.getByTestId('lesson-next')).toBeDisabled()
  await act(other, { kind: 'phase', phase: 'verdicts' })
  await expect(panel.getByTestId('lesson-next')).toBeEnabled()
  await panel.getByTestId('lesson-leave').click()
  await expect(other.getByRole('navigation')).toBeVisible()
})

test('a broken lesson link says so, and the page is as it was @long', async ({ watched: page }) => {
  await page.goto('./#lesson=~broken')
  await expect(page.getByTestId('trouble')).toContainText('lesson')
  await expect(page.getByTestId('stepper')).toBeVisible()
})

test('a person’s question goes through the same gates: the recorded one passes, or is known already @long', async ({
  watched: page,
}) => {
  const episode = recorded.episodes().find(({ round, chosen }) => round === 2 && chosen !== null)
  const task = episode?.candidates[episode.chosen ?? -1]?.task
  if (episode === undefined || task == null) throw new Error('round 2 of the recording has no valid question')
  await page.goto(`./#view=episodes&round=2&episode=${episode.episode}`)
  await expect(page.getByTestId('stepper')).toBeVisible()
  await page.keyboard.press('6')
  await page.getByTestId('seat-challenger').click()
  await page.getByTestId('person-question').fill(task.question)
  await page.getByTestId('person-gold').fill(task.gold)
  await page.getByTestId('person-ask').click()
  const failed = page.getByTestId('person-gates').locator('[data-passed=false]')
  await expect(failed).toHaveCount(1)
  await expect(failed).toHaveAttribute('data-gate', 'duplicate')
  await page.getByTestId('seat-reasoner').click()
  await page.getByTestId('person-answer').fill(task.gold)
  await page.getByTestId('person-answer').press('Enter')
  await expect(page.getByTestId('person-verdict')).toHaveAttribute('data-verdict', 'right')
  await expect(page.getByTestId('person-score')).toContainText('100%')
})

test('runs side by side: seeds folded into a band, only what differs in the table @long', async ({
  watched: page,
}) => {
  await page.goto('./#view=runs&compare=rec:spice-1,rec:spice-2,rec:shuffled-1')
  const table = page.getByTestId('differences')
  await expect(table.locator('tr[data-path]')).toHaveCount(1)
  await expect(table.locator('tr[data-path="reward.shuffled"]')).toContainText('on')
  await expect(page.locator('.bands polyline')).toHaveCount(2)
  await page.getByTestId('only-differences').uncheck()
  expect(await table.locator('tr[data-path]').count()).toBeGreaterThan(3)
  await expect(page).toHaveURL(/compare=rec:spice-1,rec:spice-2,rec:shuffled-1/)
})

test('the page in German, whole: no English word of the catalogue is left in its frame @long', async ({
  watched: page,
}) => {
  await page.goto('./#view=train')
  await page.getByTestId('language').selectOption('de')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await expect(page.getByTestId('story')).toContainText('Wer liegt vorn?')
  await expect(page.getByRole('navigation')).toContainText('Episoden')
  await page.getByTestId('language').selectOption('en')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
})
