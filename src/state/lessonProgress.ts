// Where the open lesson stands. What a step opens and waits for is in teaching.ts.

import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Lesson } from './lesson'

export interface LessonProgress {
  readonly lesson: Lesson | null
  /** What the page's address calls it: its name, or the whole of it; null for one from a file. */
  readonly address: string | null
  /** While a step opens its place. */
  readonly opening: boolean
  readonly step: number
  /** Whether what this step waits for has been done; true where it waits for nothing. */
  readonly done: boolean
  /** What was answered and asked before this step began. */
  readonly since: { readonly answers: number; readonly questions: number }
  /** Why a lesson could not be opened. */
  readonly failure: string | null
}

export const createLessonProgress = (): StoreApi<LessonProgress> =>
  createStore<LessonProgress>(() => ({
    lesson: null,
    address: null,
    opening: false,
    step: 0,
    done: true,
    since: { answers: 0, questions: 0 },
    failure: null,
  }))
