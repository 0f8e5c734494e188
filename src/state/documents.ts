// The documents of one corpus as the list shows them: read in portions from where they are kept, searched,
// one previewed.

import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DocumentRecord } from '../protocol/ports'
import type { ReadStored } from './stored'

/** A place in a document's text, in UTF-16 code units. */
export interface Mark {
  readonly start: number
  readonly end: number
}

export interface DocumentsState {
  readonly corpus: string | null
  readonly search: string
  readonly rows: readonly DocumentRecord[]
  /** True once the last portion has been read. */
  readonly complete: boolean
  readonly loading: boolean
  readonly preview: {
    readonly document: DocumentRecord
    readonly text: string | null
    readonly mark: Mark | null
  } | null
}

const portion = 500

export interface Documents {
  readonly store: StoreApi<DocumentsState>
  open(corpus: string | null): Promise<void>
  search(text: string): Promise<void>
  more(): Promise<void>
  preview(document: DocumentRecord | null, mark?: Mark): Promise<void>
  /** Reads again from the start, as after documents were added or removed. */
  refresh(): Promise<void>
}

export function createDocuments(query: ReadStored): Documents {
  const store = createStore<DocumentsState>(() => ({
    corpus: null,
    search: '',
    rows: [],
    complete: true,
    loading: false,
    preview: null,
  }))
  // Answers of an older question are dropped.
  let question = 0

  const load = async (from: number): Promise<void> => {
    const { corpus, search, rows } = store.getState()
    if (corpus === null) return
    const asked = question
    store.setState({ loading: true })
    const found =
      (await query({
        kind: 'corpus.documents',
        corpus,
        ...(search.trim() === '' ? {} : { search: search.trim() }),
        offset: from,
        limit: portion,
      })) ?? []
    if (asked !== question) return
    store.setState({
      rows: from === 0 ? found : [...rows, ...found],
      complete: found.length < portion,
      loading: false,
    })
  }
  const restart = (change: Partial<DocumentsState>): Promise<void> => {
    question += 1
    store.setState({ ...change, complete: false })
    return load(0)
  }
  return {
    store,
    open: (corpus) =>
      corpus === null
        ? Promise.resolve(void store.setState({ corpus, rows: [], complete: true, preview: null }))
        : restart({ corpus, search: '', rows: [], preview: null }),
    search: (text) => restart({ search: text }),
    refresh: () => restart({}),
    async more() {
      const { complete, loading, rows } = store.getState()
      if (!complete && !loading) await load(rows.length)
    },
    async preview(document, mark = undefined) {
      if (document === null) return void store.setState({ preview: null })
      const at = mark ?? null
      store.setState({ preview: { document, text: null, mark: at } })
      const text =
        (await query({ kind: 'corpus.text', corpus: document.corpus, document: document.id })) ?? ''
      if (store.getState().preview?.document.id === document.id)
        store.setState({ preview: { document, text, mark: at } })
    },
  }
}
