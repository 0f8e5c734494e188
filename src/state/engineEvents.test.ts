import { describe, expect, it, vi } from 'vitest'
import type { CorpusRecord } from '../protocol/ports'
import { sampleRun } from '../replay/samples'
import { createDocuments } from './documents'
import { createDraft } from './draft'
import { applyBeyondSession } from './engineEvents'
import { corpus } from './fakeApp'

function fixture({ corpora = [], run = null }: { corpora?: CorpusRecord[]; run?: string | null } = {}) {
  const draft = createDraft()
  const documents = createDocuments(() => Promise.resolve(null))
  const refresh = vi.fn(() => Promise.resolve())
  const fillIn = vi.fn(() => Promise.resolve())
  const runChanged = vi.fn()
  const save = vi.fn()
  const targets = {
    session: () => ({ corpora, run: run === null ? null : sampleRun(run) }),
    draft,
    documents,
    library: { refresh },
    history: { fillIn },
    runChanged,
    save,
  }
  return { targets, draft, documents, refresh, fillIn, runChanged, save }
}
const idle = { kind: 'status', activity: 'idle', running: false } as const

describe('beyond the session', () => {
  it('a corpus that came in is taken by the next run, and one that went is let go', () => {
    const { targets, draft, documents } = fixture({ corpora: [corpus('a'), corpus('b')] })
    draft.setState({ corpora: ['a', 'b'] })
    applyBeyondSession(targets, { kind: 'corpora', corpora: [corpus('b'), corpus('c')] })
    expect(draft.getState().corpora).toEqual(['b', 'c'])
    expect(documents.store.getState().corpus).toBe('c')
  })

  it('a corpus that a person left out stays out', () => {
    const { targets, draft } = fixture({ corpora: [corpus('a')] })
    draft.setState({ corpora: [] })
    applyBeyondSession(targets, { kind: 'corpora', corpora: [corpus('a')] })
    expect(draft.getState().corpora).toEqual([])
  })

  it('another run is filled in and leaves the open episode; the same one only when it rests', () => {
    const { targets, fillIn, runChanged, refresh } = fixture({ run: 'r' })
    applyBeyondSession(targets, { ...idle, run: sampleRun('r'), activity: 'asking', running: true })
    expect([fillIn, runChanged, refresh].map(({ mock }) => mock.calls.length)).toEqual([0, 0, 0])
    applyBeyondSession(targets, { ...idle, run: sampleRun('r') })
    expect([fillIn, runChanged, refresh].map(({ mock }) => mock.calls.length)).toEqual([0, 0, 1])
    applyBeyondSession(targets, { ...idle, run: sampleRun('s') })
    expect(fillIn).toHaveBeenCalledWith('s')
    expect(runChanged).toHaveBeenCalledTimes(1)
  })

  it('a file is saved under its name', () => {
    const { targets, save } = fixture()
    const data = new Blob(['x'])
    applyBeyondSession(targets, { kind: 'file.ready', name: 'run.zip', data })
    expect(save).toHaveBeenCalledWith('run.zip', data)
  })
})
