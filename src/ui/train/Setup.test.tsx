// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { preset } from '../../config/config'
import { documentWeights } from '../../config/documentChoice'
import { corpus, fakeApp } from '../../state/fakeApp'
import { renderView } from '../renderView'
import { words } from '../strings'
import { FieldRow, labelOf } from './FieldRow'
import { Setup } from './Setup'

const t = words.train

describe('the form of a new run', () => {
  async function shown() {
    const fake = fakeApp()
    await fake.app.goLive()
    fake.app.session.setState({ corpora: [corpus('c'), { ...corpus('empty'), documents: 0 }] })
    return { ...fake, page: await renderView(fake.app, <Setup />) }
  }

  it('creates and starts the run that it shows', async () => {
    const { page, sent, app } = await shown()
    await page.click(`c${words.corpus.counts.documents('1')} · ${words.corpus.counts.tokens('1')}`)
    await page.write(t.seed, '7')
    await page.write(t.runName, 'mine')
    await page.click(t.start)
    expect(sent).toEqual([
      {
        kind: 'run.create',
        linked: { ...app.draft.getState().linked, seed: 7 },
        corpora: ['c'],
        name: 'mine',
        startFrom: { kind: 'builtIn', name: documentWeights },
      },
      { kind: 'run.start' },
    ])
  })

  it('takes a preset whole, counts what differs from it, and says what was clamped', async () => {
    const { page, app } = await shown()
    await page.click(`${t.presets.nano.name}${t.presets.nano.about}`)
    expect(app.draft.getState().linked.config).toEqual(preset('nano'))
    await page.write(labelOf('game.rounds'), '-3')
    expect(app.draft.getState().linked.config.game.rounds).toBeGreaterThan(0)
    expect(page.text()).toContain(app.draft.getState().notes[0]?.message ?? 'no note')
    expect(page.text()).toContain(t.changes(1))
  })

  it('cannot start where another tab writes, and says so', async () => {
    const { page, app } = await shown()
    expect(page.enabled(t.start)).toBe(true)
    await page.settle(() => app.view.setState({ ownership: 'reader' }))
    expect(page.enabled(t.start)).toBe(false)
    expect(page.text()).toContain(t.reader)
  })

  it('has no box to tick for a corpus into which nothing came', async () => {
    const { page } = await shown()
    expect(
      page.enabled(`empty${words.corpus.counts.documents('0')} · ${words.corpus.counts.tokens('1')}`),
    ).toBe(false)
  })
})

describe('one setting', () => {
  it('marks what differs from the preset, and goes back to it', async () => {
    const { app } = fakeApp()
    const page = await renderView(app, <FieldRow path="game.rounds" />)
    const before = app.draft.getState().linked.config.game.rounds
    expect(page.has(t.reset(labelOf('game.rounds')))).toBe(false)
    await page.write(labelOf('game.rounds'), '12')
    expect(app.draft.getState().linked.config.game.rounds).toBe(12)
    expect(page.text()).toContain(t.presetValue(String(before)))
    await page.click(t.reset(labelOf('game.rounds')))
    expect(app.draft.getState().linked.config.game.rounds).toBe(before)
  })
})
