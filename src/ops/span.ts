// What a row of a packed batch sees, as shaders/attention/span.wgsl reads it: four u32 a row. Pure.

/**
 * [prefix, prefixEnd, start, reach]: row r sees prefix .. prefixEnd-1 and start .. r; rows before reach may
 * see it.
 */
export type Span = readonly [prefix: number, prefixEnd: number, start: number, reach: number]

/**
 * Rows start .. start+reach-1 with nothing before them; a prefix that others share reaches over all of them
 * too.
 */
export const alone = (start: number, reach: number): Span => [start, start, start, start + reach]

/** Writes the span of `count` rows from `first` on. */
export function setSpan(into: Uint32Array, first: number, count: number, span: Span): void {
  for (let row = first; row < first + count; row++) into.set(span, 4 * row)
}
