// Numbers as the page writes them, in its language. Never loses that a number is not there: null is a dash.
import { at } from '../base/at'
import { spoken } from './strings/language'

const dash = '–'
const whole = new Intl.NumberFormat(spoken.locale)
const compact = new Intl.NumberFormat(spoken.locale, { notation: 'compact', maximumSignificantDigits: 3 })

/** The locale's own digits and decimal point, by those of the machine. */
const glyphs: ReadonlyMap<string, string> = new Map([
  ...Array.from({ length: 10 }, (_, digit) => [String(digit), whole.format(digit)] as const),
  ...new Intl.NumberFormat(spoken.locale)
    .formatToParts(0.5)
    .filter(({ type }) => type === 'decimal')
    .map(({ value }) => ['.', value] as const),
])
const localised = (text: string): string => text.replace(/[\d.]/g, (glyph) => glyphs.get(glyph) ?? glyph)

export const count = (value: number): string => whole.format(Math.round(value))

/** A round of the records, which count from 0, as people count: the first one is 1. */
export const roundNumber = (round: number): string => count(round + 1)
/** 12,345 as 12.3K. */
export const short = (value: number): string =>
  Math.abs(value) < 1000 ? count(value) : compact.format(value)
/** With so many digits behind the point, whatever they are. */
export const fixed = (value: number, digits: number): string => localised(value.toFixed(digits))
const percentParts = new Intl.NumberFormat(spoken.locale, { style: 'percent' }).formatToParts(1)
/** 0.5 as the language writes it: 50% in English, 50 % in German. */
export function percent(value: number | null, digits = 0): string {
  if (value === null) return dash
  const number = fixed(100 * value, digits)
  return percentParts.map((part) => (part.type === 'integer' ? number : part.value)).join('')
}

/** Three significant digits, a real minus sign. */
export function decimal(value: number | null, digits = 3): string {
  if (value === null) return dash
  if (value === 0) return count(0)
  const magnitude = Math.abs(value)
  const text =
    magnitude >= 1000
      ? count(magnitude)
      : localised(
          magnitude < 1e-4 ? magnitude.toExponential(1) : String(Number(magnitude.toPrecision(digits))),
        )
  return value < 0 ? `−${text}` : text
}
/** With its sign, as advantages are written. */
export const signed = (value: number | null): string =>
  value === null ? dash : value > 0 ? `+${decimal(value)}` : decimal(value)

/** Seconds into a recording as a clock shows them: 1:05, 1:02:05. */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds)
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (value: number): string => String(value).padStart(2, '0')
  return localised(h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`)
}

export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const
  let scaled = value
  let unit = 0
  while (scaled >= 1000 && unit < units.length - 1) {
    scaled /= 1000
    unit += 1
  }
  return `${scaled >= 100 || unit === 0 ? fixed(scaled, 0) : fixed(scaled, 1)} ${at(units, unit)}`
}

export const date = (time: number): string =>
  new Intl.DateTimeFormat(spoken.locale, { dateStyle: 'medium', timeStyle: 'short' }).format(time)

/** A token as it can be seen: spaces kept, line ends drawn. */
export const visible = (text: string): string => text.replaceAll('\n', '⏎').replaceAll('\t', '⇥')
