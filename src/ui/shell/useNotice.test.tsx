// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { RunRecord } from '../../protocol/records'
import { sampleRun } from '../../replay/samples'
import { fakeApp } from '../../state/fakeApp'
import { renderView } from '../renderView'
import { words } from '../strings'
import { useNotice } from './useNotice'
import { useTitle } from './useTitle'

const t = words.live.time
const { name } = words.shell

let shown: { readonly title: string; readonly tag: string | undefined; readonly silent: boolean }[]
let hidden: boolean
const permission = { granted: 'granted' as NotificationPermission }
beforeEach(() => {
  shown = []
  hidden = true
  permission.granted = 'granted'
  vi.spyOn(document, 'hidden', 'get').mockImplementation(() => hidden)
  class Noted {
    static get permission(): NotificationPermission {
      return permission.granted
    }
    constructor(title: string, { tag, silent }: NotificationOptions = {}) {
      shown.push({ title, tag, silent: silent === true })
    }
  }
  vi.stubGlobal('Notification', Noted)
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

function Tab() {
  useTitle('ask')
  useNotice()
  return null
}

const place = words.shell.views.ask
const played = (rounds: number, state: RunRecord['state'] = 'playing'): RunRecord => ({
  ...sampleRun('mine'),
  rounds,
  state,
})

it('tells in title and notifications of each round and of the end, in whatever view a hidden tab is', async () => {
  const { app } = fakeApp()
  const total = String(played(0).linked.config.game.rounds)
  const page = await renderView(app, <Tab />)
  expect(document.title).toBe(`${place} · ${name}`)
  const show = (run: RunRecord, running: boolean) =>
    page.settle(() => app.session.setState({ source: 'live', run, running }))
  await show(played(1), true)
  expect(shown).toEqual([])
  await show(played(2), true)
  expect(document.title).toBe(`${words.live.titleRound('2', total)} · ${place} · ${name}`)
  expect(shown).toEqual([{ title: t.roundDone('2', total), tag: 'mine', silent: true }])
  await show(played(3, 'finished'), false)
  expect(document.title).toBe(`${words.live.titleDone} · ${place} · ${name}`)
  expect(shown.slice(1)).toEqual([{ title: t.done, tag: 'mine', silent: false }])
  await show(played(3, 'finished'), false)
  expect(shown).toHaveLength(2)
})

it('notifies nobody who looks, has not allowed it, or only opens a run that was done before', async () => {
  const { app } = fakeApp()
  const page = await renderView(app, <Tab />)
  const show = (run: RunRecord, running: boolean) =>
    page.settle(() => app.session.setState({ source: 'live', run, running }))
  await show(played(3, 'finished'), false)
  hidden = false
  await show({ ...played(1), id: 'other' }, true)
  await show({ ...played(2), id: 'other' }, true)
  hidden = true
  permission.granted = 'default'
  await show({ ...played(3, 'finished'), id: 'other' }, false)
  expect(shown).toEqual([])
})
