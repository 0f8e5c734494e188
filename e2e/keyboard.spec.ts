// The page by keyboard alone: every key of the map does what the map says, and Tab comes to everything that
// can be pressed.
import type { Page } from '@playwright/test'
import { expect, test, unfoldCharts } from './fixtures/page'

const main = (page: Page) => page.locator('main')
const view = (page: Page, name: string) => expect(main(page)).toHaveAttribute('data-view', name)
const phase = (page: Page) => page.getByTestId('track').getAttribute('data-phase')
const state = (page: Page) => page.getByTestId('run-state')

/** What each key of the map does, in the order in which it can be seen. */
const walk: readonly (readonly [
  key: string,
  does: (page: Page, press: () => Promise<void>) => Promise<void>,
])[] = [
  ...(
    [
      ['1', 'corpus'],
      ['2', 'train'],
      ['4', 'ask'],
      ['5', 'runs'],
      ['6', 'play'],
      ['7', 'lessons'],
      ['8', 'xray'],
      ['9', 'models'],
      ['0', 'home'],
      ['3', 'episodes'],
    ] as const
  ).map(
    ([key, name]) =>
      [
        key,
        async (page: Page, press: () => Promise<void>) => {
          await press()
          await view(page, name)
        },
      ] as const,
  ),
  [
    'Space',
    async (page, press) => {
      await press()
      expect(await phase(page)).toBe('question')
    },
  ],
  [
    'Backspace',
    async (page, press) => {
      await press()
      expect(await phase(page)).toBe('passage')
    },
  ],
  [
    'k',
    async (page, press) => {
      await press()
      await expect(page.locator('[data-action="step.play"]')).toHaveText('Pause')
      await press()
      await expect(page.locator('[data-action="step.play"]')).toHaveText('Play')
    },
  ],
  [
    's',
    async (page, press) => {
      await press()
      await expect(page.locator('.speed [aria-pressed=true]')).toHaveText('round')
    },
  ],
  [
    'n',
    async (page, press) => {
      await press()
      await expect(page.getByTestId('episode-list').getByRole('button').nth(1)).toHaveAttribute(
        'aria-pressed',
        'true',
      )
    },
  ],
  [
    'p',
    async (page, press) => {
      await press()
      await expect(page.getByTestId('episode-list').getByRole('button').nth(0)).toHaveAttribute(
        'aria-pressed',
        'true',
      )
    },
  ],
  [
    ']',
    async (page, press) => {
      await press()
      await expect(page.getByTestId('round-picker')).toHaveValue('4')
    },
  ],
  [
    '[',
    async (page, press) => {
      await press()
      await expect(page.getByTestId('round-picker')).toHaveValue('3')
    },
  ],
  [
    't',
    async (page, press) => {
      await press()
      await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
    },
  ],
  [
    'v',
    async (page, press) => {
      await press()
      await expect(page.locator('html')).toHaveAttribute('data-presenter', '')
      await press()
      await expect(page.locator('html')).not.toHaveAttribute('data-presenter', '')
    },
  ],
  [
    'Enter',
    async (page, press) => {
      await page.keyboard.press('2')
      await expect(state(page)).toHaveAttribute('data-state', 'finished', { timeout: 60_000 })
      await press()
      await expect(state(page)).toHaveAttribute('data-state', 'playing')
    },
  ],
  [
    '.',
    async (page, press) => {
      await press()
      await expect(state(page)).toHaveAttribute('data-state', 'paused')
    },
  ],
  [
    'o',
    async (page, press) => {
      const before = Number(await state(page).getAttribute('data-rounds'))
      await press()
      await expect(state(page)).toHaveAttribute('data-rounds', String(before + 1))
    },
  ],
  [
    'x',
    async (page, press) => {
      await press()
      await expect(state(page)).not.toHaveAttribute('data-state', 'playing')
    },
  ],
  [
    'l',
    async (page, press) => {
      await page.goto('./#lesson=self-play')
      await page.reload()
      await expect(page.getByTestId('lesson')).toHaveAttribute('data-step', '0')
      await main(page).focus()
      await press()
      await expect(page.getByTestId('lesson')).toHaveAttribute('data-step', '1')
    },
  ],
  [
    'L',
    async (page, press) => {
      await press()
      await expect(page.getByTestId('lesson')).toHaveAttribute('data-step', '0')
      await page.getByTestId('lesson-leave').click()
    },
  ],
  [
    'r',
    async (page, press) => {
      await main(page).focus()
      await page.keyboard.press('2')
      await press()
      await expect(page.getByTestId('run-name')).toHaveText('A new run')
    },
  ],
]

test('every key of the map does what it says, and none is left out @long', async ({ watched: page }) => {
  await page.goto('./#view=episodes&round=3')
  await expect(page.getByTestId('stepper')).toBeVisible()
  await page.keyboard.press('?')
  const shown = await page.getByTestId('help').locator('kbd').allInnerTexts()
  await page.keyboard.press('Escape')
  expect([...walk.map(([key]) => key), '?'].sort()).toEqual([...shown].sort())
  await page.goto('./#view=episodes&round=3')
  await page.reload()
  await expect(page.getByTestId('stepper')).toBeVisible()
  test.setTimeout(180_000)
  for (const [key, does] of walk) {
    await test.step(key, () => does(page, () => page.keyboard.press(key)))
  }
})

/**
 * What can be pressed, typed into or slid, and is there to be seen; a group that is one stop for Tab counts
 * once.
 */
async function reachable(
  page: Page,
): Promise<{ readonly all: number; readonly missed: readonly string[]; readonly unseen: readonly string[] }> {
  await page.evaluate(() => {
    const things = [
      ...document.querySelectorAll<HTMLElement>(
        'button, a[href], input, select, textarea, summary, [role=slider], [tabindex="0"]',
      ),
    ]
    const there = things.filter(
      (each) =>
        each.tabIndex >= 0 &&
        !each.matches(':disabled, input[type=radio]:not(:checked), .skip') &&
        each.checkVisibility({ checkVisibilityCSS: true, contentVisibilityAuto: true }),
    )
    there.forEach((each, index) => (each.dataset['stop'] = String(index)))
    ;(document.activeElement as HTMLElement | null)?.blur()
    window.getSelection()?.removeAllRanges()
  })
  const all = await page.locator('[data-stop]').count()
  const seen = new Set<string>()
  const unseen = new Set<string>()
  await page.locator('.skip').focus()
  for (let press = 0; press < all + 20 && seen.size < all; press++) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(() => {
      const here = document.activeElement as HTMLElement | null
      if (here === null || here === document.body) return null
      const { outlineStyle, outlineWidth } = getComputedStyle(
        here.matches('.hidden-text') ? (here.parentElement ?? here) : here,
      )
      return {
        stop: here.dataset['stop'] ?? null,
        ring: outlineStyle !== 'none' && parseFloat(outlineWidth) > 0,
        name: here.outerHTML.slice(0, 120),
      }
    })
    if (at?.stop != null) seen.add(at.stop)
    if (at !== null && !at.ring) unseen.add(at.name)
  }
  const missed = await page
    .locator('[data-stop]')
    .evaluateAll(
      (each, known) =>
        each
          .filter((one) => !known.includes((one as HTMLElement).dataset['stop'] ?? ''))
          .map((one) => one.outerHTML.slice(0, 140)),
      [...seen],
    )
  return { all, missed, unseen: [...unseen] }
}

const places: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  home: async () => undefined,
  corpus: async () => undefined,
  models: async () => undefined,
  train: async (page) => {
    await unfoldCharts(page)
    await expect(page.getByTestId('chart-speed')).toBeVisible()
  },
  episodes: async (page) => {
    await page.getByTestId('track').focus()
    await page.keyboard.press('End')
  },
  play: async (page) => page.getByTestId('seat-challenger').click(),
  ask: async () => undefined,
  runs: async () => undefined,
  studies: async (page) => {
    await page.getByTestId('study-behind').locator('summary').click()
    await expect(page.getByTestId('study-arms')).toBeVisible()
  },
  lessons: async (page) => page.getByTestId('build-lesson').click(),
  xray: async (page) => expect(page.getByTestId('wgsl')).toBeVisible(),
}

for (const [name, prepare] of Object.entries(places)) {
  test(`Tab comes to everything in ${name}, and shows where it is @long`, async ({ watched: page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.goto(name === 'episodes' ? './#view=episodes&round=5' : `./#view=${name}`)
    await expect(page.locator('main h1').first()).toBeVisible()
    await prepare(page)
    const { all, missed, unseen } = await reachable(page)
    expect(all).toBeGreaterThan(12)
    expect(missed).toEqual([])
    expect(unseen).toEqual([])
  })
}
