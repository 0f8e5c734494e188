// Stories of place: who is on which floor, and who faces which way. The answers are words that the premises
// lack.

import { string } from '../../answers/string'
import { forms, questions, tails } from '../forms'
import type { StoryEvent, StoryKind } from '../storyKind'
import { names } from '../lexicon'

const people = [...names.she, ...names.he]

export const ordinals = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
] as const
const counts = ['', 'one', 'two', 'three', 'four'] as const
const v = `(?:${ordinals.join('|')})`
const n = '(?:one|two|three|four)'
const wordings = (list: readonly string[]) => forms(list, { v, n })

export const floors: StoryKind = {
  name: 'floors',
  domain: 'relations',
  type: string.name,
  least: 2,
  distinct: true,
  settings: [],
  openings: wordings([
    '{A} was on the {v} floor',
    '{A} lived on the {v} floor',
    '{A} waited on the {v} floor',
    '{A} began on the {v} floor',
    '{A} had a room on the {v} floor',
  ]),
  tails: tails(
    [
      'to the {v} floor',
      'as far as the {v} floor',
      'reaching the {v} floor',
      'and stood on the {v} floor',
      'and came out on the {v} floor',
      'and so was on the {v} floor',
    ],
    { v },
  ),
  states: wordings([
    '{A} was on the {v} floor',
    '{A} stood on the {v} floor',
    '{A} was still on the {v} floor',
    '{A} looked around on the {v} floor',
    '{A} rested on the {v} floor',
  ]),
  events: {
    up: wordings([
      '{A} went up {n}',
      '{A} ran up {n}',
      '{A} took the lift up {n}',
      '{A} walked up {n}',
      '{A} climbed {n}',
    ]),
    down: wordings([
      '{A} went down {n}',
      '{A} ran down {n}',
      '{A} took the lift down {n}',
      '{A} walked down {n}',
      '{A} came down {n}',
    ]),
  },
  questions: questions([
    'on which floor is {A} now',
    'which floor is {A} on',
    'where in the house is {A} now',
  ]),

  begin(random) {
    const value = random.pick(ordinals)
    return { slots: { A: random.pick(people) }, value }
  },
  next(random, _slots, value): StoryEvent | null {
    const from = (ordinals as readonly string[]).indexOf(value)
    for (let tries = 0; tries < 40; tries++) {
      const op = random.pick(['up', 'down'] as const)
      const n = random.integer(1, 4)
      const after = ordinals[from + (op === 'up' ? n : -n)]
      if (after !== undefined) return { op, slots: { n: counts[n] as string }, value: after }
    }
    return null
  },
  after(value, { op, slots }) {
    const by = (counts as readonly string[]).indexOf(slots.n ?? '')
    return ordinals[(ordinals as readonly string[]).indexOf(value) + (op === 'up' ? by : -by)] ?? null
  },
  stateKey: (slots, value) => `${slots.A ?? ''} ${value}`,
  eventKey: (op, slots) => `${op} ${slots.n ?? ''}`,
  work: (from, event, to) => `${from} ${event.op} ${event.slots.n ?? ''} ${to}`,
}

const ways = ['north', 'east', 'south', 'west'] as const
const turns = { left: 3, right: 1, around: 2 } as const
const facing = (list: readonly string[]) => forms(list, { v: `(?:${ways.join('|')})` })

export const headings: StoryKind = {
  name: 'headings',
  domain: 'relations',
  type: string.name,
  least: 2,
  distinct: false,
  settings: [],
  openings: facing([
    '{A} faced {v}',
    '{A} looked {v}',
    '{A} stood facing {v}',
    '{A} was walking {v}',
    '{A} rode {v}',
    '{A} set out to the {v}',
  ]),
  tails: tails(
    [
      'to face {v}',
      'facing {v}',
      'and looked {v}',
      'and so faced {v}',
      'now to the {v}',
      'and went on {v}',
      'heading {v}',
    ],
    { v: `(?:${ways.join('|')})` },
  ),
  states: facing([
    '{A} faced {v}',
    '{A} looked {v}',
    '{A} still faced {v}',
    '{A} walked on {v}',
    '{A} was heading {v}',
  ]),
  events: {
    left: facing(['{A} turned left', '{A} took a left turn', '{A} went left', '{A} made a turn to the left']),
    right: facing([
      '{A} turned right',
      '{A} took a right turn',
      '{A} went right',
      '{A} made a turn to the right',
    ]),
    around: facing([
      '{A} turned around',
      '{A} turned back',
      '{A} made a half turn',
      '{A} turned right round',
    ]),
  },
  questions: questions([
    'which way does {A} face now',
    'which way is {A} looking',
    'where does {A} look now',
  ]),

  begin(random) {
    const value = random.pick(ways)
    return { slots: { A: random.pick(people) }, value }
  },
  next(random, _slots, value): StoryEvent {
    const op = random.pick(['left', 'right', 'around'] as const)
    const after = ways[((ways as readonly string[]).indexOf(value) + turns[op]) % 4] as string
    return { op, slots: {}, value: after }
  },
  after: (value, { op }) =>
    ways[((ways as readonly string[]).indexOf(value) + (turns[op as keyof typeof turns] ?? 0)) % 4] ?? null,
  stateKey: (slots, value) => `${slots.A ?? ''} ${value}`,
  eventKey: (op) => op,
  work: (from, event, to) => `${from} ${event.op} ${to}`,
}
