// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { corpus, fakeApp } from '../../state/fakeApp'
import { renderView } from '../renderView'
import { words } from '../strings'
import { CorpusFiles } from './CorpusFiles'

const t = words.corpus.fileTable
const file = (path: string, characters: number, prose: boolean) => ({
  path,
  documents: 2118,
  characters,
  tokens: 1,
  prose,
})

it('says what dominates and what is no prose; switches files off, weighs them, and deletes one whole', async () => {
  const { app, sent } = fakeApp()
  await app.goLive()
  const asked = app.query
  Object.assign(app, {
    query: (query: Parameters<typeof asked>[0]) =>
      query.kind === 'corpus.files'
        ? Promise.resolve([file('rows.csv', 900, false), file('note.txt', 100, true)])
        : asked(query),
  })
  const page = await renderView(app, <CorpusFiles corpus={{ ...corpus('c'), weights: { 'note.txt': 2 } }} />)
  expect(page.text()).toContain(t.dominates('rows.csv', '90%'))
  expect(page.text()).toContain(t.noProse('rows.csv'))
  await page.click(t.reads('rows.csv'))
  await page.choose(t.weightOf('note.txt'), '1')
  await page.click(t.remove('rows.csv'))
  expect(page.text()).toContain(t.removeSure('rows.csv', '2,118'))
  await page.click(t.remove(''))
  expect(sent).toEqual([
    { kind: 'corpus.change', corpus: 'c', weights: { 'note.txt': 2, 'rows.csv': 0 } },
    { kind: 'corpus.change', corpus: 'c', weights: {} },
    { kind: 'corpus.remove', corpus: 'c', file: 'rows.csv' },
  ])
})
