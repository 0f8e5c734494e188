// Ambiguous events of place: parking, winds, cups round a table, marks on a stage.

import { forms, questions, tails } from '../../forms'
import { alternatives, counterpart, different, slot, type AmbiguousKind } from '../kind'

const gems = ['ruby', 'opal', 'jade', 'pearl', 'amber', 'onyx', 'topaz', 'coral']
const animals = ['tiger', 'otter', 'zebra', 'camel', 'panda', 'koala', 'moose', 'lemur']
const parking = {
  a: alternatives(gems),
  b: alternatives(animals),
  c: alternatives(gems),
  d: alternatives(animals),
  r: `${alternatives(gems)} ${alternatives(animals)}`,
}

/** `level with`: on the same deck, or in the same bay. */
export const valets: AmbiguousKind = {
  name: 'valets',
  readings: ['deck', 'bay'],
  events: forms(
    [
      'valets drove a van from deck {a} bay {b} level with a jeep at deck {c} bay {d}',
      'drivers put a van from deck {a} bay {b} level with a jeep at deck {c} bay {d}',
    ],
    parking,
  ),
  tails: tails(['parking in {r}', 'stopping in {r}'], parking),
  questions: questions(['where is the van', 'where does the van stand']),
  draw: (random) => ({
    ...different(random, gems, ['a', 'c']),
    ...different(random, animals, ['b', 'd']),
  }),
  result: (slots, reading) =>
    reading === 0 ? `${slot(slots, 'c')} ${slot(slots, 'b')}` : `${slot(slots, 'a')} ${slot(slots, 'd')}`,
  key: (slots) => ['a', 'b', 'c', 'd'].map((name) => slot(slots, name)).join(' '),
}

const points = ['north', 'northeast', 'east', 'southeast', 'south', 'southwest', 'west', 'northwest']
const headings = points.map((point) => `${point}ward`)
const opposite = [...headings.slice(4), ...headings.slice(0, 4)]
const valleys = ['Basel', 'Vienna', 'Prague', 'Graz', 'Bern', 'Linz']
const winds = {
  V: alternatives(valleys),
  p: alternatives(points),
  q: alternatives(points),
  r: `${alternatives(headings)} then ${alternatives(headings)}`,
}

/** `a north wind`: it has its name from where it comes, or from where it goes. */
export const balloons: AmbiguousKind = {
  name: 'balloons',
  readings: ['source', 'course'],
  events: forms(
    ['balloons near {V} met {p} wind ahead of {q} wind', 'kites near {V} caught {p} wind ahead of {q} wind'],
    winds,
  ),
  tails: tails(['drifting {r}', 'floating {r}'], winds),
  questions: questions(['how did air carry them', 'where did air push them']),
  draw: (random) => ({ ...different(random, points, ['p', 'q']), V: random.pick(valleys) }),
  result(slots, reading) {
    const table = reading === 0 ? opposite : headings
    return `${counterpart(points, table, slot(slots, 'p'))} then ${counterpart(points, table, slot(slots, 'q'))}`
  },
  key: (slots) => `${slot(slots, 'p')} ${slot(slots, 'q')}`,
}

const drinks = 'cocoa cider milk mead stout perry claret sherry water broth'.split(' ')
const cups = {
  x: alternatives(drinks),
  y: alternatives(drinks),
  z: alternatives(drinks),
  r: Array.from({ length: 3 }, () => alternatives(drinks)).join(', '),
}

/** `passed left`: round the table with the clock, or against it. */
export const guests: AmbiguousKind = {
  name: 'guests',
  readings: ['clockwise', 'anticlockwise'],
  events: forms(
    [
      'guests round a table passed {x} and {y} and {z} left',
      'revellers round a fire passed {x} and {y} and {z} left',
    ],
    cups,
  ),
  tails: tails(['now holding {r}', 'now sipping {r}'], cups),
  questions: questions(['what has each got now', 'who drinks what now']),
  draw: (random) => different(random, drinks, ['x', 'y', 'z']),
  result(slots, reading) {
    const [x, y, z] = ['x', 'y', 'z'].map((name) => slot(slots, name))
    return (reading === 0 ? [z, x, y] : [y, z, x]).join(', ')
  },
  key: (slots) => ['x', 'y', 'z'].map((name) => slot(slots, name)).join(' '),
}

const marks = ['II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI']
const mirrored = [...marks].reverse()
const troupes = ['Milan', 'Lyon', 'Turin', 'Lille', 'Genoa', 'Metz']
const stage = {
  K: alternatives(troupes),
  x: alternatives(marks),
  y: alternatives(marks),
  r: `${alternatives(marks)} & ${alternatives(marks)}`,
}

/** `stage right`, of twelve marks: the right of those who act, or of those who watch. */
export const dancers: AmbiguousKind = {
  name: 'dancers',
  readings: ['actor', 'audience'],
  events: forms(
    [
      'dancers from {K} took marks {x} & {y} counting by stage right',
      'mimes from {K} held marks {x} & {y} counting by stage right',
    ],
    stage,
  ),
  tails: tails(['marks {r} for spectators', 'or {r} for spectators'], stage),
  questions: questions(['how do spectators count', 'what do spectators read']),
  draw: (random) => ({ ...different(random, marks, ['x', 'y']), K: random.pick(troupes) }),
  result(slots, reading) {
    const table = reading === 0 ? mirrored : marks
    return `${counterpart(marks, table, slot(slots, 'x'))} & ${counterpart(marks, table, slot(slots, 'y'))}`
  },
  key: (slots) => `${slot(slots, 'x')} ${slot(slots, 'y')}`,
}
