// A campaign of kills: the smallest run, and at random moments of it the tab, the page, the engine, the GPU
// process or the whole browser dies. It has to end with the lines of a run that nobody disturbed.
// SPICE_ROUNDS, SPICE_KILLS and SPICE_SEED say how many; a campaign that was stopped goes on where it was, in
// .cache/kills.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, expect, test, type BrowserContext, type Page } from '@playwright/test'
import { Random } from '../../src/base/random'
import type { RoundMetrics } from '../../src/protocol/records'
import { words } from '../../src/ui/strings/index'
import { crashGpuProcess, kept, roundsDone, state } from './lab'

const rounds = Number(process.env.SPICE_ROUNDS ?? 60)
const kills = Number(process.env.SPICE_KILLS ?? 12)
const seed = Number(process.env.SPICE_SEED ?? 1)

/** Milliseconds after which something did not happen; a busy machine is no fault. */
const patience = 300_000

const link =
  `#v=1&preset=nano&seed=${seed}&warmStart.steps=12&warmStart.batchTokens=256&game.rounds=${rounds}` +
  '&game.passages=1&game.groupSize=2&game.maxCandidates=2&game.passageTokens=32&game.challengerTokens=40' +
  '&game.reasonerTokens=16&game.world=cloze&probe.every=250&probe.questions=1' +
  '&keep.checkpointEvery=4&keep.checkpoints=2'
const folder = join(import.meta.dirname, `../../.cache/kills/${seed}-${rounds}-${kills}`)
const document = join(import.meta.dirname, '../fixtures/documents/sqlite-about.html')

const kinds = ['engine', 'page', 'tab', 'reload', 'gpu', 'browser'] as const
type Kind = (typeof kinds)[number]

/** The n-th kill: after how many rounds, how many milliseconds into the next, and what dies. */
function killAt(n: number): { readonly after: number; readonly into: number; readonly kind: Kind } {
  const random = Random.from(seed, n)
  return {
    after: Math.floor(((n + random.integer(0, 999) / 1000) / kills) * rounds),
    into: random.integer(0, 1500),
    kind: random.pick(kinds),
  }
}

/** A browser with a profile of its own that outlives it. */
class Lab {
  private context: BrowserContext | null = null
  private page: Page | null = null

  constructor(
    private readonly profile: string,
    private readonly url: string,
  ) {}

  /** The open page, with a run that goes on. */
  async going(): Promise<Page> {
    if (this.page !== null && !this.page.isClosed()) return this.page
    this.context ??= await chromium.launchPersistentContext(join(folder, this.profile), {
      ...test.info().project.use.launchOptions,
      args: [
        ...(test.info().project.use.launchOptions?.args ?? []),
        // A GPU process that dies often is otherwise not begun again.
        '--disable-gpu-process-crash-limit',
        '--disable-domain-blocking-for-3d-apis',
      ],
    })
    const page = await this.context.newPage()
    this.page = page
    await page.goto(`${this.url}${link}`)
    const main = page.getByRole('main')
    await expect(
      state(page).or(main.getByTestId('files')).or(main.getByTestId('stepper')).first(),
    ).toBeAttached({
      timeout: patience,
    })
    if ((await kept(page, 'runs').catch(() => [])).length === 0) {
      await page.goto(`${this.url}${link}&view=corpus`)
      await page.reload()
      if ((await kept(page, 'documents').catch(() => [])).length === 0)
        await page.getByTestId('files').setInputFiles(document)
      await expect(page.getByTestId('count-documents')).toHaveText(/[1-9]/, { timeout: patience })
      await page.getByRole('button', { name: words.corpus.next, exact: true }).click()
      await main.getByRole('button', { name: words.train.start, exact: true }).click()
    } else await page.evaluate(() => (window.location.hash = '#view=train'))
    await expect(state(page)).toBeAttached({ timeout: patience })
    return page
  }

  async kill(kind: Kind): Promise<void> {
    const page = await this.going()
    const context = page.context()
    switch (kind) {
      case 'engine': {
        const engine = page.workers().find((worker) => worker.url().includes('/worker'))
        void engine?.evaluate(() => self.close()).catch(() => undefined)
        await page.locator('[data-code=engine-stopped]').waitFor({ timeout: patience })
        await page.reload()
        return
      }
      case 'reload':
        await page.reload()
        return
      case 'gpu':
        await crashGpuProcess(page)
        return
      case 'tab':
        await page.close({ runBeforeUnload: false })
        this.page = null
        return
      case 'page': {
        const devtools = await context.newCDPSession(page)
        const crashed = page.waitForEvent('crash', { timeout: patience })
        void devtools.send('Page.crash').catch(() => undefined)
        await crashed
        await page.close()
        this.page = null
        return
      }
      case 'browser': {
        const devtools = await context.newCDPSession(page)
        const closed = context.waitForEvent('close', { timeout: patience })
        void devtools.send('Browser.crash' as 'Browser.close').catch(() => undefined)
        await closed
        this.page = null
        this.context = null
        return
      }
    }
  }

  async close(): Promise<void> {
    await this.context?.close()
    this.context = null
    this.page = null
  }
}

/** Without the wall time. */
const linesOf = async (page: Page): Promise<Omit<RoundMetrics, 'seconds'>[]> =>
  (await kept<RoundMetrics & { readonly run?: string }>(page, 'metrics')).map(
    ({ seconds: _, run: __, ...line }) => line,
  )

/** However long a run is, a round of it has to end within `patience` or two. */
async function until(lab: Lab, is: (page: Page) => Promise<boolean>): Promise<void> {
  let rounds = -1
  let since = Date.now()
  for (;;) {
    const page = await lab.going()
    if (await is(page)) return
    const done = await roundsDone(page)
    if (done !== rounds) {
      rounds = done
      since = Date.now()
    }
    expect(Date.now() - since, `milliseconds since round ${done} ended`).toBeLessThan(2 * patience)
    await page.waitForTimeout(100)
  }
}
const finished = async (page: Page): Promise<boolean> =>
  (await state(page).getAttribute('data-state')) === 'finished'

function read<T>(name: string): T | null {
  const path = join(folder, name)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : null
}
const write = (name: string, value: unknown): void => writeFileSync(join(folder, name), JSON.stringify(value))

test(`a run that is killed ${kills} times in ${rounds} rounds ends with the lines of one that was left alone @long`, async ({
  baseURL,
}) => {
  test.setTimeout(24 * 3_600_000)
  mkdirSync(folder, { recursive: true })
  const url = baseURL ?? ''
  const began = Date.now()
  let expected = read<Omit<RoundMetrics, 'seconds'>[]>('calm.json')
  if (expected === null) {
    const calm = new Lab('calm', url)
    await until(calm, finished)
    expected = await linesOf(await calm.going())
    write('calm.json', expected)
    await calm.close()
    console.log(`undisturbed: ${rounds} rounds in ${((Date.now() - began) / 1000).toFixed(0)} s`)
  }
  expect(expected.map(({ round }) => round)).toEqual([...Array(rounds).keys()])

  const lab = new Lab('killed', url)
  const died = read<Record<Kind, number>>('died.json') ?? {
    engine: 0,
    page: 0,
    tab: 0,
    reload: 0,
    gpu: 0,
    browser: 0,
  }
  const done = (): number => Object.values(died).reduce((sum, count) => sum + count, 0)
  while (done() < kills) {
    const { after, into, kind } = killAt(done())
    await until(lab, async (page) => (await roundsDone(page)) >= after || (await finished(page)))
    await new Promise((resolve) => setTimeout(resolve, into))
    await lab.kill(kind)
    died[kind] += 1
    write('died.json', died)
    const lines = await linesOf(await lab.going())
    expect(lines, `after kill ${done()} (${kind}), at round ${after}`).toEqual(
      expected.slice(0, lines.length),
    )
  }
  await until(lab, finished)
  expect(await linesOf(await lab.going())).toEqual(expected)
  await lab.close()
  console.log(
    `${rounds} rounds, seed ${seed}, killed ${done()} times (${kinds.map((kind) => `${kind} ${died[kind]}`).join(', ')}): every line as undisturbed`,
  )
  rmSync(folder, { recursive: true, force: true })
})
