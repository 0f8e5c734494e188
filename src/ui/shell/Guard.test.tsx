// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import { fakeApp } from '../../state/fakeApp'
import { useSession, useView } from '../context'
import { renderView } from '../renderView'
import { words } from '../strings'
import { sampleRun } from '../../replay/samples'
import { Guard } from './Guard'

/** Cannot draw the run called bad, nor round 7. */
function Picky() {
  const run = useSession((state) => state.run)
  const round = useView((state) => state.round)
  if (run?.id === 'bad' || round === 7) throw new Error('no such part')
  return <p>drawn</p>
}

async function guarded() {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const kept = new Map<string, string>()
  const { app } = fakeApp({
    env: {
      keep: {
        getItem: (key) => kept.get(key) ?? null,
        setItem: (key, value) => void kept.set(key, value),
      },
    },
  })
  const page = await renderView(
    app,
    <Guard view="train">
      <Picky />
    </Guard>,
  )
  const open = (id: string) => page.settle(() => app.session.setState({ run: sampleRun(id) }))
  return { app, page, open, kept }
}

describe('a fault of a view', () => {
  it('is told in its place, with a way elsewhere', async () => {
    const { app, page, open } = await guarded()
    await open('bad')
    expect(page.text()).toContain(words.shell.error)
    expect(page.text()).toContain('no such part')
    await page.click(words.shell.toRuns)
    expect(app.view.getState().view).toBe('runs')
  })

  it('goes with the run and the round that it came of', async () => {
    const { app, page, open } = await guarded()
    await open('bad')
    expect(page.text()).not.toContain('drawn')
    await open('good')
    expect(page.text()).toBe('drawn')
    await page.settle(() => app.view.setState({ round: 7 }))
    expect(page.text()).not.toContain('drawn')
    await page.settle(() => app.view.setState({ round: 8 }))
    expect(page.text()).toBe('drawn')
  })

  it('makes the page open elsewhere once after a reload', async () => {
    const { open, kept } = await guarded()
    await open('bad')
    const keep = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    }
    const hash = '#view=train'
    const after = fakeApp({ kept: { runs: [sampleRun('bad')] }, env: { keep, hash: () => hash } })
    await after.app.boot()
    expect(after.app.view.getState().view).toBe('runs')
    const later = fakeApp({ kept: { runs: [sampleRun('bad')] }, env: { keep, hash: () => hash } })
    await later.app.boot()
    expect(later.app.view.getState().view).toBe('train')
  })
})
