// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { fakeApp } from '../../state/fakeApp'
import { renderView } from '../renderView'
import { words } from '../strings'
import { Language } from './Language'
import { useKeyboard } from './useKeyboard'

function Page() {
  useKeyboard()
  return <Language />
}

it('gives the page the keys that the list of languages does not take, where it still has the focus', async () => {
  const { app } = fakeApp()
  const page = await renderView(app, <Page />)
  const list = words.shell.language
  await page.press(list, '2')
  expect(app.view.getState().view).toBe('train')
  await page.press(list, '?')
  expect(app.view.getState().help).toBe(true)
  // The first letter of a language, and what is written right after it, is the list's.
  const { theme } = app.view.getState()
  await page.press(list, 'D')
  await page.press(list, 't')
  await page.press(list, ' ')
  expect(app.view.getState()).toMatchObject({ theme, view: 'train' })
})
