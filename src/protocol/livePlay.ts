// A round while it is played, for a page to show: what each seat has written so far and what became of it.
// Plain data that is told and never stored; the record of a finished round is `Episode`.

import type { GateName } from '../config/schema'
import type { Verdict } from './records'

export interface LiveTry {
  /** What has been written so far. */
  readonly text: string
  /** As the parser read it; null while it is written, and where there is none. */
  readonly question: string | null
  readonly gold: string | null
  readonly state: 'writing' | 'stopped' | 'valid'
  /** The first gate that it failed; null where it failed none. */
  readonly gate: GateName | null
}

export interface LiveAttempt {
  readonly text: string
  readonly answer: string | null
  /** Null while it is written. */
  readonly verdict: Verdict | null
}

export interface LiveTask {
  /** Index of its try. */
  readonly candidate: number
  readonly attempts: readonly LiveAttempt[]
  /** What the Challenger earned for it; null until the verdicts are in. */
  readonly reward: number | null
}

export interface LiveEpisode {
  readonly passage: string
  readonly tries: readonly LiveTry[]
  readonly tasks: readonly LiveTask[]
}

export interface LivePlay {
  /** Counted from 0. */
  readonly round: number
  readonly phase: 'asking' | 'answering' | 'judged'
  /** The first episodes of the round. */
  readonly episodes: readonly LiveEpisode[]
}

/**
 * What it is given is only put together where it is asked for, at once if at all; what is being written may
 * be left untold.
 */
export type TellPlay = (play: () => LivePlay, step: 'writing' | 'done') => void
