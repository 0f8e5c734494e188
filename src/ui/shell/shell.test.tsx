// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import { problem } from '../../problems'
import { fakeApp } from '../../state/fakeApp'
import { renderView } from '../renderView'
import { words } from '../strings'
import { table } from '../strings/table'
import { Header } from './Header'
import { Help } from './Help'
import { ErrorList } from './ErrorList'

const t = words.shell

describe('the header', () => {
  it('names the device, and that there is none', async () => {
    const { app } = fakeApp()
    app.view.setState({ gpu: { kind: 'unknown' } })
    const page = await renderView(app, <Header />)
    expect(page.text()).toContain(t.device.looking)
    await page.settle(() => app.view.setState({ gpu: { kind: 'present', software: true } }))
    expect(page.text()).toContain(t.device.softwareIdle)
    await page.settle(() => app.view.setState({ gpu: { kind: 'absent', why: 'noAdapter' } }))
    expect(page.text()).toContain(t.device.none)
    await page.settle(() =>
      app.session.setState({
        source: 'live',
        device: { vendor: 'v', architecture: 'a', description: '', software: true, bytes: 1 },
      }),
    )
    expect(page.text()).toContain(t.device.software('v a'))
  })

  it('walks the themes, switches large type, and goes home', async () => {
    const { app } = fakeApp()
    const page = await renderView(app, <Header />)
    await page.click(t.theme.system)
    await page.click(t.theme.light)
    expect(app.view.getState().theme).toBe('dark')
    await page.click(t.actions['page.presenter'])
    expect(app.view.getState().presenter).toBe(true)
    app.go('runs')
    await page.click(t.name)
    expect(app.view.getState().view).toBe('home')
  })

  it('keeps the language that is chosen, and draws the page anew in it', async () => {
    const reload = vi.spyOn(window.location, 'reload').mockImplementation(() => undefined)
    const page = await renderView(fakeApp().app, <Header />)
    await page.choose(t.language, 'de')
    expect(window.localStorage.getItem('spice-lab-language')).toBe('de')
    expect(reload).toHaveBeenCalledOnce()
    window.localStorage.clear()
  })

  it('offers every language by its own name', async () => {
    const page = await renderView(fakeApp().app, <Header />)
    const offered = [...page.control(t.language).querySelectorAll('option')]
    expect(offered.map(({ value, textContent }) => [value, textContent])).toEqual(
      table.map(({ tag, name }) => [tag, name]),
    )
  })
})

describe('the map of keys', () => {
  it('opens, switches single keys off, and closes', async () => {
    const { app } = fakeApp()
    const page = await renderView(app, <Help />)
    expect(page.text()).toBe('')
    await page.settle(() => app.view.setState({ help: true }))
    expect(page.text()).toContain(t.actions['step.on'])
    await page.click(t.helpSingle)
    expect(app.view.getState().shortcuts).toBe(false)
    await page.click(t.close)
    expect(page.text()).toBe('')
  })
})

describe('what went wrong', () => {
  it('has one line each, the control that mends it, and goes when it is dismissed', async () => {
    const { app } = fakeApp()
    const page = await renderView(app, <ErrorList />)
    expect(page.text()).toBe('')
    await page.settle(() => {
      app.trouble({ code: 'no-corpus', message: 'There is none.' }, 'go.corpus')
      app.trouble({ code: 'other', message: 'Something else.' })
    })
    expect(page.text()).toContain('There is none.')
    await page.click(t.actions['go.corpus'])
    expect(app.view.getState().view).toBe('corpus')
    expect(page.text()).not.toContain('There is none.')
    await page.click(t.dismiss)
    expect(page.text()).toBe('')
  })

  it('tells of a lost device, of a second tab, and of what a link had out of range', async () => {
    const { app } = fakeApp()
    const gone = problem('device-lost', { reason: '', message: 'gone' })
    const page = await renderView(app, <ErrorList />)
    await page.settle(() => {
      app.session.setState({ lost: { failure: gone, recovering: true } })
      app.view.setState({ ownership: 'reader', linkNotes: [problem('setting-unknown', { path: 'rounds' })] })
    })
    for (const part of [t.lost(gone.message, true), t.reader, t.linkNotes])
      expect(page.text()).toContain(part)
    await page.click(t.dismiss)
    expect(app.view.getState().linkNotes).toEqual([])
  })
})
