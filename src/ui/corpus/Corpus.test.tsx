// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { problem, problemIn } from '../../problems'
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

describe('the name of a corpus', () => {
  it('is written anew where its heading stands; one that ships keeps its own', async () => {
    const { app, sent } = fakeApp({ kept: { corpora: [corpus('mine'), corpus('prose')] } })
    await app.boot()
    const page = await renderView(app, <Corpus />)
    await page.settle(() => app.documents.open('mine'))
    const heading = () => page.root.querySelector('[data-testid="corpus-detail"] h2')?.textContent
    expect(heading()).toBe('mine')
    await page.click(t.rename)
    await page.write(t.rename, ' Farm diaries ')
    await page.click(t.save)
    expect(sent).toEqual([{ kind: 'corpus.change', corpus: 'mine', name: ' Farm diaries ' }])
    await page.settle(() =>
      app.session.setState({ corpora: [{ ...corpus('mine'), name: 'Farm diaries' }, corpus('prose')] }),
    )
    expect(heading()).toBe('Farm diaries')
    expect(page.text().match(/Farm diaries/g)).toHaveLength(2)
    await page.settle(() => app.documents.open('prose'))
    expect(page.has(t.rename)).toBe(false)
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

  it('says what was left out, and reads a file again in the encoding that is chosen', async () => {
    const { app, sent } = fakeApp()
    const file = { path: 'a.txt', data: new Blob(['x']) }
    const outcome = {
      path: 'a.txt',
      documents: 1,
      duplicates: 0,
      failure: null,
      notes: [problemIn('a.txt', problem('file.leftOut', { pages: 2, comments: 1 }))],
      encoding: 'windows-1252',
    }
    app.session.setState({ files: [{ corpus: 'c', outcome }], sources: [file] })
    const page = await renderView(app, <Files />)
    expect(page.text()).toContain('Left out: 2 pages without text, 1 comment.')
    expect(page.text()).toContain(t.encodingHelp)
    const choice = page.root.querySelector('select')
    expect(choice?.value).toBe('windows-1252')
    await page.settle(() => {
      if (choice === null) return
      choice.value = 'windows-1251'
      choice.dispatchEvent(new Event('change', { bubbles: true }))
    })
    expect(sent).toEqual([{ kind: 'corpus.reread', corpus: 'c', file, encoding: 'windows-1251' }])
    expect(app.session.getState().files).toEqual([])
    await page.settle(() => app.session.setState({ files: [{ corpus: 'c', outcome }], sources: [] }))
    expect(page.root.querySelector('select')).toBeNull()
    expect(page.text()).toContain(t.readAs('windows-1252'))
  })

  it('cancels an import while one goes on', async () => {
    const { app, sent } = fakeApp()
    const page = await renderView(app, <Corpus />)
    expect(page.has(t.cancel)).toBe(false)
    const progress = {
      activity: 'importing',
      detail: { kind: 'none' },
      done: 1,
      total: 2,
      unit: 'bytes',
    } as const
    await page.settle(() => app.session.setState({ activity: 'importing', progress }))
    await page.click(t.cancel)
    expect(sent).toEqual([{ kind: 'corpus.cancel' }])
  })
})
