// Which fields of a record (a line of JSON, a row of a table) are its text.

import { isJson } from '../../base/jsonObject'

const textFields = [
  'text',
  'content',
  'body',
  'document',
  'passage',
  'article',
  'context',
  'contexts',
  'story',
  'abstract',
  'paragraph',
  'markdown',
  'message',
  'inhalt',
]
const titleFields = ['title', 'headline', 'heading', 'name', 'titel', 'überschrift']
const questionFields = ['question', 'problem', 'prompt', 'instruction']
/** What an instruction is about. */
const inputFields = ['input']
/** Of a model: the text where nothing else is. */
const outputFields = ['completion', 'output']
const answerFields = ['answer', 'answers', 'solution', 'response', 'rationale', 'chosen', ...outputFields]
/** What may be chosen from. */
const optionFields = ['choices', 'options']

/** A way to make a record's text out of its fields, chosen by their names; null where no name is known. */
export interface FieldChoice {
  readonly title: string | null
  readonly text: string
  /** Read after the text: its question, what that is about, and the answer. */
  readonly more: readonly string[]
}

export function chooseFields(names: readonly string[]): FieldChoice | null {
  const byLower = new Map(names.map((name) => [name.trim().toLowerCase(), name]))
  const first = (wanted: readonly string[]): string | null =>
    wanted.map((name) => byLower.get(name)).find((name) => name !== undefined) ?? null
  const text = first(textFields)
  const question = first(questionFields)
  const input = first(inputFields)
  const options = first(optionFields)
  const answer = first(answerFields)
  const title = first(titleFields)
  if (question === null) {
    const main = text ?? first(outputFields)
    return main === null ? null : { title, text: main, more: [] }
  }
  const parts = [question, input, options, answer].filter((name) => name !== null)
  // A text with a question that nobody answers is the text alone.
  if (text !== null) return { title, text, more: answer === null ? [] : parts }
  return { title: null, text: question, more: parts.slice(1) }
}

/** Text of a record; empty where the chosen fields hold none. */
export function textOfRecord(
  record: Readonly<Record<string, unknown>>,
  { title, text, more }: FieldChoice,
): string {
  const main = textOfValue(record[text])
  if (main === '') return ''
  const heading = title === null ? '' : textOfValue(record[title])
  const rest = more.map((name) => withoutWorkings(textOfValue(record[name])))
  const shown = heading !== '' && main.split('\n', 1)[0]?.trim() !== heading ? [heading, main] : [main]
  return [...shown, ...rest].filter((part) => part !== '').join('\n\n')
}

/**
 * GSM8K writes a calculator's input into its answers, as in 3*4 = <<3*4=12>>12; it says nothing that is not
 * beside it.
 */
const withoutWorkings = (answer: string): string => answer.replace(/<<[^<>]*>>/g, '')

/** Strings as they are, lists of strings as paragraphs, lists within as lines of one. */
function textOfValue(value: unknown, between = '\n\n'): string {
  if (typeof value === 'string') return value.trim()
  if (typeof value === 'number') return String(value)
  // Options with their letters beside them: {"text": [...], "label": [...]}.
  if (isJson(value) && Array.isArray(value['label'])) return textOfValue(value['text'])
  // Several ways to mark one answer: {"text": [...], "answer_start": [...]}.
  if (isJson(value) && 'answer_start' in value)
    return textOfValue(Array.isArray(value['text']) ? value['text'][0] : value['text'])
  if (!Array.isArray(value)) return ''
  const parts = value.map((part) => (typeof part === 'number' ? '' : textOfValue(part, '\n')))
  return parts.includes('') && !value.every((part) => typeof part === 'string')
    ? ''
    : parts.join(between).trim()
}
