// Under the floor: the code of a block is there to read, its check runs on this device and holds, and the
// device's roof is measured with the kernels of a training step under it.
import { expect, test, withoutGpu } from './fixtures/page'

const slow = { timeout: 240_000 } as const

test('a block shows its WGSL, what its file says and shapes, and its check holds on this device @long', async ({
  watched: page,
}) => {
  test.setTimeout(300_000)
  await page.goto('./#view=xray')
  await expect(page.getByTestId('wgsl')).toContainText('@compute')
  await expect(page.getByTestId('wgsl')).toContainText('// proof')
  await page.getByRole('button', { name: /SwiGLU/ }).click()
  await expect(page.getByTestId('wgsl')).toContainText('swiglu')
  await page.getByTestId('check-kernel').click()
  await expect(page.getByTestId('check-outcome')).toHaveAttribute('data-passed', 'true', slow)
})

test('the roofline: peaks, every kernel of a training step with its share, as a drawing and as a table @long', async ({
  watched: page,
}) => {
  test.setTimeout(300_000)
  await page.goto('./#view=xray')
  const roofline = page.getByTestId('roofline')
  await page.getByTestId('measure-roofline').click()
  await expect(roofline).toHaveAttribute('data-measured', 'true', slow)
  await expect(roofline).toContainText(/Peak [\d.,]+ GFLOP\/s, [\d.,]+ GB\/s\./)
  await expect(roofline.getByRole('img')).toHaveAttribute('aria-label', /of the time, at [\d.]+% of roofline/)
  const circles = await roofline.locator('svg circle').count()
  await page.getByTestId('roofline-twin').click()
  const table = page.getByTestId('roofline-table')
  const rows = table.locator('tbody tr')
  // Forward, backward and the optimizer are all there; what multiplies nothing is in the table alone.
  for (const name of [/^embedding/, /^attention/, /^matmul nn/, /^matmul tn/, /^rmsnorm/i, /^adamw/i])
    await expect(table.getByRole('rowheader', { name }).first()).toBeVisible()
  expect(await rows.count()).toBeGreaterThanOrEqual(circles - 2)
  const shares = await table
    .locator('data')
    .evaluateAll((all) => all.map((cell) => Number(cell.getAttribute('value'))))
  expect(shares.length).toBe(await rows.count())
  for (const share of shares) expect(Number.isFinite(share) && share >= 0).toBe(true)
  expect(Math.max(...shares)).toBeGreaterThan(0.01)
})

test('without a GPU the code can be read, and check and roofline say what they need @long', async ({
  watched: page,
}) => {
  await withoutGpu(page)
  await page.goto('./#view=xray')
  await expect(page.getByTestId('wgsl')).toContainText('@compute')
  await expect(page.getByTestId('check-kernel')).toBeDisabled()
  await expect(page.getByTestId('measure-roofline')).toBeDisabled()
  await expect(page.getByTestId('roofline')).toContainText('needs WebGPU')
})
