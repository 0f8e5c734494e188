// What is said of a run in its record: data for the page, and beside it the line for readers of files.

import type { Cause } from '../problems'
import type { RunRecord } from './records'

type Noted = Pick<RunRecord, 'note' | 'notes'>

/**
 * The record's note with one more sentence, in the place of an older one of the same code. `said` is a line
 * that a record from before notes were data may hold in its place.
 */
export function withNote({ note, notes = [] }: Noted, added: Cause, said = added.message): Noted {
  if (notes.some(({ code, message }) => code === added.code && message === added.message))
    return { note, notes }
  const old = notes.filter(({ code }) => code === added.code).map(({ message }) => message)
  const rest = [...old, said].reduce(without, note)
  return {
    note: `${rest} ${added.message}`.trim(),
    notes: [...notes.filter(({ code }) => code !== added.code), added],
  }
}

/** What a person or a file wrote of the run, without the sentences that are data. */
export const ownNote = ({ note, notes = [] }: Noted): string =>
  notes.map(({ message }) => message).reduce(without, note)

/** The record's note with a person's own text in the place of what was written before; the data stays. */
export const withOwnNote = ({ notes = [] }: Noted, own: string): Pick<RunRecord, 'note'> => ({
  note: [own.trim(), ...notes.map(({ message }) => message)].filter((part) => part !== '').join(' '),
})

const LONGEST_TAG = 40
const MOST_TAGS = 20

/** Tags as a person writes them, with commas between; each once, whatever its letters' case. */
export function readTags(written: string): string[] {
  const tags = new Map<string, string>()
  for (const part of written.split(',')) {
    const tag = part.trim().replaceAll(/\s+/g, ' ').slice(0, LONGEST_TAG)
    if (tag !== '' && !tags.has(tag.toLowerCase())) tags.set(tag.toLowerCase(), tag)
  }
  return [...tags.values()].slice(0, MOST_TAGS)
}

const without = (note: string, line: string): string =>
  note
    .split(line)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ')
