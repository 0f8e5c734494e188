// Go live, from the click to the result: a question that is being written, the first round, what was learned.
// Once cut to three rounds by the link, and once the whole built-in run.
import { expect } from '@playwright/test'
import { faultsOf, state, test, waitForRounds } from './lab'

const short =
  '#v=1&preset=nano&seed=1&game.rounds=3&game.passages=8&game.groupSize=8&game.answerTypes=integer&update.warmUpRounds=3&probe.every=3&probe.questions=60'
/** Processors that the limits are meant for: beside other work a browser gets less of them. */
const PROCESSORS = 2

for (const { name, link, rounds } of [
  { name: 'three rounds @long', link: short, rounds: 3 },
  { name: 'the whole built-in run @long', link: '', rounds: 15 },
])
  test(`going live shows a question, a round and a result: ${name}`, async ({ page }) => {
    const faults = faultsOf(page)
    const browser = page.context().browser()
    if (browser === null) throw new Error('the page has no browser of its own')
    const devtools = await browser.newBrowserCDPSession()
    /** Seconds of processor time of all processes of the browser. */
    const processor = async (): Promise<number> => {
      const { processInfo } = await devtools.send('SystemInfo.getProcessInfo')
      return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0)
    }
    await page.goto(`./${link}`)
    await expect(page.getByTestId('go-live')).toBeEnabled()
    const [began, used] = [performance.now(), await processor()]
    const told: Record<string, { wall: number; processor: number }> = {}
    /** The seconds that count: by the clock, or as long as the work itself takes on that many processors. */
    const reached = async (what: string): Promise<number> => {
      const wall = (performance.now() - began) / 1000
      told[what] = { wall, processor: (await processor()) - used }
      return Math.min(wall, told[what].processor / PROCESSORS)
    }
    await page.getByTestId('go-live').click()
    const stage = page.getByTestId('live-stage')
    await expect(stage.locator('.live-text').first()).toHaveText(/\S/, { timeout: 240_000 })
    const question = await reached('first question')
    await waitForRounds(page, 1, 240_000)
    const round = await reached('first round')
    await expect(page.getByTestId('round-step')).toBeVisible()
    await expect(state(page)).toHaveAttribute('data-state', 'finished', {
      timeout: rounds === 3 ? 240_000 : 1_500_000,
    })
    await reached('result')
    for (const [what, { wall, processor: busy }] of Object.entries(told))
      console.log(`${what}: ${wall.toFixed(1)} s, ${busy.toFixed(1)} s of processor time`)
    await expect(page.getByTestId('outcome')).toContainText('→')
    await page.getByTestId('outcome').getByRole('button').last().click()
    await expect(page.locator('.ask-chips button').first()).toBeVisible()
    expect(question).toBeLessThan(8)
    expect(round).toBeLessThan(30)
    expect(faults).toEqual([])
    await devtools.detach()
  })
