// Stories of order: a place in a race that changes as runners pass, and who is the tallest as more people
// come.

import { mcq } from '../../answers/mcq'
import { string } from '../../answers/string'
import type { Random } from '../../../base/random'
import { forms, questions, tails } from '../forms'
import type { StoryEvent, StoryKind } from '../storyKind'
import { names } from '../lexicon'
import { ordinals } from './places'

const people = [...names.she, ...names.he]
const counts = ['', 'one', 'two', 'three', 'four'] as const
const patterns = { v: `(?:${ordinals.join('|')})`, n: '(?:two|three|four)' }
const wordings = (list: readonly string[]) => forms(list, patterns)

const other = (random: Random, name: string | undefined): string =>
  random.pick(people.filter((each) => each !== name))

export const races: StoryKind = {
  name: 'races',
  domain: 'relations',
  type: string.name,
  least: 2,
  distinct: true,
  settings: [],
  openings: wordings([
    '{A} was {v} in the race',
    '{A} ran {v} in the race',
    '{A} began the race in {v} place',
    '{A} rode {v} in the race',
    '{A} lay {v} in the race',
  ]),
  tails: tails(
    [
      'so {A} was {v}',
      'which put {A} {v}',
      'leaving {A} {v}',
      'and {A} was {v}',
      'which left {A} in {v} place',
      'with {A} now {v}',
      'so that {A} ran {v}',
    ],
    { v: patterns.v },
  ),
  states: wordings([
    '{A} was {v}',
    '{A} ran {v}',
    '{A} was in {v} place',
    '{A} was still {v}',
    '{A} held {v} place',
  ]),
  events: {
    ahead: wordings(['{A} passed {B}', '{B} fell behind {A}', '{A} ran past {B}', '{A} got ahead of {B}']),
    behind: wordings(['{B} passed {A}', '{A} fell behind {B}', '{B} ran past {A}', '{B} got ahead of {A}']),
    passed: wordings([
      '{A} passed {n} runners',
      '{A} ran past {n} runners',
      '{A} got ahead of {n} runners',
      '{n} runners fell behind {A}',
    ]),
    lost: wordings([
      '{n} runners passed {A}',
      '{n} runners ran past {A}',
      '{A} fell behind {n} runners',
      '{n} runners got ahead of {A}',
    ]),
  },
  questions: questions([
    'in which place is {A} now',
    'what place does {A} have now',
    'which place is that for {A}',
  ]),

  begin(random) {
    const value = random.pick(ordinals)
    return { slots: { A: random.pick(people) }, value }
  },
  next(random, slots, value): StoryEvent | null {
    const from = (ordinals as readonly string[]).indexOf(value)
    for (let tries = 0; tries < 40; tries++) {
      const [op, by] = random.pick([
        ['ahead', -1],
        ['behind', 1],
        ['passed', -random.integer(2, 4)],
        ['lost', random.integer(2, 4)],
      ] as const)
      const after = ordinals[from + by]
      if (after === undefined) continue
      const n = counts[Math.abs(by)] as string
      return { op, slots: by === 1 || by === -1 ? { B: other(random, slots.A) } : { n }, value: after }
    }
    return null
  },
  after(value, { op, slots }) {
    const by = slots.n === undefined ? 1 : (counts as readonly string[]).indexOf(slots.n)
    return (
      ordinals[
        (ordinals as readonly string[]).indexOf(value) + (op === 'ahead' || op === 'passed' ? -by : by)
      ] ?? null
    )
  },
  stateKey: (slots, value) => `${slots.A ?? ''} ${value}`,
  eventKey: (op, slots) => `${op} ${slots.n ?? slots.B ?? ''}`,
  work: (from, event, to) => `${from} ${event.op} ${event.slots.n ?? 'one'} ${to}`,
}

/** People compared so far are remembered in the slot `seen`, so that nobody comes in twice. */
const seenBy = (slots: Readonly<Record<string, string>>): string[] => (slots.seen ?? '').split(' ')

export const heights: StoryKind = {
  name: 'heights',
  domain: 'relations',
  type: mcq.name,
  least: 3,
  distinct: false,
  settings: [],
  openings: forms(
    [
      '{v} was tall',
      '{v} was a tall child',
      '{v} came first',
      '{v} stood at the wall',
      '{v} was there first',
    ],
    { v: people.join('|') },
  ),
  tails: tails(
    [
      'so {v} was the tallest',
      'which left {v} the tallest',
      'making {v} the tallest',
      'and {v} was the tallest',
      'with {v} now the tallest',
      'so the tallest was {v}',
      'so nobody was as tall as {v}',
    ],
    { v: people.join('|') },
  ),
  states: forms(
    [
      '{v} was the tallest',
      'the tallest was {v}',
      'nobody there was as tall as {v}',
      '{v} was the tallest of them',
      'the tallest of them was {v}',
      'nobody was taller than {v}',
    ],
    { v: people.join('|') },
  ),
  events: {
    taller: forms([
      '{C} came and was taller than {now}',
      '{C} was taller than {now}',
      '{now} was not as tall as {C}',
      '{C} stood by {now} and was taller',
      '{now} looked up at {C}',
      '{C} could look down at {now}',
    ]),
    shorter: forms([
      '{C} came and was shorter than {now}',
      '{C} was shorter than {now}',
      '{C} was not as tall as {now}',
      '{C} stood by {now} and was shorter',
      '{now} looked down at {C}',
      '{C} had to look up at {now}',
    ]),
  },
  questions: questions(['who is the tallest', 'who is the tallest of them', 'who is now the tallest']),

  begin(random) {
    const value = random.pick(people)
    return { slots: { seen: value }, value }
  },
  next(random, slots, value): StoryEvent {
    const seen = seenBy(slots)
    const C = random.pick(people.filter((each) => !seen.includes(each)))
    // The k-th of k people in any order is the tallest once in k times: no place in the story is likelier
    // than another.
    const op = random.chance(1 / (seen.length + 1)) ? 'taller' : 'shorter'
    return { op, slots: { now: value, C, seen: [...seen, C].join(' ') }, value: op === 'taller' ? C : value }
  },
  after: (value, { op, slots }) => (op === 'taller' ? (slots.C ?? null) : value),
  stateKey: (_, value) => value,
  eventKey: (op, slots) => `${op} ${slots.C ?? ''}`,
  work: (from, event, to) => `${from} ${event.slots.C ?? ''} ${to}`,
}
