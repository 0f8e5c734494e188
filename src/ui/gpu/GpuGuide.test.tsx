// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { fakeApp } from '../../state/fakeApp'
import { Home } from '../home/Home'
import { renderView } from '../renderView'
import { words } from '../strings'

const t = words.gpu

it('is put away for good, and comes back, with the focus, where somebody asks for it', async () => {
  const kept = new Map<string, string>()
  const keep = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
  const { app } = fakeApp({ env: { keep } })
  app.view.setState({ gpu: { kind: 'absent', why: 'noWorker' } })
  const page = await renderView(app, <Home />)
  expect(page.text()).toContain(t.noWorker)
  expect(page.has(words.home.live)).toBe(false)
  await page.click(t.close)
  expect(page.text()).not.toContain(t.noWorker)
  expect(fakeApp({ env: { keep } }).app.view.getState().guideClosed).toBe(true)
  await page.click(t.turnOn)
  expect(page.text()).toContain(t.noWorker)
  expect(document.activeElement?.id).toBe('gpu-guide')
  await page.click(words.home.watch)
  expect(app.view.getState().view).toBe('train')
})
