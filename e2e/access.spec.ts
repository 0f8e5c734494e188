// axe on every view in both themes (nothing serious or critical, contrast of text among it), nothing that
// sticks out of the window, and controls that a finger hits.
import type { Page } from '@playwright/test'
import { viewNames, type ViewName } from '../src/state/address'
import { words } from '../src/ui/strings/index'
import { barriersIn } from './fixtures/barriers'
import { expect, keepRun, test, unfoldCharts, withoutGpu, withoutGpuInWorkers } from './fixtures/page'
import { smallTargets } from './fixtures/targets'

const sizes = [
  [1440, 900],
  [390, 844],
  [1280, 720],
] as const

test.use({ reducedMotion: 'reduce' })

async function check(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await barriersIn(page), `${name}, ${colorScheme}`).toEqual([])
  }
}

const over = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** Views that the longer walks below look at with axe. */
const later: readonly ViewName[] = ['episodes', 'studies', 'xray', 'models']

for (const view of viewNames)
  test(`${view}: nothing sticks out sideways, axe in both themes`, async ({ watched: page }) => {
    await page.goto(`./#view=${view}`)
    await expect(page.locator('main h1').first()).toBeVisible()
    if (view === 'train') {
      await expect(page.getByTestId('chart-passRate')).toBeVisible()
      await unfoldCharts(page)
      await expect(page.getByTestId('chart-speed')).toBeVisible()
    }
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height })
      // Charts measure their frame and are drawn anew.
      await page.waitForTimeout(100)
      await expect.poll(() => over(page), { message: `${width}x${height}` }).toBeLessThanOrEqual(0)
    }
    if (view === 'train') {
      await page.getByTestId('probes-by-question').locator('summary').click()
      await page
        .getByTestId('chart-entropy')
        .getByRole('button', { name: /^Table/ })
        .click()
    }
    if (!later.includes(view)) await check(page, view)
  })

test('an episode at its end, a prompt and a token open: axe in both themes', async ({ watched: page }) => {
  await page.goto('./#view=episodes&round=5')
  await page.getByTestId('track').focus()
  await page.keyboard.press('End')
  await page.getByTestId('prompt-challenger').locator('summary').click()
  await page.locator('.lane[data-seat=challenger] .run .chip').nth(1).click()
  await expect(page.getByTestId('microscope')).toBeVisible()
  await page.locator('.lane[data-seat=challenger] .run .chip').first().focus()
  await expect(page.getByTestId('inspector')).toBeVisible()
  await check(page, 'episodes')
})

for (const [where, hide] of [
  ['for pages', withoutGpu],
  ['for workers', withoutGpuInWorkers],
] as const)
  test(`the first view without a GPU ${where}, on a phone: axe in both themes`, async ({ watched: page }) => {
    await hide(page)
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto('./')
    await expect(page.getByTestId('gpu-guide')).toBeVisible()
    await expect(page.getByTestId('stepper')).toBeVisible()
    await check(page, 'phone')
  })

/** Each scene that takes more than opening a view, from its link on. */
const scenes: readonly (readonly [name: string, show: (page: Page) => Promise<void>])[] = [
  [
    'a lesson at work',
    async (page) => {
      await open(page, '#lesson=frontier')
      await expect(page.getByTestId('lesson')).toBeVisible()
      await expect(page.locator('[data-ring]')).toHaveCount(1)
    },
  ],
  [
    'runs compared over some of their rounds',
    async (page) => {
      await open(page, '#view=runs&compare=rec:spice-1,rec:shuffled-1')
      await expect(page.locator('.bands polyline')).toHaveCount(2)
      const window = page.getByTestId('compare').getByTestId('chart-window')
      await window.getByLabel(words.chartWindow.to).fill('8')
      await window.getByLabel(words.chartWindow.log).check()
      await expect(window.getByRole('button', { name: words.chartWindow.all })).toBeVisible()
    },
  ],
  [
    'a run with its note open, another with its tags',
    async (page) => {
      await keepRun(page, { id: 'first', tags: ['class', 'frontier'], note: 'For class 9b.' })
      await keepRun(page, { id: 'second' })
      await open(page, '#view=runs')
      await expect(page.getByTestId('tags')).toBeVisible()
      await page.locator('[data-run=second]').getByRole('button', { name: words.runs.notes.edit }).click()
      await expect(page.getByTestId('notes-form')).toBeVisible()
    },
  ],
  [
    'a study with its arms',
    async (page) => {
      await open(page, '#view=studies')
      await page.getByTestId('study-behind').locator('summary').click()
      await expect(page.getByTestId('study-arms')).toBeVisible()
    },
  ],
  [
    'the builder of lessons',
    async (page) => {
      await open(page, '#view=lessons')
      await page.getByTestId('build-lesson').click()
      await expect(page.getByTestId('builder')).toBeVisible()
    },
  ],
  [
    'kernels',
    async (page) => {
      await open(page, '#view=xray')
      await expect(page.getByTestId('wgsl')).toBeVisible()
    },
  ],
  [
    'a new run with all of its settings',
    async (page) => {
      await open(page, '#view=train')
      await page.locator('[data-action="run.new"]').click()
      await page.getByText('All settings').click()
    },
  ],
  [
    'the keys',
    async (page) => {
      await openStepper(page)
      await page.keyboard.press('?')
      await expect(page.getByTestId('help')).toBeVisible()
    },
  ],
  [
    'presenter’s view',
    async (page) => {
      await openStepper(page)
      await page.keyboard.press('v')
      await expect(page.getByRole('navigation')).toBeHidden()
    },
  ],
]

async function openStepper(page: Page): Promise<void> {
  await open(page, '#view=episodes&round=5')
  await expect(page.getByTestId('stepper')).toBeVisible()
}

async function open(page: Page, hash: string): Promise<void> {
  await page.goto(`./${hash}`)
  await page.reload()
}

for (const [scene, show] of scenes)
  test(`${scene}: axe in both themes @long`, async ({ watched: page }) => {
    await show(page)
    await check(page, scene)
  })

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  for (const [scene, show] of scenes)
    test(`${scene}: axe in both themes, and a finger hits every control @long`, async ({ watched: page }) => {
      await show(page)
      await check(page, scene)
      expect(await smallTargets(page)).toEqual([])
    })

  for (const view of viewNames)
    test(`${view}: axe in both themes, and a finger hits every control @long`, async ({ watched: page }) => {
      await page.goto(`./#view=${view}`)
      await expect(page.locator('main h1').first()).toBeVisible()
      if (view === 'train') await unfoldCharts(page)
      if (view === 'episodes') await page.getByTestId('track').press('End')
      await check(page, view)
      expect(await smallTargets(page)).toEqual([])
    })
})
