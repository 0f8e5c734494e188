// Subtitles and transcripts (SubRip, WebVTT, Advanced SubStation, lines that begin with a time, chapters of
// Matroska): what is said, without numbers, times and styles, and which second of the source it is from.

import { at } from '../../base/at'
import type { SourceMarks } from '../../protocol/ports'
import { cleanText } from '../clean'

/** [hours:]minutes:seconds[.fraction] */
const clock = '(?:\\d{1,3}:)?\\d{1,2}:\\d{2}(?:[.,:]\\d{1,3})?'
const timing = /^\s*(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{3}\s*-->\s*(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{3}/
const isTiming = (line: string): boolean => line.includes('-->') && timing.test(line)
const stamped = new RegExp(`^\\s*[\\[(]?(${clock})[\\])]?\\s*(?:[-–—:|]\\s+)?(?=\\S)(.*)$`, 'u')
const chapter = new RegExp(`^CHAPTER\\d+=(${clock})\\s*$`, 'iu')

function secondsOf(text: string): number {
  const [, hours = '0', minutes = '0', seconds = '0'] = /(?:(\d+):)?(\d+):(\d+)/.exec(text) ?? []
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
}

const linesOf = (source: string): string[] => source.replace(/^\ufeff/, '').split(/\r\n?|\n/)

/** Lines of a text without cues that have to begin with a time, and the share of all that do. */
const STAMPED = { fewest: 4, share: 0.7 }

function isStamped(head: string): boolean {
  const lines = linesOf(head)
    .slice(0, -1)
    .filter((line) => line.trim() !== '')
  const times = lines.flatMap((line) => {
    const found = stamped.exec(line)
    return found === null ? [] : [secondsOf(at(found, 1))]
  })
  const forward = times.every((time, i) => i === 0 || time >= at(times, i - 1))
  return forward && times.length >= STAMPED.fewest && times.length >= STAMPED.share * lines.length
}

/** True for a text that is laid out as subtitles or a transcript, whatever its name. */
export function looksLikeSubtitles(text: string): boolean {
  const head = `${text.slice(0, 4000).replace(/^\ufeff/, '')}\n`
  return (
    /^WEBVTT\b/.test(head) ||
    /^\s*\d+\s*\r?\n[^\n]*-->/.test(head) ||
    /^\[Script Info\]/i.test(head) ||
    /^CHAPTER\d+=\d/i.test(head) ||
    isStamped(head)
  )
}

/** What is said from one time on. */
interface Cue {
  /** Seconds. */
  readonly from: number
  readonly to: number
  readonly lines: readonly string[]
}

/** The references that WebVTT has. */
const references: Readonly<Record<string, string>> = {
  ...{ '&amp;': '&', '&lt;': '<', '&gt;': '>', '&nbsp;': ' ', '&lrm;': '', '&rlm;': '' },
}
const withoutStyles = (line: string): string =>
  cleanText(
    line
      .replace(/<[^<>]*>|\{\\[^{}]*\}/g, '')
      .replace(/^\s*-\s+/, '')
      .replace(/&(?:amp|lt|gt|nbsp|lrm|rlm);/g, (name) => references[name] ?? name),
  )

function* timedCues(lines: readonly string[]): Generator<Cue> {
  let open: { from: number; to: number; lines: string[] } | null = null
  for (const line of lines) {
    if (isTiming(line)) {
      if (open !== null) yield open
      const [from, to] = line.split('-->', 2).map(secondsOf)
      open = { from: from ?? 0, to: to ?? 0, lines: [] }
    } else if (line.trim() === '') {
      if (open !== null) yield open
      open = null
    } else open?.lines.push(line)
  }
  if (open !== null) yield open
}

/** What a line of dialogue holds where the file does not say; \N in its text is a new line. */
const usualFields = 'Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text'

function* substationCues(lines: readonly string[], onBad: () => void): Generator<Cue> {
  let names: readonly string[] = fieldsOf(usualFields)
  let inEvents = false
  for (const line of lines) {
    if (line.startsWith('[')) inEvents = /^\[Events\]/i.test(line)
    if (inEvents && line.startsWith('Format:')) names = fieldsOf(line.slice('Format:'.length))
    if (!line.startsWith('Dialogue:')) continue
    const cells = line.slice('Dialogue:'.length).split(',')
    const [start, end] = ['start', 'end'].map((name) => cells[names.indexOf(name)])
    if (cells.length < names.length || !isClock(start) || !isClock(end)) {
      onBad()
      continue
    }
    const text = cells
      .slice(names.length - 1)
      .join(',')
      .replace(/\\h/g, ' ')
    yield { from: secondsOf(start), to: secondsOf(end), lines: text.split(/\\N/i) }
  }
}
const fieldsOf = (line: string): string[] => line.split(',').map((name) => name.trim().toLowerCase())
const isClock = (text: string | undefined): text is string => /^\s*\d+:\d{1,2}:\d/.test(text ?? '')

function* chapterCues(lines: readonly string[]): Generator<Cue> {
  let from = 0
  for (const line of lines) {
    const begins = chapter.exec(line)
    if (begins !== null) from = secondsOf(at(begins, 1))
    const name = /^CHAPTER\d+NAME=(.*)$/i.exec(line)
    if (name !== null) yield { from, to: from, lines: [at(name, 1)] }
  }
}

/** A line without a time goes on with the one before. */
function* stampedCues(lines: readonly string[]): Generator<Cue> {
  let from = 0
  for (const line of lines) {
    const found = stamped.exec(line)
    if (found !== null) from = secondsOf(at(found, 1))
    // It is not told how long a line lasts, so no pause is seen.
    if (line.trim() !== '') yield { from, to: Infinity, lines: [found === null ? line : at(found, 2)] }
  }
}

function cuesOf(lines: readonly string[], onBad: () => void): Generator<Cue> {
  if (lines.some((line) => line.startsWith('Dialogue:'))) return substationCues(lines, onBad)
  if (lines.some(isTiming)) return timedCues(lines)
  return lines.some((line) => chapter.test(line)) ? chapterCues(lines) : stampedCues(lines)
}

/** A pause of more seconds begins a paragraph. */
const PAUSE = 5
/** Seconds between two marks: a passage is cited to about a line. */
const APART = 5

/**
 * A line for each line of a cue; the text is cleaned, so that the marks hold. `onBad` hears of each line of
 * dialogue that is no line of its form.
 */
export function readSubtitles(
  source: string,
  onBad: () => void = () => undefined,
): { readonly text: string; readonly marks: SourceMarks } {
  const out: string[] = []
  const marks: [number, number][] = []
  let last = -Infinity
  let length = 0
  const push = (line: string): void => {
    out.push(line)
    length += line.length + 1
  }
  for (const { from, to, lines } of cuesOf(linesOf(source), onBad)) {
    if (out.length > 0 && from - last > PAUSE && out.at(-1) !== '') push('')
    last = to
    for (const line of lines) {
      const words = withoutStyles(line)
      // Captions that roll up show a line twice.
      if (words === '' || words === out.at(-1)) continue
      const marked = marks.at(-1)
      if (marked === undefined || from - marked[1] >= APART) marks.push([length, from])
      push(words)
    }
  }
  return { text: out.join('\n'), marks: { unit: 'seconds', at: marks } }
}
