// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { corpus, fakeApp } from '../../state/fakeApp'
import { renderView } from '../renderView'
import { words } from '../strings'
import Corpus from './Corpus'
import { Drop } from './Drop'
import { Files } from './Files'

const t = words.corpus

describe('bringing documents in', () => {
  it('takes pasted text as a file, once something is written', async () => {
    const { app, sent } = fakeApp()
    const page = await renderView(app, <Drop />)
    await page.click(t.paste)
    expect(page.enabled(t.pasteAdd)).toBe(false)
    await page.write(t.pasteLabel, 'Ada has seven beans.')
    await page.click(t.pasteAdd)
    expect(sent).toMatchObject([{ kind: 'corpus.add', name: t.pastedName, files: [{ path: t.pastedName }] }])
    expect(page.has(t.pasteAdd)).toBe(false)
  })

  it('adds a starter corpus once', async () => {
    const { app, sent } = fakeApp()
    const page = await renderView(app, <Corpus />)
    const name = t.starter['prose'].name
    await page.click(`${t.add}: ${name}`)
    expect(sent).toEqual([{ kind: 'corpus.starter', name: 'prose' }])
    await page.settle(() => app.session.setState({ corpora: [corpus('prose')] }))
    expect(page.enabled(`${t.added}: ${name}`)).toBe(false)
    expect(page.root.querySelector('[data-corpus="prose"]')?.getAttribute('aria-pressed')).toBe('true')
  })
})

describe('what came of each file', () => {
  it('shows those that failed first, with the reason, and counts both', async () => {
    const { app } = fakeApp()
    const outcome = (path: string, failure: { code: string; message: string } | null) => ({
      corpus: 'c',
      outcome: { path, documents: 1, duplicates: 0, failure },
    })
    app.session.setState({
      files: [outcome('good.txt', null), outcome('bad.pdf', { code: 'x', message: 'It is empty.' })],
    })
    const page = await renderView(app, <Files />)
    const lines = [...page.root.querySelectorAll('li')]
    expect(lines.map((line) => line.querySelector('.path')?.textContent)).toEqual(['bad.pdf', 'good.txt'])
    expect(lines[0]?.textContent).toContain('It is empty.')
    expect(page.text()).toContain(t.filesIn('1', '1'))
  })
})
