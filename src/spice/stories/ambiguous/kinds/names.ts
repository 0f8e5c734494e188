// Ambiguous events of names and lists: families, dishes, jars, scores.

import { at } from '../../../../base/at'
import { forms, questions, tails } from '../../forms'
import { alternatives, counterpart, different, shifted, slot, type AmbiguousKind } from '../kind'

const magyar =
  'Imre Gabor Balint Denes Andras Tamas Lorant Kalman Ferenc Gyula Bence Marton Sandor Zoltan Istvan Laszlo'.split(
    ' ',
  )
const family = { x: alternatives(magyar), y: alternatives(magyar), r: `house of ${alternatives(magyar)}` }

/** `Imre Gabor`: the family stands in front, or at the end. */
export const families: AmbiguousKind = {
  name: 'families',
  readings: ['surname', 'forename'],
  events: forms(
    ['Budapest clerks entered twins as {x} {y}', 'Hungarian papers named orphans {x} {y}'],
    family,
  ),
  tails: tails(['heirs to the {r}', 'kin to the {r}'], family),
  questions: questions(['whose line is theirs', 'which line claims them']),
  draw: (random) => different(random, magyar, ['x', 'y']),
  result: (slots, reading) => `house of ${slot(slots, reading === 0 ? 'x' : 'y')}`,
  key: (slots) => `${slot(slots, 'x')} ${slot(slots, 'y')}`,
}

const menu = [
  ['chips', 'fries', 'crisps'],
  ['biscuits', 'cookies', 'scones'],
  ['jelly', 'gelatin', 'jam'],
  ['pudding', 'dessert', 'custard'],
  ['lemonade', 'soda', 'cordial'],
  ['muffins', 'crumpets', 'cupcakes'],
  ['squash', 'juice', 'gourd'],
  ['mince', 'beef', 'suet'],
  ['flapjacks', 'oatcakes', 'pancakes'],
  ['corn', 'wheat', 'maize'],
  ['supper', 'snacks', 'banquet'],
]
const dishes = menu.map((row) => at(row, 0))
const english = menu.map((row) => at(row, 1))
const american = menu.map((row) => at(row, 2))
const cities = ['Leeds', 'York', 'Derby', 'Hull', 'Truro', 'Luton']
const order = {
  C: alternatives(cities),
  x: alternatives(dishes),
  y: alternatives(dishes),
  r: `${alternatives([...english, ...american])} with ${alternatives([...english, ...american])}`,
}

/** Words that mean one dish in Britain and another one in America. */
export const waiters: AmbiguousKind = {
  name: 'waiters',
  readings: ['British', 'American'],
  events: forms(['waiters in {C} noted {x} plus {y}', 'cooks in {C} heard {x} plus {y}'], order),
  tails: tails(['serving {r}', 'plating {r}'], order),
  questions: questions(['what food came', 'what did diners eat']),
  draw: (random) => ({ ...different(random, dishes, ['x', 'y']), C: random.pick(cities) }),
  result(slots, reading) {
    const table = reading === 0 ? english : american
    return `${counterpart(dishes, table, slot(slots, 'x'))} with ${counterpart(dishes, table, slot(slots, 'y'))}`
  },
  key: (slots) => `${slot(slots, 'x')} ${slot(slots, 'y')}`,
}

const fruits = 'plum fig pear quince peach cherry apricot mango melon lime'.split(' ')
const shelf = {
  x: alternatives(fruits),
  y: alternatives(fruits),
  z: alternatives(fruits),
  r: Array.from({ length: 3 }, () => alternatives(fruits)).join(', '),
}

/** What is put in one behind the other: last in, first out, or first in, first out. */
export const grocers: AmbiguousKind = {
  name: 'grocers',
  readings: ['stack', 'queue'],
  events: forms(
    ['grocers slid in jars of {x} then {y} then {z}', 'shopkeepers loaded crates of {x} then {y} then {z}'],
    shelf,
  ),
  tails: tails(['selling {r}', 'handing over {r}'], shelf),
  questions: questions(['how did stock go', 'in what order was it sold']),
  draw: (random) => different(random, fruits, ['x', 'y', 'z']),
  result(slots, reading) {
    const names = ['x', 'y', 'z'].map((name) => slot(slots, name))
    return (reading === 0 ? names.reverse() : names).join(', ')
  },
  key: (slots) => ['x', 'y', 'z'].map((name) => slot(slots, name)).join(' '),
}

const scores = ['albatross', 'eagle', 'birdie', 'par', 'bogey', 'double', 'triple']
const links = ['Troon', 'Lytham', 'Walton', 'Carnoustie', 'Hoylake', 'Birkdale']
const hole = {
  G: alternatives(links),
  x: alternatives(scores.slice(1)),
  y: alternatives(scores.slice(1)),
  r: `${alternatives(scores)} facing ${alternatives(scores)}`,
}

/** `carded a bogey`: with the stroke that the handicap gives, so a par, or without it. */
export const golfers: AmbiguousKind = {
  name: 'golfers',
  readings: ['net', 'gross'],
  events: forms(['golfers at {G} carded {x} against {y}', 'caddies at {G} saw {x} against {y}'], hole),
  tails: tails(['signing for {r}', 'settling on {r}'], hole),
  questions: questions(['how did this hole get settled', 'which scores won']),
  draw: (random) => ({ ...different(random, scores.slice(1), ['x', 'y']), G: random.pick(links) }),
  result(slots, reading) {
    const scored = (name: string): string =>
      reading === 0 ? shifted(scores, slot(slots, name), -1) : slot(slots, name)
    return `${scored('x')} facing ${scored('y')}`
  },
  key: (slots) => `${slot(slots, 'x')} ${slot(slots, 'y')}`,
}
