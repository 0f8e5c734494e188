// What a person has answered and asked since the page was opened. The rules that judge it are in play.ts, and
// come with its view.

import { createStore, type StoreApi } from 'zustand/vanilla'
import type { GateResult, Task, Verdict } from '../protocol/records'

export interface PersonAnswer {
  readonly round: number
  readonly episode: number
  readonly text: string
  readonly answer: string | null
  readonly verdict: Verdict
  /** The model's attempts at the same question. */
  readonly right: number
  readonly attempts: number
}

export interface PersonQuestion {
  readonly round: number
  readonly episode: number
  readonly question: string
  readonly gold: string
  readonly task: Task | null
  readonly gates: readonly GateResult[]
  readonly valid: boolean
}

export interface PlayState {
  readonly answers: readonly PersonAnswer[]
  readonly questions: readonly PersonQuestion[]
}

export const createPlay = (): StoreApi<PlayState> =>
  createStore<PlayState>(() => ({ answers: [], questions: [] }))
