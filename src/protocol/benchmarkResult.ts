// How a model does on fixed questions, asked in two ways. Plain JSON data; no behaviour.

import type { Rate, Working } from './arenaReport'

export interface Count {
  readonly asked: number
  /** Right answers, or the sum of the shares right where a question is asked several times. */
  readonly right: number
}

export interface BenchmarkScore {
  /** Share right over the questions, with an interval clustered by question. */
  readonly accuracy: Rate
  readonly bySteps: Readonly<Record<string, Count>>
  readonly byKind: Readonly<Record<string, Count>>
  /** Left out by results from before it was counted. */
  readonly working?: Working
}

export interface BenchmarkResult {
  readonly name: string
  readonly questions: number
  /** Mean share that guessing among the options would get right. */
  readonly chance: number
  /** One greedy answer a question. */
  readonly greedy: BenchmarkScore
  /**
   * `samples` answers a question at temperature 1: how likely a right answer is, not which answer is
   * likeliest. Null where none were asked for.
   */
  readonly sampled: (BenchmarkScore & { readonly samples: number }) | null
  /**
   * The same, forced to work: `notFirst` are the texts that no attempt may begin with. A gain above it is
   * skill; a gain below it is the choice to work. Null or left out where it was not asked for.
   */
  readonly forced?: {
    readonly notFirst: readonly string[]
    readonly greedy: BenchmarkScore
    readonly sampled: (BenchmarkScore & { readonly samples: number }) | null
  } | null
}
