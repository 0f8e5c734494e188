// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { readFileSync } from 'node:fs'
import { unpackLook, type PackedLook } from '../../protocol/modelLook'
import { fakeApp } from '../../state/fakeApp'
import { renderView } from '../renderView'
import { words } from '../strings'
import Inside from './Inside'

const t = words.xray.inside
const file = readFileSync('public/weights/look.json', 'utf8')
const example = unpackLook(JSON.parse(file) as PackedLook)

it('shows the example that comes with the page, token by token and head by head', async () => {
  const { app, files } = fakeApp()
  files['weights/look.json'] = file
  const page = await renderView(app, <Inside />)
  const flow = page.root.querySelector('[data-testid=flow]')
  const wrote = example.tokens.length - 3
  expect(flow?.getAttribute('data-token')).toBe(String(wrote))
  // The built-in model adds 4 and 3, by this very token.
  expect(page.root.querySelector('.next-list li')?.textContent).toMatch(/^7/)
  const focused = (): string | null => flow?.getAttribute('data-token') ?? null
  await page.settle(() =>
    flow?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true })),
  )
  expect(focused()).toBe(String(wrote - 1))
  expect(page.root.querySelectorAll('.head-map')).toHaveLength(example.layers * example.heads)
  await page.click(t.head('2', '3'))
  expect(page.text()).toContain(t.headChosen('2', '3'))
  await page.click(t.allHeads)
  expect(page.text()).not.toContain(t.headChosen('2', '3'))
})

it('puts a question through the model, and shows what comes back', async () => {
  const { app, sent, tell } = fakeApp()
  const page = await renderView(app, <Inside />)
  expect(page.text()).toContain(words.shell.loading)
  await page.write(t.ask, 'How many?')
  await page.click(t.run)
  expect(sent.at(-1)).toMatchObject({ kind: 'look', question: 'How many?' })
  await page.settle(() => tell({ kind: 'looked', look: { ...example, model: 'round 3' } }))
  expect(page.text()).toContain(t.of('round 3'))
})

it('says what it needs where a question cannot be put through now', async () => {
  const { app } = fakeApp()
  app.view.setState({ gpu: { ...app.view.getState().gpu, kind: 'absent' } as never })
  const page = await renderView(app, <Inside />)
  expect(page.text()).toContain(t.need.gpu)
  expect(page.enabled(t.run)).toBe(false)
})
