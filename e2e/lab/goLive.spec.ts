// Go live, from the click to the result: a question that is being written, the first round, what was learned.
// Once cut to three rounds by the link, in every run of the tests, and once the whole built-in run.
import { expect } from '@playwright/test'
import { faultsOf, state, stopwatch, test, waitForRounds } from './lab'

const short =
  '#v=1&preset=nano&seed=1&game.rounds=3&game.passages=8&game.groupSize=8&game.answerTypes=integer&update.warmUpRounds=3&probe.every=3&probe.questions=60&view=home'

for (const { name, link, rounds } of [
  { name: 'three rounds', link: short, rounds: 3 },
  { name: 'the whole built-in run @long', link: '', rounds: 15 },
])
  test(`going live shows a question, a round and a result: ${name}`, async ({ page }) => {
    const faults = faultsOf(page)
    await page.goto(`./${link}`)
    await expect(page.getByTestId('go-live')).toBeEnabled()
    const { reached, stop } = await stopwatch(page)
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
    await expect(page.getByTestId('outcome')).toContainText('→')
    await page.getByTestId('outcome').getByRole('button').last().click()
    await expect(page.locator('.ask-chips button').first()).toBeVisible()
    expect(question).toBeLessThan(8)
    expect(round).toBeLessThan(30)
    expect(faults).toEqual([])
    await stop()
  })
