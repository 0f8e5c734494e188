// axe on every view in both themes; nothing serious or critical, contrast of text among it.
import type { Page } from '@playwright/test'
import { viewNames } from '../src/state/address'
import { barriersIn } from './fixtures/barriers'
import { expect, test, unfoldCharts, withoutGpu } from './fixtures/page'

async function check(page: Page, name: string): Promise<void> {
  expect(await barriersIn(page), name).toEqual([])
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, reducedMotion: 'reduce' })

    for (const view of ['home', 'corpus', 'train', 'play', 'ask', 'runs', 'lessons'] as const) {
      test(view, async ({ watched: page }) => {
        await page.goto(`./#view=${view}`)
        await expect(page.locator('main h1').first()).toBeVisible()
        if (view === 'train') await expect(page.getByTestId('chart-passRate')).toBeVisible()
        if (view === 'train') await unfoldCharts(page)
        if (view === 'train') await page.getByTestId('probes-by-question').locator('summary').click()
        if (view === 'train')
          await page
            .getByTestId('chart-entropy')
            .getByRole('button', { name: /^Table/ })
            .click()
        await check(page, view)
      })
    }

    test('an episode at its end, a prompt and a token open', async ({ watched: page }) => {
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

    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ] as const) {
      test(`a lesson at work, runs compared, the builder, the kernels, the keys, presenter’s view at ${width}x${height} @long`, async ({
        watched: page,
      }) => {
        await page.setViewportSize({ width, height })
        const open = async (hash: string): Promise<void> => {
          await page.goto(`./${hash}`)
          await page.reload()
        }
        await page.goto('./#lesson=frontier')
        await expect(page.getByTestId('lesson')).toBeVisible()
        await expect(page.locator('[data-ring]')).toHaveCount(1)
        await check(page, 'lesson')
        await page.getByTestId('lesson-leave').click()
        await open('#view=runs&compare=rec:spice-1,rec:shuffled-1')
        await expect(page.locator('.bands polyline')).toHaveCount(2)
        await check(page, 'compare')
        await open('#view=studies')
        await page.getByTestId('study-behind').locator('summary').click()
        await expect(page.getByTestId('study-arms')).toBeVisible()
        await check(page, 'study')
        await open('#view=lessons')
        await page.getByTestId('build-lesson').click()
        await expect(page.getByTestId('builder')).toBeVisible()
        await check(page, 'builder')
        await open('#view=xray')
        await expect(page.getByTestId('wgsl')).toBeVisible()
        await check(page, 'xray')
        await open('#view=train')
        await page.locator('[data-action="run.new"]').click()
        await page.getByText('All settings').click()
        await check(page, 'a new run')
        await open('#view=episodes&round=5')
        await expect(page.getByTestId('stepper')).toBeVisible()
        await page.keyboard.press('?')
        await expect(page.getByTestId('help')).toBeVisible()
        await check(page, 'keys')
        await page.keyboard.press('Escape')
        await page.keyboard.press('v')
        await check(page, 'presenter’s view')
      })
    }

    test('every view on a phone @long', async ({ watched: page }) => {
      await page.setViewportSize({ width: 390, height: 844 })
      for (const view of viewNames) {
        await page.goto(`./#view=${view}`)
        await page.reload()
        await expect(page.locator('main h1').first()).toBeVisible()
        if (view === 'train') await unfoldCharts(page)
        if (view === 'episodes') await page.getByTestId('track').press('End')
        await check(page, view)
      }
    })

    test('the first view without a GPU, on a phone', async ({ watched: page }) => {
      await withoutGpu(page)
      await page.setViewportSize({ width: 390, height: 844 })
      await page.goto('./')
      await expect(page.getByTestId('gpu-guide')).toBeVisible()
      await expect(page.getByTestId('stepper')).toBeVisible()
      await check(page, 'phone')
    })
  })
}

for (const [width, height] of [
  [1440, 900],
  [1280, 720],
  [390, 844],
] as const) {
  test(`nothing sticks out sideways at ${width}x${height}`, async ({ watched: page }) => {
    await page.setViewportSize({ width, height })
    for (const view of viewNames) {
      await page.goto(`./#view=${view}`)
      await page.reload()
      await expect(page.locator('main h1').first()).toBeVisible()
      if (view === 'train') {
        await expect(page.getByTestId('chart-passRate')).toBeVisible()
        await unfoldCharts(page)
        await expect(page.getByTestId('chart-speed')).toBeVisible()
      }
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(over, view).toBeLessThanOrEqual(0)
    }
  })
}
