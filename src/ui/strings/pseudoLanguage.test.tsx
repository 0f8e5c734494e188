// @vitest-environment happy-dom
// A third language is its words and one line of the table: here every sentence of English in brackets, with
// numbers in the digits of Egypt. What a view shows without brackets, or in other digits, went past the
// table.
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { sampleEpisode, sampleMetrics, sampleRun } from '../../replay/samples'
import { corpus, fakeApp } from '../../state/fakeApp'
import type { Words } from './en'
import type * as languages from './table'

/** Every string of the catalogue, and what its functions make, in brackets. */
function bracketed(value: unknown): unknown {
  if (typeof value === 'string') return `⟦${value}⟧`
  if (typeof value === 'function')
    return (...args: unknown[]) => bracketed(Reflect.apply(value, undefined, args))
  if (Array.isArray(value)) return value.map(bracketed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, bracketed(inner)]))
}

const pseudo: languages.LanguageEntry = {
  tag: 'qps-ploc',
  name: 'Pseudo',
  locale: 'ar-EG-u-nu-arab',
  load: async () => bracketed((await import('./en')).en) as Words,
}

vi.mock('./table', async (original) => {
  const { table } = await original<typeof languages>()
  return { table: [...table, pseudo] }
})

beforeAll(() => localStorage.setItem('spice-lab-language', 'qps-ploc'))

/** What stands outside of brackets, names of the fixture aside. */
const bare = (text: string): string => {
  let [depth, out] = [0, '']
  for (const letter of text) {
    if (letter === '⟦') depth += 1
    else if (letter === '⟧') depth -= 1
    else if (depth === 0) out += letter
  }
  return out.replaceAll(/SPICE Lab|Run r/g, '').trim()
}

describe('a language of the table', () => {
  it('is the one that was chosen here, with its numbers', async () => {
    const { spoken, preferred } = await import('./language')
    expect(spoken.tag).toBe('qps-ploc')
    expect(preferred).toEqual(['qps-ploc', 'en'])
    const { count, decimal, fixed, percent, bytes } = await import('../format')
    expect([count(1234), decimal(0.25), fixed(1.5, 2), percent(0.5), bytes(1500)]).toEqual([
      '١٬٢٣٤',
      '٠٫٢٥',
      '١٫٥٠',
      '٥٠٪\u061c',
      '١٫٥ kB',
    ])
  })

  it('speaks in the frame of the page, and names itself in the switch', async () => {
    const { renderView } = await import('../renderView')
    const [{ App }] = await Promise.all([import('../App'), import('../lessons/Lessons')])
    const { app } = fakeApp()
    app.view.setState({ view: 'lessons', help: true })
    const page = await renderView(app, <App app={app} />)
    await page.settle()
    expect(document.documentElement.lang).toBe('qps-ploc')
    expect(page.text()).toContain('⟦Lessons⟧')
    // Caps of keys, and languages by their own names, are the same in all.
    for (const same of page.root.querySelectorAll('kbd, option')) same.remove()
    expect(bare(page.text())).toMatch(/^[:\s]*$/)
  })

  it.each(['Setup', 'Stepper', 'Ask', 'Table'] as const)(
    'leaves no English and no other digits in %s',
    async (name) => {
      const { renderView } = await import('../renderView')
      const { app } = fakeApp()
      app.session.setState({
        source: 'live',
        run: sampleRun('r', 1234),
        rounds: [sampleMetrics(0)],
        episodes: new Map([[0, [sampleEpisode(0)]]]),
        corpora: [corpus('⟦c⟧')],
        checkpoints: [{ run: 'r', name: '1234', rounds: 1234, warmSteps: 3, bytes: 1, created: 1 }],
      })
      const views = {
        Setup: async () => {
          const { Setup } = await import('../train/Setup')
          return <Setup />
        },
        Stepper: async () => {
          const { Track } = await import('../episodes/Track')
          const { timelineOf } = await import('../../state/timeline')
          const episode = sampleEpisode(0)
          return <Track episode={episode} timeline={timelineOf(episode, 0)} tick={3} round={0} />
        },
        Ask: async () => {
          const { default: Ask } = await import('../ask/Ask')
          return <Ask />
        },
        Table: async () => {
          const { Table } = await import('../charts/Table')
          return (
            <Table
              caption="⟦c⟧"
              columns={[{ key: 'p', name: '⟦p⟧' }]}
              rows={[{ round: 7, values: [0.25] }]}
            />
          )
        },
      }
      const page = await renderView(app, await views[name]())
      await page.settle()
      expect(page.text()).toContain('⟦')
      expect(bare(page.text())).toMatch(/^[٠-٩٫·/\s]*$/)
    },
  )
})
