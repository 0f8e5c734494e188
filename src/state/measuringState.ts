// What is being measured now, for the light that says so on every view, and the way to stop it. How it is
// measured is in measuring.ts, which comes when it is first wanted.

import { createStore, type StoreApi } from 'zustand/vanilla'

export type MeasuringSource = 'serial' | 'stopwatch' | 'typed' | 'speech'

/** The corpus in which what is measured is kept. */
export const MEASURED = 'measured'

export interface MeasuringState {
  /** What is being measured with; null while nothing is. */
  readonly source: MeasuringSource | null
  /** Names of the columns beside the time, with units in brackets. */
  readonly columns: readonly string[]
  /** The newest readings of this source, each with its time in seconds since it was started. */
  readonly readings: readonly { readonly seconds: number; readonly text: string }[]
  /** All of this source. */
  readonly count: number
  /** At once; what came before it is kept. */
  readonly stop: () => Promise<void>
}

export const nothingMeasured: MeasuringState = {
  source: null,
  columns: [],
  readings: [],
  count: 0,
  stop: () => Promise.resolve(),
}

export const createMeasuring = (): StoreApi<MeasuringState> =>
  createStore<MeasuringState>(() => nothingMeasured)
