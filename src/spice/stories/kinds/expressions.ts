// Stories of boxes: each holds n things, nobody says how many, so every count is an expression such as 3*n+4.

import { expression } from '../../answers/expression'
import { forms, questions, tails } from '../forms'
import type { StoryEvent, StoryKind } from '../storyKind'
import { items, names } from '../lexicon'

const patterns = { v: '\\d+\\*n\\+\\d+', n: '\\d+' }
const wordings = (list: readonly string[]) => forms(list, patterns)

const people = [...names.she, ...names.he]

/** Least and most boxes, least and most loose things. */
const limits = { box: [2, 9], loose: [2, 19] } as const

export const writeCount = (count: { readonly box: number; readonly loose: number }): string =>
  `${count.box}*n+${count.loose}`

export function readCount(text: string): { box: number; loose: number } {
  const found = /^(\d+)\*n\+(\d+)$/.exec(text)
  if (found === null) throw new Error(`"${text}" is not a count of boxes and things`)
  return { box: Number(found[1]), loose: Number(found[2]) }
}

export const expressions: StoryKind = {
  name: 'expressions',
  domain: 'numbers',
  type: expression.name,
  least: 2,
  distinct: true,
  settings: wordings([
    'each box held n {items}',
    'a box held n {items}',
    'a full box had n {items}',
    'in each box were n {items}',
    '{A} put n {items} in each box',
    '{A} had boxes of n {items}',
  ]),
  openings: wordings([
    '{A} had {v} {items}',
    '{A} owned {v} {items}',
    '{A} kept {v} {items}',
    '{A} counted {v} {items}',
    '{A} brought {v} {items}',
  ]),
  tails: tails(
    [
      'making {v}',
      'giving {v}',
      'which made {v}',
      'so now {v}',
      'now {v}',
      'to make {v}',
      'for {v} in all',
      'with {v} now',
    ],
    patterns,
  ),
  states: wordings([
    '{A} had {v}',
    'there were {v}',
    '{A} counted {v}',
    'the count was {v}',
    'that made {v}',
    'it was {v}',
    '{A} owned {v}',
    'the {items} came to {v}',
    'the total was {v}',
  ]),
  events: {
    '+box': wordings([
      '{A} bought {n} boxes',
      '{A} found {n} boxes',
      '{A} got {n} boxes from {B}',
      '{B} brought {n} boxes',
    ]),
    '-box': wordings([
      '{A} sold {n} boxes',
      '{A} lost {n} boxes',
      '{A} gave {n} boxes to {B}',
      '{B} took {n} boxes',
    ]),
    '+loose': wordings([
      '{A} bought {n} {items}',
      '{A} found {n} {items}',
      '{A} got {n} {items} from {B}',
      '{B} brought {n} {items}',
    ]),
    '-loose': wordings([
      '{A} sold {n} {items}',
      '{A} lost {n} {items}',
      '{A} gave {n} {items} to {B}',
      '{B} took {n} {items}',
    ]),
  },
  questions: questions([
    'with n in each box, how many {items} does {A} have now',
    'with n in a box, how many {items} are there now',
    'how many {items} is that with n in each box',
  ]),

  begin(random) {
    const value = writeCount({ box: random.integer(2, 6), loose: random.integer(2, 9) })
    return { slots: { A: random.pick(people), items: random.pick(items) }, value }
  },

  next(random, slots, text): StoryEvent | null {
    const count = readCount(text)
    const B = random.pick(people.filter((each) => each !== slots.A))
    for (let tries = 0; tries < 40; tries++) {
      const unit = random.pick(['box', 'loose'] as const)
      const sign = random.pick([1, -1] as const)
      const n = unit === 'box' ? random.integer(2, 4) : random.integer(2, 8)
      const after = { ...count, [unit]: count[unit] + sign * n }
      const [low, high] = limits[unit]
      if (after[unit] < low || after[unit] > high) continue
      const op = `${sign > 0 ? '+' : '-'}${unit}`
      return { op, slots: { B, n: String(n) }, value: writeCount(after) }
    }
    return null
  },

  after(value, { op, slots }) {
    const count = readCount(value)
    const unit = op.endsWith('box') ? 'box' : 'loose'
    const after = { ...count, [unit]: count[unit] + (op.startsWith('+') ? 1 : -1) * Number(slots.n) }
    return after.box >= 0 && after.loose >= 0 ? writeCount(after) : null
  },

  stateKey: (_, value) => value,
  eventKey: (op, slots) => `${op}${slots.n ?? ''}`,
  work: (from, event, to) =>
    `${from}${event.op.charAt(0)}${event.slots.n ?? ''}${event.op.endsWith('box') ? '*n' : ''}=${to}`,
}
