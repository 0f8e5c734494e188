// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { fakeApp } from '../../state/fakeApp'
import { sampleRun } from '../../replay/samples'
import { renderView } from '../renderView'
import { words } from '../strings'
import { Passage } from './Passage'

const passage = { document: 'a'.repeat(16), start: 4, end: 9, text: 'stone' }
const record = { id: passage.document, corpus: 'c', name: 'book.txt#3', length: 9, tokens: 2, added: 0 }

it('names the file of a passage in the visitor’s own run, and opens it at the place', async () => {
  const { app } = fakeApp()
  await app.goLive()
  const asked = app.query
  Object.assign(app, {
    query: (query: Parameters<typeof asked>[0]) => {
      if (query.kind === 'corpus.document')
        return Promise.resolve(query.corpora.includes('c') ? record : null)
      if (query.kind === 'corpus.text') return Promise.resolve('The stone')
      return asked(query)
    },
  })
  app.documents.store.setState({ rows: [] })
  app.session.setState({ run: { ...sampleRun('mine'), corpora: ['c'] } })
  const page = await renderView(app, <Passage passage={passage} source={null} />)
  await page.click(words.episodes.document('book.txt#3', '4', '9'))
  expect(app.view.getState().view).toBe('corpus')
  expect(app.documents.store.getState().preview?.mark).toEqual({ start: 4, end: 9 })
})

it('calls a document that is not here by its corpus and its first words, never by a hash', async () => {
  const { app } = fakeApp()
  const text = 'One day Ann had 4 pens. Then she lost 3.'
  app.session.setState({ run: { ...sampleRun('rec'), corpora: ['stories-numbers'] } })
  const page = await renderView(app, <Passage passage={{ ...passage, text }} source={null} />)
  const title = words.episodes.untitled(
    words.corpus.starter['stories-numbers'].name,
    'One day Ann had 4 pens.',
  )
  expect(page.text()).toContain(words.episodes.document(title, '4', '9'))
  expect(page.text()).not.toContain('aaaa')
  await page.settle(() =>
    app.session.setState({ run: { ...sampleRun('rec'), corpora: ['mine', 'stories-numbers'] } }),
  )
  expect(page.text()).toContain(words.episodes.untitled(null, 'One day Ann had 4 pens.'))
})
