// Where the sides of the benchmark run: each in a page of one Chromium, or ours alone in this process.
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium as playwright, type BrowserContext, type Page } from '@playwright/test'
import { chromium } from '../../src/cli/browser.mjs'
import { benchOf, type Bench } from './benchPage'
import { OURS, type SideName } from './benchTasks'

export const say = (text: string): void => console.log(text)

/**
 * `fresh` in a browser of its own; a `yardstick` in a page of its own, since it takes turns with its side.
 */
export type PageKind = 'shared' | 'fresh' | 'yardstick'

/** Where sides run. */
export interface Ground {
  open(side: SideName, where: PageKind): Promise<Bench & { close(): Promise<void> }>
  describe(): Promise<string>
  close(): Promise<void>
}

/** Its models keep their variables' names for a page's life, so a second model needs a page of its own. */
const ONCE: ReadonlySet<SideName> = new Set<SideName>(['@genai-fi/nanogpt'])

export class Browsers implements Ground {
  private shared: Promise<BrowserContext> | undefined
  private readonly pages = new Map<string, Promise<Page>>()

  constructor(private readonly address: string) {}

  private async launch(): Promise<BrowserContext> {
    const profile = mkdtempSync(join(tmpdir(), 'bench-'))
    const context = await playwright.launchPersistentContext(profile, {
      executablePath: chromium(),
      args: [
        '--enable-unsafe-webgpu',
        '--disable-background-networking',
        '--disable-background-timer-throttling',
        '--disable-renderer-backgrounding',
        '--disable-backgrounding-occluded-windows',
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    })
    // The browser may still write as it ends; a folder that stays behind is no reason to stop.
    context.on(
      'close',
      () =>
        void rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 }).catch(
          () => undefined,
        ),
    )
    return context
  }

  private async page(context: BrowserContext, side: SideName): Promise<Page> {
    const page = await context.newPage()
    if (process.env.SPICE_BENCH_LOG === '1')
      page.on('console', (message) => say(`  [${side}] ${message.text().slice(0, 500)}`))
    await page.goto(`${this.address}?side=${encodeURIComponent(side)}`)
    await page.waitForFunction(
      () => window.bench !== undefined || window.benchFailure !== undefined,
      undefined,
      { timeout: 120_000 },
    )
    const failure = await page.evaluate(() => window.benchFailure)
    if (failure !== undefined) throw new Error(failure)
    return page
  }

  async open(side: SideName, where: PageKind): Promise<Bench & { close(): Promise<void> }> {
    if (where === 'fresh') {
      // A browser of its own: nothing that another run compiled is at hand.
      const context = await this.launch()
      return driven(await this.page(context, side), () => context.close())
    }
    this.shared ??= this.launch()
    if (ONCE.has(side)) {
      const page = await this.page(await this.shared, side)
      return driven(page, () => page.close())
    }
    const seat = `${side} ${where}`
    const known = this.pages.get(seat) ?? this.page(await this.shared, side)
    this.pages.set(seat, known)
    return driven(await known, async () => undefined)
  }

  async describe(): Promise<string> {
    this.shared ??= this.launch()
    const page = await (await this.shared).newPage()
    await page.goto(this.address)
    const adapter = await page.evaluate(async () => {
      const {
        vendor = '',
        architecture = '',
        description = '',
      } = (await navigator.gpu.requestAdapter())?.info ?? {}
      return [vendor, architecture, description].filter(Boolean).join(' ')
    })
    const browser = (await this.shared).browser()?.version() ?? ''
    await page.close()
    return `${adapter || 'no adapter'}, Chromium ${browser}, ${availableParallelism()} processors`
  }

  async close(): Promise<void> {
    if (this.shared !== undefined) await (await this.shared).close()
  }
}

function driven(page: Page, close: () => Promise<void>): Bench & { close(): Promise<void> } {
  return {
    prepare: (task) =>
      page.evaluate(
        (given) => window.bench?.prepare(given) ?? Promise.reject(new Error('the page is gone')),
        task,
      ),
    turn: () => page.evaluate(() => window.bench?.turn() ?? Promise.reject(new Error('the page is gone'))),
    end: () => page.evaluate(() => window.bench?.end() ?? Promise.resolve()),
    close,
  }
}

/** Ours alone, in this process, through Dawn. */
export class NodeGround implements Ground {
  async open(side: SideName, where: PageKind): Promise<Bench & { close(): Promise<void> }> {
    if (side !== OURS) throw new Error('it needs a browser')
    if (where === 'fresh')
      throw new Error('a first step is a new page; in Node it would find everything compiled')
    const { side: ours } = await import('./sides/ours')
    return { ...benchOf(ours), close: async () => undefined }
  }

  async describe(): Promise<string> {
    const { device, nameOf } = await import('./sides/ours')
    return `${nameOf(await device())}, Dawn in Node ${process.versions.node}, ${availableParallelism()} processors`
  }

  async close(): Promise<void> {
    const { device } = await import('./sides/ours')
    ;(await device()).destroy()
  }
}
