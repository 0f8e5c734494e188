// Stories of kinship: what one person is to the last of a chain of parents, brothers and sisters.

import { string } from '../../answers/string'
import type { Random } from '../../../base/random'
import { forms, questions, tails } from '../forms'
import type { StoryEvent, StoryKind } from '../storyKind'
import { isShe, names } from '../lexicon'

const people = [...names.she, ...names.he]

/** What the first person is to the next one in the chain, as [she, he]. */
const words = {
  parent: ['mother', 'father'],
  sibling: ['sister', 'brother'],
  grandparent: ['grandmother', 'grandfather'],
  greatGrandparent: ['great-grandmother', 'great-grandfather'],
  aunt: ['aunt', 'uncle'],
  greatAunt: ['great-aunt', 'great-uncle'],
} as const
type Relation = keyof typeof words

/**
 * What the first person becomes when the chain goes on from its last person to that person's child, or
 * brother or sister.
 */
const law: Readonly<Record<Relation, { readonly parent: Relation | null; readonly sibling: Relation }>> = {
  parent: { parent: 'grandparent', sibling: 'parent' },
  sibling: { parent: 'aunt', sibling: 'sibling' },
  grandparent: { parent: 'greatGrandparent', sibling: 'grandparent' },
  greatGrandparent: { parent: null, sibling: 'greatGrandparent' },
  aunt: { parent: 'greatAunt', sibling: 'aunt' },
  greatAunt: { parent: null, sibling: 'greatAunt' },
}

const word = (relation: Relation, name: string): string => words[relation][isShe(name) ? 0 : 1]
function relationOf(text: string): Relation {
  const found = (Object.keys(words) as Relation[]).find((each) =>
    (words[each] as readonly string[]).includes(text),
  )
  if (found === undefined) throw new Error(`"${text}" is no kinship`)
  return found
}

const someone = (random: Random, not: readonly string[]): string =>
  random.pick(people.filter((each) => !not.includes(each)))

const v = Object.values(words)
  .flat()
  .sort((a, b) => b.length - a.length)
  .join('|')
const patterns = { v, r: 'mother|father|sister|brother' }

/** How the next person comes in, as parent, brother or sister of somebody known. */
const meetings = [
  '{B} was the {r} of {C}',
  'the {r} of {C} was {B}',
  '{C} called {B} {r}',
  '{C} had {B} as {r}',
  '{C} came with {r} {B}',
  '{B} was seen to be the {r} of {C}',
]

export const kinship: StoryKind = {
  name: 'kinship',
  domain: 'relations',
  type: string.name,
  least: 2,
  distinct: false,
  settings: [],
  openings: forms(
    [
      '{A} was the {v} of {C}',
      '{A} was the proud {v} of {C}',
      '{A} was known as the {v} of {C}',
      'the {v} of {C} was {A}',
      '{C} called {A} {v}',
    ],
    patterns,
  ),
  tails: tails(
    [
      'so {A} was the {v} of {C}',
      'which made {A} the {v} of {C}',
      'so the {v} of {C} was {A}',
      'making {A} the {v} of {C}',
      'and so {A} was the {v} of {C}',
      'so {C} called {A} {v}',
    ],
    { v },
  ),
  states: forms(
    [
      '{A} was the {v} of {C}',
      'the {v} of {C} was {A}',
      '{C} called {A} {v}',
      '{A} was indeed the {v} of {C}',
    ],
    patterns,
  ),
  events: {
    parent: forms(meetings, patterns),
    sibling: forms(meetings, patterns),
  },
  questions: questions(['what is {A} to {C}', 'what was {A} to {C}', 'what does {C} call {A}']),

  begin(random) {
    const A = random.pick(people)
    const C = someone(random, [A])
    const relation = random.pick(['parent', 'sibling'] as const)
    return { slots: { A, C, seen: `${A} ${C}` }, value: word(relation, A) }
  },
  next(random, slots, value): StoryEvent | null {
    const from = relationOf(value)
    const B = slots.C ?? ''
    const seen = (slots.seen ?? '').split(' ')
    const C = someone(random, seen)
    const op = law[from].parent === null ? 'sibling' : random.pick(['parent', 'sibling'] as const)
    const after = law[from][op]
    if (after === null || seen.length > 5) return null
    return {
      op,
      slots: { B, C, r: word(op, B), seen: [...seen, C].join(' ') },
      value: word(after, slots.A ?? ''),
    }
  },
  after(value, { slots }, known) {
    if (slots.B !== known.C) return null
    const op = ['mother', 'father'].includes(slots.r ?? '') ? 'parent' : 'sibling'
    const after = law[relationOf(value)][op]
    return after === null ? null : word(after, known.A ?? '')
  },
  stateKey: (slots, value) => `${slots.A ?? ''} ${value} ${slots.C ?? ''}`,
  eventKey: (_, slots) => `${slots.r ?? ''} ${slots.C ?? ''}`,
  work: (from, event, to) => `${from} ${event.slots.r ?? ''} ${to}`,
}
