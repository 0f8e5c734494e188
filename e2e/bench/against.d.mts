type Times = Readonly<Record<string, number>>

/** The models whose kernels can be timed. */
export const models: readonly string[]
/** Medians by kernel of both; `speed` is that of the first over that of the second. */
export function compared(
  now: readonly Times[],
  before: readonly Times[],
): {
  readonly rows: readonly {
    readonly name: string
    readonly ms: number
    readonly old: number
    readonly speed: number
  }[]
  readonly alone: readonly string[]
}
/** Builds both revisions, times them in turns and prints; the exit status. */
export function runAgainst(options: {
  readonly revision: string
  readonly turns: number
  readonly names: readonly string[]
}): Promise<number>
