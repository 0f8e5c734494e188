// A configuration as a link: what one person sets, another opens; what does not fit is clamped and said.
import { expect, test } from './fixtures/page'

test('a link out of range is clamped, and says so', async ({ watched: page }) => {
  await page.goto('./#v=1&preset=nano&seed=7&game.groupSize=999&nonsense=1')
  await expect(page.locator('main')).toHaveAttribute('data-view', 'train')
  const notes = page.getByTestId('link-notes')
  await expect(notes).toContainText('game.groupSize: 999 was set to 64')
  await expect(notes).toContainText('nonsense')
  // What is shown is a recording; the settings that came with the link wait, and are said.
  await expect(page.getByTestId('brought')).toContainText('Seed 7')
  await page.getByTestId('brought').getByRole('button').click()
  await expect(page.getByTestId('seed')).toHaveValue('7')
  await expect(page.getByTestId('brought')).toHaveCount(0)
})

test('settings survive the way through a link', async ({ watched: page, context }) => {
  await page.goto('./#view=train&v=1&preset=nano&seed=7')
  await page.locator('[data-action="run.new"]').click()
  await page.locator('#field-game-rounds').fill('12')
  await page.locator('#field-game-rounds').press('Tab')
  await page.getByText('All settings').click()
  const temperature = page.locator('[data-path="game.temperature"]').last()
  await temperature.locator('input').fill('9')
  await temperature.locator('input').press('Tab')
  await expect(page.getByTestId('draft-notes')).toContainText('game.temperature: 9 was set to 4')
  await expect(temperature).toHaveAttribute('data-changed', 'true')
  await page.getByTestId('share').click()
  const link = await page.getByTestId('share-link').inputValue()
  expect(link.length).toBeLessThan(300)
  expect(link).toContain('game.rounds=12')

  await page.close()
  const other = await context.newPage()
  await other.goto(link)
  await other.locator('[data-action="run.new"]').click()
  await expect(other.locator('#preset-nano')).toBeChecked()
  await expect(other.getByTestId('seed')).toHaveValue('7')
  await expect(other.locator('#field-game-rounds')).toHaveValue('12')
  await expect(other.locator('[data-path="game.temperature"]').last().locator('input')).toHaveValue('4')
  await expect(other.getByTestId('link-notes')).toHaveCount(0)
})
