// Records of JSON: a document a line of .jsonl, a document an element of a .json list.

import type { ReadContext, ReaderItem } from '../document'
import { isJson } from '../../base/jsonObject'
import { linesOf, type Line, type Pieces } from '../textPieces'
import { problem, ProblemError } from '../../problems'
import { measuredColumns, MeasuredTable } from './measurements'
import { chooseFields, textOfRecord } from './recordText'

/** Lines by which readings are known, and characters of them. */
const LOOKED_AT = { lines: 100, characters: 1_000_000 }

/** Bad lines are counted and told once, at the end; the others come in. */
export async function* readJsonLines(pieces: Pieces): AsyncGenerator<ReaderItem> {
  const source = linesOf(pieces)
  const first: Line[] = []
  let names: readonly string[] | null = null
  for (let characters = 0; first.length < LOOKED_AT.lines && characters < LOOKED_AT.characters;) {
    const next = await source.next()
    if (next.done === true) break
    first.push(next.value)
    characters += next.value.text.length
    const own = namesOfReading(next.value.text)
    names = own === null ? null : (names ?? own)
    if (names === null) break
  }
  const columns =
    names === null
      ? null
      : measuredColumns(
          names,
          first.map(({ text }) => cellsOfReading(text, names)),
        )
  const lines = joined(first, source)
  if (names !== null && columns !== null) yield* readings(lines, names, new MeasuredTable(columns))
  else yield* records(lines)
}

async function* joined(first: readonly Line[], rest: AsyncGenerator<Line>): AsyncGenerator<Line> {
  yield* first
  yield* rest
}

/** Fields of an object of numbers and short strings that is no record of text; null for anything else. */
function namesOfReading(source: string): readonly string[] | null {
  const value = parsed(source)
  if (!isJson(value)) return null
  const names = Object.keys(value)
  const plain = Object.values(value).every(
    (part) => part === null || typeof part === 'number' || typeof part === 'string',
  )
  return plain && chooseFields(names) === null ? names : null
}

function cellsOfReading(source: string, names: readonly string[]): string[] {
  const value = parsed(source)
  return names.map((name) => {
    const cell = isJson(value) ? value[name] : undefined
    return typeof cell === 'number' || typeof cell === 'string' ? String(cell) : ''
  })
}

/** Lines of one reading each. */
async function* readings(
  lines: AsyncIterable<Line>,
  names: readonly string[],
  table: MeasuredTable,
): AsyncGenerator<ReaderItem> {
  for await (const { text, share, cut } of lines)
    if (text.trim() !== '')
      for (const made of table.add(cut ? [] : cellsOfReading(text, names)))
        yield { kind: 'document', ...made, share }
  for (const made of table.end()) yield { kind: 'document', ...made, share: 1 }
  if (table.leftOut > 0)
    yield { kind: 'problem', suffix: '', problem: problem('file.noReading', { count: table.leftOut }) }
}

async function* records(lines: AsyncIterable<Line>): AsyncGenerator<ReaderItem> {
  let bad = 0
  /** Number of the first line that is not JSON. */
  let first = 0
  let textless = 0
  let found = 0
  let line = 0
  for await (const { text: source, share, cut } of lines) {
    line += 1
    if (source.trim() === '') continue
    const value = cut ? null : valuesOf(source)
    if (value === null) {
      if (bad === 0) first = line
      bad += 1
      continue
    }
    const texts = value.flatMap(textsOfJson)
    if (texts.length === 0) textless += 1
    for (const [index, content] of texts.entries()) {
      found += 1
      yield {
        kind: 'document',
        suffix: texts.length === 1 ? `#${String(line)}` : `#${String(line)}.${String(index + 1)}`,
        text: content,
        share,
      }
    }
  }
  if (found === 0 && bad === 0 && textless > 0) throw noText()
  if (found === 0 && bad > 0) throw new ProblemError(problem('file.badJsonLines', { first }))
  if (bad > 0 || textless > 0)
    yield { kind: 'problem', suffix: '', problem: problem('file.someLines', { bad, first, textless }) }
}

/** A list of records, or one record. Throws ProblemError. */
export function* readJson(text: string, context: ReadContext): Generator<ReaderItem> {
  const value = parsed(text)
  if (value === undefined) throw new ProblemError(problem('file.badJson'))
  const records: readonly unknown[] = Array.isArray(value) ? value : [value]
  let found = 0
  let empty = 0
  for (const [index, record] of records.entries()) {
    const texts = textsOfJson(record)
    if (texts.length === 0) empty += 1
    for (const [part, content] of texts.entries()) {
      found += 1
      const place = [...(Array.isArray(value) ? [index + 1] : []), ...(texts.length > 1 ? [part + 1] : [])]
      yield {
        kind: 'document',
        suffix: place.length === 0 ? '' : `#${place.join('.')}`,
        text: content,
        share: (index + (part + 1) / texts.length) / records.length,
      }
    }
  }
  if (found === 0) throw noText()
  if (empty > 0) context.leftOut('records', empty)
}

const noText = (): ProblemError => new ProblemError(problem('file.noTextField'))

/** Undefined where it is not JSON. NaN and Infinity, which Python writes, are read as null. */
function parsed(source: string): unknown {
  try {
    return JSON.parse(source)
  } catch {
    if (!/NaN|Infinity/.test(source)) return undefined
  }
  try {
    return JSON.parse(
      source.replace(/"[^"\\]*(?:\\.[^"\\]*)*"?|-?\b(?:NaN|Infinity)\b/g, (part) =>
        part.startsWith('"') ? part : 'null',
      ),
    )
  } catch {
    return undefined
  }
}

/** Values of a line: one, or several objects side by side; null where it is not JSON. */
function valuesOf(source: string): readonly unknown[] | null {
  const whole = parsed(source)
  if (whole !== undefined) return [whole]
  const several = parsed(`[${source.replace(/\}\s*\{/g, '},{')}]`)
  return Array.isArray(several) && several.length > 1 ? several : null
}

/** Levels of lists and objects that are looked through for records. */
const DEEPEST = 6

/** Documents of a value: of a record with text one, of a list or an object of records as many as it holds. */
function textsOfJson(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value.trim()]
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return []
  if (Array.isArray(value)) {
    const talk = textOfTurns(value)
    return talk === '' ? value.flatMap((part) => textsOfJson(part, depth + 1)) : [talk]
  }
  const record = value as Record<string, unknown>
  for (const name of turnFields) {
    const talk = textOfTurns(record[name])
    if (talk !== '') return [talk]
  }
  const choice = chooseFields(Object.keys(record))
  const own = choice === null ? '' : textOfRecord(record, choice)
  if (own !== '') return [own]
  // A data set of several levels, as SQuAD has: what holds no text itself may hold records.
  return Object.values(record).flatMap((part) =>
    typeof part === 'object' && part !== null ? textsOfJson(part, depth + 1) : [],
  )
}

/** Fields of chat data sets that hold turns, and of a turn that hold its words. */
const turnFields = ['messages', 'conversations', 'conversation', 'turns', 'dialog', 'dialogue', 'chosen']
const wordsOfTurn = ['content', 'value', 'text']

/** Words given in parts, among pictures: [{"type": "text", "text": ...}]. */
const textOfParts = (parts: unknown): string =>
  !Array.isArray(parts)
    ? ''
    : parts
        .flatMap((part) => (isJson(part) && typeof part['text'] === 'string' ? [part['text'].trim()] : []))
        .join('\n\n')

/** The turns of a conversation as paragraphs, without the system's; '' where the value is none. */
function textOfTurns(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return ''
  const said = value.map((turn) => {
    if (typeof turn !== 'object' || turn === null || !('role' in turn || 'from' in turn)) return null
    const { role, from, ...rest } = turn as Record<string, unknown>
    if (role === 'system' || from === 'system') return ''
    const words = wordsOfTurn.map((name) => rest[name]).find((words) => words !== undefined)
    return typeof words === 'string' ? words.trim() : textOfParts(words)
  })
  return said.includes(null) ? '' : said.filter((words) => words !== '').join('\n\n')
}
