// Under the floor: the code of a block is there to read, and its check runs on this device and holds.
import { expect, test, withoutGpu } from './fixtures/page'

test('a block shows its WGSL and shapes, and its check holds on this device @long', async ({ watched: page }) => {
  await page.goto('./#view=xray')
  await expect(page.getByTestId('wgsl')).toContainText('@compute')
  await page.getByRole('button', { name: /SwiGLU/ }).click()
  await expect(page.getByTestId('wgsl')).toContainText('swiglu')
  await page.getByTestId('check-kernel').click()
  await expect(page.getByTestId('check-outcome')).toHaveAttribute('data-passed', 'true', { timeout: 60_000 })
})

test('without a GPU the code can be read, and the check says what it needs @long', async ({ watched: page }) => {
  await withoutGpu(page)
  await page.goto('./#view=xray')
  await expect(page.getByTestId('wgsl')).toContainText('@compute')
  await expect(page.getByTestId('check-kernel')).toBeDisabled()
})
