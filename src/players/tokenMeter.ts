// What a model behind an endpoint has been asked for, in tokens, and the most that it may be asked for.
// Nothing is sent that could go over it. Knows no server.

import { problem, ProblemError } from '../problems'
import type { RemoteTokens } from '../protocol/records'

/** Code units of a token, by a cautious reckoning, where a server does not count. */
const UNITS_A_TOKEN = 3

export const tokensOf = (text: string): number => Math.ceil(text.length / UNITS_A_TOKEN)

export class TokenMeter {
  private used = 0
  private reserved = 0

  /** `budget` in tokens, prompts and answers together. */
  constructor(readonly budget: number) {}

  get spent(): RemoteTokens {
    return { used: this.used, budget: this.budget }
  }

  /** Goes on from what a run had used. */
  startFrom(used: number): void {
    this.used = Math.max(this.used, used)
  }

  /**
   * Holds `tokens` back until the answer is there and says how many it took; throws ProblemError where they
   * are more than is left.
   */
  reserve(tokens: number): (taken: number) => void {
    if (this.used + this.reserved + tokens > this.budget)
      throw new ProblemError(problem('player-budget', this.spent))
    this.reserved += tokens
    return (taken) => {
      this.reserved -= tokens
      this.used += taken
    }
  }
}
