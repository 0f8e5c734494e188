// Takes a view in every size and theme, without loading it anew: pictures for the eye, and the faults that a
// machine can find, axe's among them.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { table } from '../../src/ui/strings/table'
import { barriersIn } from '../fixtures/barriers'
import { faultsIn } from './look'

/** Where the pictures lie: LANGUAGE/SCENE.WIDTHxHEIGHT.THEME.png. */
export const album = process.env.SPICE_VIEWS ?? join(import.meta.dirname, '../../.cache/views')

type Theme = 'light' | 'dark'
type Shot = readonly [width: number, height: number, theme: Theme, looked: boolean]
const sizes = [
  [1440, 900],
  [1280, 720],
  [390, 844],
] as const
/** The first language in every size and theme, where a fault in both themes is one; the others twice. */
const everyShot = sizes.flatMap(([width, height]): readonly Shot[] => [
  [width, height, 'light', true],
  [width, height, 'dark', false],
])
const twoShots: readonly Shot[] = [
  [1280, 720, 'light', true],
  [390, 844, 'dark', true],
]

export interface Album {
  readonly faults: string[]
  readonly take: (scene: string) => Promise<void>
}

/**
 * Before the page loads: its language, and charts that are drawn although they are not on the screen, since a
 * picture shows the whole page.
 */
export async function dress(page: Page, language: string): Promise<void> {
  await page.addInitScript((kept) => {
    localStorage.setItem('spice-lab-language', kept)
    window.IntersectionObserver = class extends IntersectionObserver {
      readonly told: IntersectionObserverCallback
      constructor(callback: IntersectionObserverCallback, options?: IntersectionObserverInit) {
        super(callback, options)
        this.told = callback
      }
      override observe(target: Element): void {
        this.told([{ isIntersecting: true, target } as IntersectionObserverEntry], this)
      }
    }
  }, language)
}

/** What is taken of one page; its faults gather, so that one bad view does not hide the others. */
export function pictures(page: Page, language: string): Album {
  const faults: string[] = []
  const folder = join(album, language)
  const shots = table[0].tag === language ? everyShot : twoShots
  mkdirSync(folder, { recursive: true })
  return {
    faults,
    take: async (scene) => {
      for (const [width, height, theme, looked] of shots) {
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
        await page.setViewportSize({ width, height })
        // Charts measure their frame and are drawn anew.
        await page.waitForTimeout(350)
        const name = `${scene}.${width}x${height}.${theme}`
        await page.evaluate(() => window.scrollTo(0, 0))
        await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true, animations: 'disabled' })
        if (looked) faults.push(...(await faultsIn(page)).map((fault) => `${language}/${name}: ${fault}`))
        if (width === 1280)
          faults.push(...(await barriersIn(page)).map((barrier) => `${language}/${name}: ${barrier}`))
      }
      await page.setViewportSize({ width: 1280, height: 720 })
    },
  }
}
