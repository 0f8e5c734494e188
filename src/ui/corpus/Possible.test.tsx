// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { documentChoice, largerReaders } from '../../config/documentChoice'
import { corpus, fakeApp } from '../../state/fakeApp'
import { renderView } from '../renderView'
import { words } from '../strings'
import { Possible } from './Possible'

const t = words.documents

it('begins with documents at one click, from weights and not from noise', async () => {
  const { app, sent } = fakeApp()
  await app.goLive()
  app.session.setState({ corpora: [corpus('mine')] })
  const page = await renderView(app, <Possible corpus={corpus('mine')} />)
  await page.click(t.start)
  const { weights, linked } = documentChoice(1)
  expect(sent.filter(({ kind }) => kind.startsWith('run.'))).toMatchObject([
    { kind: 'run.create', linked, corpora: ['mine'], startFrom: { kind: 'builtIn', name: weights } },
    { kind: 'run.start' },
  ])
})

it('begins a control at one click', async () => {
  const { app, sent } = fakeApp()
  await app.goLive()
  app.session.setState({ corpora: [corpus('mine')] })
  const page = await renderView(app, <Possible corpus={corpus('mine')} />)
  await page.click(t.control.reading)
  expect(sent.filter(({ kind }) => kind === 'run.create')).toMatchObject([
    { linked: documentChoice(1, 'reading').linked, corpora: ['mine'] },
  ])
})

it('names larger models with what they cost, and asks a server only when told to', async () => {
  const { app, sent } = fakeApp()
  const page = await renderView(app, <Possible corpus={corpus('mine')} />)
  expect(sent.map(({ kind }) => kind)).not.toContain('model.download')
  const [first] = largerReaders
  if (first === undefined) throw new Error('there is none')
  await page.click(t.bring(first.name))
  expect(sent).toContainEqual({ kind: 'model.download', address: first.address })
})

it('says nothing of stories, nor of a corpus into which nothing came', async () => {
  const { app } = fakeApp()
  for (const each of [corpus('stories-numbers'), { ...corpus('mine'), documents: 0 }])
    expect((await renderView(app, <Possible corpus={each} />)).text()).toBe('')
})

it('says how long it takes before it begins', async () => {
  const { app } = fakeApp()
  app.session.setState({ speed: { flops: 1e10, dispatch: 3e-5 } })
  const page = await renderView(app, <Possible corpus={corpus('mine')} />)
  const said = page.root.querySelector('[data-testid="document-time"]')
  expect(said?.textContent).toMatch(/minute|second/u)
})
