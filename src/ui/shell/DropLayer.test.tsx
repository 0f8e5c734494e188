// @vitest-environment happy-dom
import { expect, it, vi } from 'vitest'
import { fakeApp } from '../../state/fakeApp'
import { renderView } from '../renderView'
import { words } from '../strings'
import { DropLayer } from './DropLayer'

const t = words.shell

/** A drag or drop event that carries `types`, as a browser makes it. */
function dragged(kind: string, types: readonly string[], text = ''): Event {
  const event = new Event(kind, { bubbles: true, cancelable: true })
  const dataTransfer = { types, items: [], files: [], getData: () => text }
  return Object.assign(event, { dataTransfer, relatedTarget: null })
}

it('covers the page while documents hang over it, and takes a text that is dropped', async () => {
  const { app, sent } = fakeApp()
  const page = await renderView(app, <DropLayer />)
  await page.settle(() => window.dispatchEvent(dragged('dragover', ['text/html'])))
  expect(page.text()).toBe('')
  await page.settle(() => window.dispatchEvent(dragged('dragover', ['Files'])))
  expect(page.text()).toBe(t.drop)
  const drop = dragged('drop', ['text/plain'], 'A barge came up the river at dawn.')
  await page.settle(() => window.dispatchEvent(drop))
  expect(drop.defaultPrevented).toBe(true)
  await vi.waitFor(() => expect(sent.map(({ kind }) => kind)).toContain('corpus.add'))
  await vi.waitFor(() => expect(page.text()).toBe(''))
})

it('leaves a text that is pasted into a field there', async () => {
  const { app, sent } = fakeApp()
  const page = await renderView(
    app,
    <>
      <DropLayer />
      <input aria-label="name" />
    </>,
  )
  const paste = Object.assign(new Event('paste', { bubbles: true }), {
    clipboardData: { types: ['text/plain'], items: [], files: [], getData: () => 'Only a name' },
  })
  await page.settle(() => page.control('name').dispatchEvent(paste))
  expect(sent).toEqual([])
})
