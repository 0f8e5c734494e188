// The shelf of runs that are kept in this browser, newest first, and how much room they take.

import { createStore, type StoreApi } from 'zustand/vanilla'
import { completed } from '../config/link'
import type { RunRecord } from '../protocol/records'
import type { ReadStored } from './stored'

export interface LibraryState {
  readonly runs: readonly RunRecord[]
  readonly usage: { readonly used: number; readonly quota: number } | null
}

export interface Library {
  readonly store: StoreApi<LibraryState>
  /** Reads the shelf again. */
  refresh(): Promise<void>
}

export function createLibrary(query: ReadStored): Library {
  const store = createStore<LibraryState>(() => ({ runs: [], usage: null }))
  return {
    store,
    async refresh() {
      const [runs, usage] = await Promise.all([query({ kind: 'runs' }), query({ kind: 'storage' })])
      if (runs === null) return
      const shown = runs.map((run) => ({ ...run, linked: completed(run.linked) }))
      store.setState({ runs: shown.sort((a, b) => b.created - a.created), usage })
    },
  }
}
