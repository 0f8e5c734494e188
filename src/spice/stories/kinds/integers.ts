// Stories of counting: somebody has some things, gets more, gives some away; every count is stated.

import { integer } from '../../answers/integer'
import type { Random } from '../../../base/random'
import { forms, questions, tails } from '../forms'
import type { StoryEvent, StoryKind } from '../storyKind'
import { boxes, items, names } from '../lexicon'

const number = { v: '\\d+', n: '\\d+' }
const wordings = (list: readonly string[]) => forms(list, number)

/** Least and largest count in a story. */
const least = 2
const most = 20

const people = [...names.she, ...names.he]

/** Operands are small more often than large, so that difficulty rises in small steps. */
export function operand(random: Random): number {
  const u = random.uniform()
  return u < 0.78 ? random.integer(2, 5) : u < 0.98 ? random.integer(6, 9) : random.integer(10, 12)
}

export const additions = [
  '{A} found {n} more',
  '{A} found {n} {items}',
  '{A} bought {n} {items}',
  '{A} bought {n} more',
  '{A} got {n} from {B}',
  '{B} brought {n} more',
  '{A} won {n} {items}',
  '{A} added {n} to the {box}',
  '{n} more came from {B}',
]
export const subtractions = [
  '{A} lost {n} {items}',
  '{A} lost {n} of them',
  '{A} gave {n} to {B}',
  '{A} sold {n} {items}',
  '{A} sold {n} to {B}',
  '{B} took {n} {items}',
  '{A} used {n} {items}',
  '{n} went to {B}',
  '{A} took out {n}',
]

function move(op: string, n: number, value: number): number {
  switch (op) {
    case '+':
      return value + n
    case '-':
      return value - n
    case '*':
      return value * 2
    default:
      return value / 2
  }
}

export const integers: StoryKind = {
  name: 'integers',
  domain: 'numbers',
  type: integer.name,
  least: 2,
  distinct: true,
  settings: [],
  openings: wordings([
    '{A} had {v} {items} in a {box}',
    '{A} kept {v} {items} in a {box}',
    '{A} put {v} {items} in a {box}',
    'a {box} of {A} held {v} {items}',
    'in the {box} of {A} were {v} {items}',
    '{A} had a {box} with {v} {items}',
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
    number,
  ),
  states: wordings([
    '{A} had {v}',
    'there were {v}',
    'the {box} held {v}',
    '{A} counted {v}',
    'the count was {v}',
    'that made {v}',
    '{A} owned {v}',
    'the {items} in the {box} were {v}',
    'the number of {items} was {v}',
    'the {items} came to {v}',
    'the total was {v}',
    'the sum was {v}',
    'it was {v}',
    '{A} saw {v}',
  ]),
  events: {
    '+': wordings(additions),
    '-': wordings(subtractions),
    '*': wordings([
      '{A} doubled the {items}',
      'the {items} doubled in number',
      '{A} got as many again',
      '{B} doubled the number',
    ]),
    '/': wordings([
      '{A} gave half to {B}',
      '{B} took half of them',
      '{A} sold half of the {items}',
      '{A} lost half of them',
    ]),
  },
  questions: questions([
    'how many {items} does {A} have now',
    'how many {items} did {A} have then',
    'how many {items} are there now',
    'what number of {items} does {A} have',
  ]),

  begin(random) {
    const value = random.integer(2, 12)
    const slots = { A: random.pick(people), items: random.pick(items), box: random.pick(boxes) }
    return { slots, value: String(value) }
  },

  next(random, slots, text): StoryEvent | null {
    const value = Number(text)
    const B = random.pick(people.filter((each) => each !== slots.A))
    for (let tries = 0; tries < 40; tries++) {
      const op = ['+', '-', '*', '/'][random.weighted([0.48, 0.46, 0.03, 0.03])] as string
      const n = op === '+' || op === '-' ? operand(random) : 2
      const after = move(op, n, value)
      if (Number.isInteger(after) && after >= least && after <= most)
        return { op, slots: { B, n: String(n) }, value: String(after) }
    }
    return null
  },

  after(value, { op, slots }) {
    const after = move(op, Number(slots.n ?? 2), Number(value))
    return Number.isInteger(after) && after >= 0 ? String(after) : null
  },

  stateKey: (_, value) => value,
  eventKey: (op, slots) => (op === '*' || op === '/' ? op : `${op}${slots.n ?? ''}`),
  work: (from, event, to) =>
    `${from}${event.op}${event.op === '*' || event.op === '/' ? '2' : (event.slots.n ?? '')}=${to}`,
}
