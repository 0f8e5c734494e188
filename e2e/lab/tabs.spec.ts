// The lab in two tabs of one browser: one works, the other says so in one line, shows what the first records,
// and takes over when it closes.
import { expect, test } from '@playwright/test'
import type { RoundMetrics } from '../../src/protocol/records'
import { words } from '../../src/ui/strings/index'
import { beginSmallRun, kept, roundsDone, state, waitForRounds } from './lab'

test('a run is played in one tab, shown in a second, and goes on there when the first closes @long', async ({
  page,
  context,
}) => {
  await beginSmallRun(page)
  const second = await context.newPage()
  await second.goto('./#view=train')
  await expect(second.getByTestId('reader')).toHaveText(words.shell.reader, { timeout: 60_000 })
  await expect(second.getByTestId('run-name')).toHaveText(await page.getByTestId('run-name').innerText())
  const controls = second.getByRole('group', { name: words.train.title })
  await expect(controls.getByRole('button', { name: words.train.step })).toBeDisabled()
  const shown = await roundsDone(second)
  await waitForRounds(second, shown + 1, 120_000)
  await expect(page.getByTestId('reader')).toHaveCount(0)
  await waitForRounds(page, (await roundsDone(page)) + 1, 120_000)

  await page.close({ runBeforeUnload: false })
  await expect(second.getByTestId('reader')).toHaveCount(0, { timeout: 60_000 })
  await expect(state(second)).toHaveAttribute('data-state', 'playing', { timeout: 120_000 })
  const before = (await kept<RoundMetrics>(second, 'metrics')).length
  await expect
    .poll(async () => (await kept(second, 'metrics')).length, { timeout: 300_000 })
    .toBeGreaterThan(before + 1)
  const rounds = (await kept<RoundMetrics>(second, 'metrics')).map(({ round }) => round)
  expect(rounds, 'no round twice, none missing').toEqual([...rounds.keys()])
  expect(await kept(second, 'runs')).toHaveLength(1)
})
