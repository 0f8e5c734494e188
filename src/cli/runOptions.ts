// The options of `spice run`, as commander gives them.

export interface RunOptions {
  readonly corpus?: string | undefined
  /** Without it and without a model or weights the choice is the page's. */
  readonly preset?: string | undefined
  readonly model?: string | undefined
  readonly rounds?: number | undefined
  readonly seed: number
  readonly out: string
  readonly warmStart?: number | undefined
  readonly warmStartOnly: boolean
  readonly resume: boolean
  readonly set: readonly string[]
  readonly startFrom?: string | undefined
  /** A folder of peft beside the model or the weights. */
  readonly adapter?: string | undefined
  readonly probe?: string | undefined
  /** Address and model of an OpenAI-compatible server that holds the Challenger's seat. */
  readonly challengerAt?: string | undefined
  readonly challengerModel?: string | undefined
  /** Tokens that it may be asked for, prompts and answers together. */
  readonly challengerBudget?: number | undefined
  /** A module that recognises speech, for recordings among the documents. */
  readonly speech?: string | undefined
  /** A command whose processes hold the model and compute, in place of this computer's GPU. */
  readonly machine?: string | undefined
}
