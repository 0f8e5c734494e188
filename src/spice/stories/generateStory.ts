// Writes stories: draws a kind, lets things happen to its people, and puts every state and event into words.
// All draws come from the generator given; a story never holds a run that is kept for probes.

import type { Random } from '../../base/random'
import { fill, forms, sentence, type Slots } from './forms'
import { endsHeldOut } from './heldOut'
import type { StoryEvent, StoryKind } from './storyKind'
import { corpora } from './kinds'
import { eventOpenings, names, stateOpenings, storyOpenings } from './lexicon'

const people = [...names.she, ...names.he]

/** Sentences that change nothing. */
export const asides = forms([
  '{B} came by',
  '{B} said hello',
  '{B} sang a song',
  '{B} went home',
  'it rained',
  'it was a good day',
  'it was cold',
  'there was a storm',
])
const asideChance = 0.05

/** Values that are stated once more in a sentence of their own. */
const recallChance = 0.25

/** Sentences without opening words. */
const bareChance = 0.05

export interface Clause {
  readonly role: 'setting' | 'state' | 'event' | 'aside'
  readonly sentence: string
}

export interface Story {
  readonly kind: StoryKind
  readonly clauses: readonly Clause[]
  /** The sentences with a space between them: one document of a corpus. */
  readonly text: string
}

/** Which happenings may come, given the keys of the states before and of the events up to and with them. */
export type StoryFilter = (kind: StoryKind, states: readonly string[], events: readonly string[]) => boolean

/** For corpora: no run that is kept for probes. */
const forCorpus: StoryFilter = (kind, states, events) => !endsHeldOut(kind, states, events)

const MOST_TRIES = 60

/**
 * Weights of stories with 2, 3, ... events in a corpus: a passage bounds the length of the chains that can be
 * asked.
 */
const lengthWeights = [0.16, 0.2, 0.24, 0.22, 0.18]

/** A story of `length` events, or of fewer where nothing more may happen. */
export function generateStory(
  kind: StoryKind,
  random: Random,
  length: number,
  permit: StoryFilter = forCorpus,
): Story {
  const opening = kind.begin(random)
  let slots = opening.slots
  let value = opening.value
  const clauses: Clause[] = []
  // Drawn without replacement: a sentence can be told from the others by its first words.
  const openings = {
    first: random.shuffled(storyOpenings),
    state: random.shuffled(stateOpenings),
    event: random.shuffled(eventOpenings),
  }
  const add = (role: Clause['role'], form: StoryKind['states'], more: Slots = {}, tail?: string): void => {
    const list = openings[clauses.length === 0 ? 'first' : role === 'state' ? 'state' : 'event']
    const opening = random.chance(bareChance) ? undefined : list.pop()
    const said = sentence(random.pick(form), { ...slots, ...more }, opening)
    clauses.push({ role, sentence: tail === undefined ? said : `${said.slice(0, -1)}, ${tail}.` })
  }

  if (kind.settings.length > 0) add('setting', kind.settings)
  add('state', kind.openings, { v: value })
  const states = [kind.stateKey(slots, value)]
  const events: string[] = []
  const named = new Set([value])
  const isNew = ({ value: next, slots: { n } }: StoryEvent): boolean =>
    !kind.distinct || !(named.has(next) || next === n)
  const happen = (): StoryEvent | null => {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const happening = kind.next(random, slots, value)
      if (happening === null) return null
      if (isNew(happening) && permit(kind, states, [...events, kind.eventKey(happening.op, happening.slots)]))
        return happening
    }
    return null
  }
  for (let i = 0; i < length; i++) {
    const happening = happen()
    if (happening === null) break
    if (random.chance(asideChance))
      add('aside', asides, { B: random.pick(people.filter((each) => each !== slots.A)) })
    slots = { ...slots, ...happening.slots }
    value = happening.value
    for (const each of [value, happening.slots.n]) if (each !== undefined) named.add(each)
    add('event', kind.events[happening.op] ?? [], {}, fill(random.pick(kind.tails), { ...slots, v: value }))
    if (random.chance(recallChance)) add('state', kind.states, { v: value })
    states.push(kind.stateKey(slots, value))
    events.push(kind.eventKey(happening.op, happening.slots))
  }
  return { kind, clauses, text: clauses.map((clause) => clause.sentence).join(' ') }
}

function drawStory(domain: StoryKind['domain'], random: Random): Story {
  const shares = corpora[domain]
  const kind = (shares[random.weighted(shares.map(([, weight]) => weight))] ?? shares[0])?.[0]
  if (kind === undefined) throw new Error(`there is no kind of story in ${domain}`)
  for (;;) {
    const story = generateStory(kind, random, Math.max(kind.least, 2 + random.weighted(lengthWeights)))
    if (story.clauses.filter((clause) => clause.role === 'event').length >= kind.least) return story
  }
}

export const generateNumberStory = (random: Random): Story => drawStory('numbers', random)
export const generateRelationStory = (random: Random): Story => drawStory('relations', random)
