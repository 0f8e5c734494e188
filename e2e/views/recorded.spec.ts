// Every view of the recordings, in English and German, light and dark, on a desk, a projector and a phone:
// pictures into
// .cache/views to be looked at, and nothing cut off, covered, or on top of something else.
//   npm run test:views
import { readdirSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { table } from '../../src/ui/strings/table'
import { phases } from '../../src/state/timeline'
import { expect, test, unfoldCharts, wholeRecording, withoutGpu } from '../fixtures/page'
import { dress, pictures, type Album } from './album'

const lessons = readdirSync(new URL('../../public/lessons/en/', import.meta.url))
  .filter((name) => name !== 'index.json')
  .map((name) => name.replace('.json', ''))

async function open(page: Page, hash: string): Promise<void> {
  await page.goto(`./${hash}`)
  await page.reload()
  await expect(page.locator('main h1').first()).toBeVisible()
}

const whole = (page: Page, run?: string) => wholeRecording(page, run, 60_000)

async function press(page: Page, key: string, times = 1): Promise<void> {
  await page.locator('main').evaluate((main) => main.focus({ preventScroll: true }))
  for (let i = 0; i < times; i++) await page.keyboard.press(key)
}

const watching: Readonly<Record<string, (page: Page, album: Album) => Promise<void>>> = {
  home: async (page, { take }) => {
    await open(page, '')
    await expect(page.getByTestId('stepper')).toBeVisible()
    await press(page, ' ', 6)
    await take('home')
    await press(page, 'v')
    await take('home-presenter')
    await press(page, 'v')
    await press(page, '?')
    await expect(page.getByTestId('help')).toBeVisible()
    await take('keys')
  },
  corpus: async (page, { take }) => {
    await open(page, '#view=corpus')
    await take('corpus-empty')
    await page.getByTestId('paste').click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await take('corpus-paste')
  },
  train: async (page, { take }) => {
    await open(page, '#view=train')
    await whole(page)
    await take('train')
    await page.getByTestId('probes-by-question').locator('summary').click()
    await unfoldCharts(page)
    await page.getByRole('slider').first().focus()
    for (const key of ['Home', 'ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key)
    await page.getByTestId('chart-entropy').getByRole('button').last().click()
    await take('train-all')
    await open(page, '#view=train')
    await whole(page)
    await press(page, 'v')
    await take('train-presenter')
  },
  alarms: async (page, { take }) => {
    await open(page, '#view=runs&compare=rec:shuffled-1,rec:no-corpus-1')
    // The last two buttons play the two runs.
    for (const [index, run] of ['shuffled-1', 'no-corpus-1'].entries()) {
      await open(page, '#view=runs&compare=rec:shuffled-1,rec:no-corpus-1')
      await page
        .getByTestId('compare')
        .getByRole('button')
        .nth(index - 2)
        .click()
      await expect(page.getByTestId('story')).toBeVisible()
      await whole(page, run)
      await take(`alarms-${run}`)
    }
  },
  setup: async (page, { take }) => {
    await open(page, '#view=train')
    await page.locator('[data-action="run.new"]').click()
    await expect(page.getByTestId('seed')).toBeVisible()
    await take('setup')
    await page.locator('details.settings summary').first().click()
    const rate = page.locator('[data-path="update.learningRate"]').last().locator('input')
    await rate.fill('7')
    await rate.press('Tab')
    await page.getByTestId('share').click()
    await take('setup-all')
    await open(page, '#v=1&preset=nano&seed=3&game.rounds=999999&game.pasages=3')
    await take('setup-link')
  },
  episodes: async (page, { take }) => {
    await open(page, '#view=episodes&round=5')
    await expect(page.getByTestId('stepper')).toBeVisible()
    for (const phase of phases) {
      await expect(page.getByTestId('track')).toHaveAttribute('data-phase', phase)
      await take(`episode-${phases.indexOf(phase) + 1}-${phase}`)
      if (phase !== phases.at(-1)) await press(page, ' ')
    }
    await page.getByTestId('prompt-challenger').locator('summary').click()
    await page.getByTestId('attempt').first().getByTestId('flip').click()
    await page.locator('.lane[data-seat=reasoner] .run .chip').nth(1).click()
    await expect(page.getByTestId('microscope')).toBeVisible()
    await take('episode-microscope')
    await press(page, 'v')
    await take('episode-presenter')
  },
  play: async (page, { take }) => {
    await open(page, '#view=play')
    await expect(page.getByTestId('person-answer')).toBeVisible()
    await take('play-reasoner')
    await page.getByTestId('person-answer').fill('7')
    await page.getByTestId('person-answer').press('Enter')
    await expect(page.getByTestId('person-verdict')).toBeVisible()
    await take('play-reasoner-answered')
    await page.getByTestId('seat-challenger').click()
    await take('play-challenger')
    await page.getByTestId('person-question').fill('How many are there?')
    await page.getByTestId('person-gold').fill('987654')
    await page.getByTestId('person-ask').click()
    await expect(page.getByTestId('person-gates')).toBeVisible()
    await take('play-challenger-asked')
  },
  ask: async (page, { take }) => {
    await open(page, '#view=ask')
    await take('ask')
  },
  runs: async (page, { take }) => {
    await open(page, '#view=runs')
    await take('runs-empty')
    await open(
      page,
      `#view=runs&compare=${[1, 2, 3].flatMap((seed) => [`rec:spice-${seed}`, `rec:shuffled-${seed}`]).join(',')},rec:tiny-spice-1`,
    )
    await expect(page.locator('.bands polyline')).toHaveCount(3)
    await page.getByTestId('only-differences').uncheck()
    await take('compare')
  },
  studies: async (page, { take }) => {
    await open(page, '#view=studies')
    await expect(page.getByTestId('findings')).toBeVisible()
    await take('studies')
    await page.getByTestId('study-behind').locator('summary').click()
    const choice = page.getByTestId('studies').locator('select')
    const names = (await choice.count()) === 0 ? [] : await choice.first().locator('option').allInnerTexts()
    for (const name of names.slice(1)) {
      await choice.first().selectOption(name)
      await expect(page.getByTestId('study-behind')).toBeVisible()
      await page.getByTestId('study-behind').locator('summary').click()
      await expect(page.getByTestId('study-arms')).toBeVisible()
      await take(`study-${name}`)
    }
  },
  lessons: async (page, { take }) => {
    await open(page, '#view=lessons')
    await expect(page.getByTestId(`lesson-${lessons[0]}`)).toBeVisible()
    await take('lessons')
    for (const lesson of lessons) {
      await open(page, `#lesson=${lesson}`)
      await expect(page.getByTestId('lesson')).toBeVisible()
      await expect(page.locator('[data-ring]')).toHaveCount(1)
      await take(`lesson-${lesson}`)
      await page
        .getByTestId('lesson-next')
        .click({ timeout: 2000 })
        .catch(() => undefined)
      await take(`lesson-${lesson}-2`)
      await page.getByTestId('lesson-leave').click()
    }
    await open(page, '#view=episodes&round=3')
    await expect(page.getByTestId('stepper')).toBeVisible()
    await press(page, '7')
    await page.getByTestId('build-lesson').click()
    await page.getByTestId('builder-title').fill('Monday')
    const step = page.getByTestId('builder-step').first()
    await step.locator('input').first().fill('What is paid?')
    await step.locator('.field .button').first().click()
    await step.locator('select').last().selectOption('phase')
    await page.getByTestId('builder-add').click()
    await expect(page.getByTestId('builder-untitled')).toBeVisible()
    await take('builder-untitled')
    await page.getByTestId('builder-step').last().locator('input').first().fill('Who answers?')
    await page.getByTestId('builder-link').click()
    await expect(page.getByTestId('builder-link-text')).toBeVisible()
    await take('builder')
  },
  xray: async (page, { take }) => {
    await open(page, '#view=xray')
    await expect(page.getByTestId('wgsl')).toContainText('@compute')
    await take('xray')
  },
}

test.use({ actionTimeout: 20_000 })

for (const { tag: language } of table) {
  test.describe(language, () => {
    test.beforeEach(({ watched: page }) => dress(page, language))
    for (const [name, walk] of Object.entries(watching)) {
      test(`${name} can be shown @long`, async ({ watched: page }) => {
        test.setTimeout(600_000)
        const album = pictures(page, language)
        await walk(page, album)
        expect(album.faults).toEqual([])
      })
    }

    test('the first view and a new run without a GPU can be shown @long', async ({ watched: page }) => {
      test.setTimeout(600_000)
      await withoutGpu(page)
      const album = pictures(page, language)
      await open(page, '')
      await expect(page.getByTestId('gpu-guide')).toBeVisible()
      await album.take('home-no-gpu')
      await open(page, '#view=train')
      await whole(page)
      await album.take('train-no-gpu')
      await open(page, '#view=xray')
      await album.take('xray-no-gpu')
      expect(album.faults).toEqual([])
    })
  })
}
