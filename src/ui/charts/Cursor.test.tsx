// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { sampleRun } from '../../replay/samples'
import { fakeApp } from '../../state/fakeApp'
import { renderView } from '../renderView'
import { words } from '../strings'
import { Cursor } from './Cursor'
import { Table } from './Table'

describe('the cursor over the charts', () => {
  it('walks the rounds by key, says the value there, and opens a round’s episodes', async () => {
    const { app } = fakeApp()
    app.session.setState({ run: sampleRun('r', 9) })
    const page = await renderView(
      app,
      <Cursor
        rounds={[2, 5, 9]}
        places={[2, 5, 9]}
        columns={false}
        label="Pass rate"
        valueText={(round) => `value ${round}`}
      />,
    )
    const said = (): string | null => page.control('Pass rate').getAttribute('aria-valuetext')
    expect(said()).toBe(`${words.train.at('10')}: value 9`)
    await page.press('Pass rate', 'ArrowLeft')
    expect(app.view.getState().cursor).toBe(5)
    expect(said()).toContain('value 5')
    await page.press('Pass rate', 'PageDown')
    expect(app.view.getState().cursor).toBe(2)
    await page.press('Pass rate', 'Enter')
    expect(app.view.getState()).toMatchObject({ view: 'episodes', round: 2 })
    await page.press('Pass rate', 'Escape')
    expect(app.view.getState().cursor).toBeNull()
  })
})

describe('a chart’s table', () => {
  it('has the newest round first, a dash where nothing was measured, and opens a round', async () => {
    const { app } = fakeApp()
    const rows = [
      { round: 0, values: [0.51239] },
      { round: 1, values: [null] },
    ]
    const page = await renderView(
      app,
      <Table caption="Pass rate" columns={[{ key: 'p', name: 'p' }]} rows={rows} />,
    )
    expect([...page.root.querySelectorAll('tbody tr')].map((row) => row.textContent)).toEqual([
      '2–',
      '10.5124',
    ])
    expect(page.root.querySelector('data')?.getAttribute('value')).toBe('0.51239')
    await page.click(words.train.openRound('1'))
    expect(app.view.getState()).toMatchObject({ view: 'episodes', round: 0 })
  })
})
