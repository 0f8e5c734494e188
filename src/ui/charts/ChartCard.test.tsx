// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from 'vitest'
import { sampleMetrics } from '../../replay/samples'
import { fakeApp } from '../../state/fakeApp'
import { renderView } from '../renderView'
import { words } from '../strings'
import { ChartCard } from './ChartCard'

const t = words.train
const round = (index: number, passRate: number | null) => ({
  metrics: sampleMetrics(index, {
    passRate,
    ...(passRate === null ? { passHistogram: [0, 0, 0, 0, 0] } : {}),
  }),
  tokensPerSecond: null,
})

beforeEach(() => {
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      observe() {}
      disconnect() {}
    },
  )
})

it('claims no interval where no question was answered', async () => {
  const page = await renderView(fakeApp().app, <ChartCard name="passRate" rounds={[round(0, null)]} />)
  await page.settle(() => vi.waitFor(() => expect(page.root.querySelector('h3')).not.toBeNull()))
  expect(page.root.querySelector('.legend')?.textContent).toBe('–')
})

it('says the newest value, the value under the cursor, and turns into its table and back', async () => {
  const { app } = fakeApp()
  const page = await renderView(app, <ChartCard name="passRate" rounds={[round(0, 0.25), round(1, 0.75)]} />)
  await page.settle(() => vi.waitFor(() => expect(page.root.querySelector('h3')).not.toBeNull()))
  const legend = (): string => page.root.querySelector('.legend')?.textContent ?? ''
  expect(legend()).toContain('75')
  await page.settle(() => app.view.setState({ cursor: 0 }))
  expect(legend()).toContain('25')
  const toggle = `${t.table}: ${t.curve.passRate.title}`
  await page.click(toggle)
  expect(page.root.querySelectorAll('tbody tr')).toHaveLength(2)
  await page.click(toggle)
  expect(page.root.querySelector('table')).toBeNull()
})

it('shows the stretch of rounds that was chosen for all charts, and nothing beside it', async () => {
  const { app } = fakeApp()
  const rounds = [round(0, 0.25), round(1, 0.5), round(2, 0.75)]
  const page = await renderView(app, <ChartCard name="passRate" rounds={rounds} />)
  await page.settle(() => vi.waitFor(() => expect(page.root.querySelector('h3')).not.toBeNull()))
  await page.settle(() => app.view.setState({ chartWindow: { from: 0, to: 1, log: true } }))
  expect(page.root.querySelector('.legend')?.textContent).toContain('50')
  await page.click(`${t.table}: ${t.curve.passRate.title}`)
  expect(page.root.querySelectorAll('tbody tr')).toHaveLength(2)
})
