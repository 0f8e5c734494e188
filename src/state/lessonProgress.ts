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
  /** A link asked for a lesson, which is not open yet: nothing else is shown before it. */
  readonly coming: boolean
  /** What was written under the questions of the open lesson, by step. */
  readonly written: Readonly<Record<number, string>>
  /** The lesson in the builder, and whether it is being tried. */
  readonly draft: Lesson | null
  readonly trying: boolean
  /** Why a lesson could not be opened. */
  readonly failure: string | null
}

export const createLessonProgress = (coming = false): StoreApi<LessonProgress> =>
  createStore<LessonProgress>(() => ({
    lesson: null,
    address: null,
    opening: false,
    step: 0,
    done: true,
    since: { answers: 0, questions: 0 },
    coming,
    written: {},
    draft: null,
    trying: false,
    failure: null,
  }))
