// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import { sampleRun } from '../../replay/samples'
import { fakeApp } from '../../state/fakeApp'
import type { ComparableRun } from '../../state/seedGroups'
import { renderView } from '../renderView'
import { words } from '../strings'
import { labelOf } from '../train/FieldRow'
import Compare from './Compare'

const t = words.compare
const { linked } = sampleRun()
const shelved = (id: string, seed: number, rounds: number): ComparableRun => ({
  id,
  name: id,
  rounds,
  recorded: false,
  linked: { ...linked, seed, config: { ...linked.config, game: { ...linked.config.game, rounds } } },
})

describe('comparing runs', () => {
  it('asks for two, then shows what differs between them and nothing else', async () => {
    const { app } = fakeApp()
    const page = await renderView(app, <Compare own={[shelved('one', 1, 3), shelved('two', 2, 9)]} />)
    expect(page.text()).toContain(t.few)
    await page.click('one')
    await page.click('two')
    expect(app.view.getState().compare).toEqual(['one', 'two'])
    const rows = (): string[] =>
      [...page.root.querySelectorAll<HTMLElement>('tr[data-path]')].map(
        ({ dataset }) => dataset['path'] ?? '',
      )
    expect(rows()).toEqual(['game.rounds'])
    expect(page.text()).toContain(`${labelOf('game.rounds')}39`)
    await page.click(t.only)
    expect(rows()).toContain('model.size')
    await page.click('one')
    expect(app.view.getState().compare).toEqual(['two'])
  })

  it('shows the newest value of the chosen measure', async () => {
    const { app } = fakeApp()
    app.view.setState({ compare: ['one', 'two'] })
    const page = await renderView(app, <Compare own={[shelved('one', 1, 3), shelved('two', 1, 9)]} />)
    await page.settle()
    expect(page.text()).toContain(`${t.lastOf(t.measures.passRate)}50.0%50.0%`)
    await page.choose(t.measure, 'challengerReward')
    expect(page.text()).toContain(`${t.lastOf(t.measures.challengerReward)}0.250.25`)
  })

  it('saves the lines as numbers and as a picture', async () => {
    const saved: [string, Blob][] = []
    const { app } = fakeApp({ env: { save: (name, data) => void saved.push([name, data]) } })
    app.view.setState({ compare: ['one', 'two'] })
    const page = await renderView(app, <Compare own={[shelved('one', 1, 3), shelved('two', 1, 9)]} />)
    await page.settle()
    const name = `${t.title}: ${t.measures.passRate}`
    await page.click(words.saveChart.csvOf(name))
    await page.click(words.saveChart.imageOf(name))
    expect(saved.map(([file]) => file)).toEqual(['compare-runs-pass-rate.csv', 'compare-runs-pass-rate.svg'])
    const [[, csv] = ['', new Blob()]] = saved
    expect(await csv.text()).toContain('1,0.5,')
    expect(await saved.at(-1)?.[1].text()).toContain('<polyline')
  })

  it('draws the rounds that were chosen alone, and all again', async () => {
    const { app } = fakeApp()
    app.view.setState({ compare: ['rec', 'two'] })
    // Three rounds, as they were recorded.
    const own = [{ ...shelved('rec', 1, 3), recorded: true }, shelved('two', 1, 9)]
    const page = await renderView(app, <Compare own={own} />)
    await page.settle(() => vi.waitFor(() => expect(page.root.querySelector('polyline')).not.toBeNull()))
    const drawn = (): number[] =>
      [...page.root.querySelectorAll('polyline')].map(
        (line) => (line.getAttribute('points') ?? '').split(' ').filter((each) => each !== '').length,
      )
    const [most = 0] = drawn()
    const end = page.root.querySelector<HTMLInputElement>(`[aria-label="${words.chartWindow.to}"]`)
    if (end === null) throw new Error('no field')
    expect([most, end.value]).toEqual([3, '3'])
    await page.settle(() => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(end, '1')
      end.dispatchEvent(new Event('input', { bubbles: true }))
    })
    expect(drawn()[0]).toBe(1)
    await page.click(words.chartWindow.all)
    expect(drawn()[0]).toBe(most)
  })
})
