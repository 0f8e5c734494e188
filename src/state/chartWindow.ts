// Which stretch of rounds charts show, and how rounds are spaced along them: evenly, or by their logarithm,
// which gives the early rounds, where most happens, the room.

export interface ChartWindow {
  /** First and last round shown; null for as far as there are any. */
  readonly from: number | null
  readonly to: number | null
  readonly log: boolean
}

export const wholeWindow: ChartWindow = { from: null, to: null, log: false }

/** Whether it leaves rounds out. */
export const isNarrowed = ({ from, to }: ChartWindow): boolean => from !== null || to !== null

/** Of things that stand at rounds, those that are shown; all where none would be. */
export function within<T>(
  { from, to }: ChartWindow,
  things: readonly T[],
  roundOf: (thing: T) => number,
): readonly T[] {
  if (from === null && to === null) return things
  const shown = things.filter(
    (thing) => roundOf(thing) >= (from ?? -Infinity) && roundOf(thing) <= (to ?? Infinity),
  )
  return shown.length === 0 ? things : shown
}

/** First and last round of what there is; null where there is nothing. */
export function endsOf(points: readonly { readonly round: number }[]): readonly [number, number] | null {
  const rounds = points.map(({ round }) => round)
  return rounds.length === 0 ? null : [Math.min(...rounds), Math.max(...rounds)]
}

/** With one end moved; an end at or beyond the last there is holds nothing back, and the ends never cross. */
export function withEnd(
  window: ChartWindow,
  end: 'from' | 'to',
  round: number,
  [first, last]: readonly [number, number],
): ChartWindow {
  if (!Number.isFinite(round)) return window
  const fitted = Math.round(
    Math.min(
      window.to === null || end === 'to' ? last : window.to,
      Math.max(window.from === null || end === 'from' ? first : window.from, round),
    ),
  )
  return { ...window, [end]: fitted === (end === 'from' ? first : last) ? null : fitted }
}

/** Places along an axis that begins at `first`, and back. */
export interface Scale {
  readonly along: (value: number) => number
  readonly back: (place: number) => number
}

/** By the logarithm of how far a value is from the first one, of which one step is `unit`. */
export const scaleFrom = (log: boolean, first: number, unit = 1): Scale =>
  log
    ? {
        along: (value) => Math.log2(1 + Math.max(0, value - first) / unit),
        back: (place) => first + unit * (2 ** place - 1),
      }
    : { along: (value) => value, back: (place) => place }
