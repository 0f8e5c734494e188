// What was seen of a run before it began: a few questions, asked and answered, and what the time that they
// took says of the whole. Plain data.

import type { RunTime } from '../config/runTime'

export interface RunTrial {
  readonly time: RunTime
  /** Null where nothing was asked, as of weights that are noise, or where another pays for the questions. */
  readonly questions: { readonly tried: number; readonly valid: number } | null
}

/** Share of valid questions under which another game is offered. */
const FEW_VALID = 0.2

export const hasFewValid = ({ questions }: Pick<RunTrial, 'questions'>): boolean =>
  questions !== null && questions.valid < FEW_VALID * questions.tried
