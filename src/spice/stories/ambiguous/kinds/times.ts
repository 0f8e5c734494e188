// Ambiguous events of time: hours, dates, centuries, visits.

import { at } from '../../../../base/at'
import { forms, questions, tails } from '../../forms'
import { alternatives, counterpart, shifted, slot, type AmbiguousKind } from '../kind'

const counts = 'one two three four five six seven eight nine ten eleven twelve'.split(' ')
const islands = ['Oban', 'Skye', 'Mull', 'Iona', 'Jura', 'Islay', 'Tiree', 'Arran']
const clock = {
  P: alternatives(islands),
  m: alternatives(counts.slice(1)),
  h: alternatives(counts),
  r: '\\d+:\\d\\d',
}
const twoDigits = (minutes: number): string => String(minutes).padStart(2, '0')

/** `ten of five`: 4:50, or 5:10. */
export const ferries: AmbiguousKind = {
  name: 'ferries',
  readings: ['before', 'past'],
  events: forms(
    [
      'ferries for {P} were timed at {m} of {h}',
      'sailors bound for {P} boarded at {m} of {h}',
      'harbours off {P} rang out {m} of {h}',
    ],
    clock,
  ),
  tails: tails(['casting off at {r}', 'putting out at {r}'], clock),
  questions: questions(['what did the ship clock say', 'what time was it aboard']),
  draw: (random) => ({
    P: random.pick(islands),
    m: random.pick(counts.slice(1)),
    h: random.pick(counts),
  }),
  result(slots, reading) {
    const hour = slot(slots, 'h')
    const minutes = counts.indexOf(slot(slots, 'm')) + 1
    return reading === 0
      ? `${counts.indexOf(shifted(counts, hour, -1)) + 1}:${twoDigits(60 - minutes)}`
      : `${counts.indexOf(hour) + 1}:${twoDigits(minutes)}`
  },
  key: (slots) => `${slot(slots, 'm')} ${slot(slots, 'h')}`,
}

const months = 'January February March April May June July August September October November December'.split(
  ' ',
)
const days = 'first second third fourth fifth sixth seventh eighth ninth'.split(' ')
const towns = ['Ghent', 'Bruges', 'Namur', 'Liege', 'Mons', 'Ypres']
const date = {
  T: alternatives(towns),
  d: alternatives(days),
  m: alternatives(months),
  r: `${alternatives(days)} of ${alternatives(months)}`,
}

/** `moved forward a month`: sooner, or later. */
export const fairs: AmbiguousKind = {
  name: 'fairs',
  readings: ['sooner', 'later'],
  events: forms(
    [
      'fairs in {T} set for the {d} of {m} moved forward a month',
      'markets in {T} planned on the {d} of {m} moved forward a month',
    ],
    date,
  ),
  tails: tails(['opening on the {r}', 'beginning on the {r}'], date),
  questions: questions(['which day did stalls open', 'on which date did trade begin']),
  draw: (random) => ({ T: random.pick(towns), d: random.pick(days), m: random.pick(months) }),
  result: (slots, reading) =>
    `${slot(slots, 'd')} of ${shifted(months, slot(slots, 'm'), reading === 0 ? -1 : 1)}`,
  key: (slots) => `${slot(slots, 'd')} ${slot(slots, 'm')}`,
}

const centuries = 'fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'.split(' ')
const hundreds = 'thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(' ')
const decades = 'twenties thirties forties fifties sixties seventies eighties nineties'.split(' ')
const books = ['psalter', 'missal', 'atlas', 'ledger', 'herbal', 'diary']
const years = {
  I: alternatives(books),
  c: alternatives(centuries),
  d: alternatives(decades),
  r: `${alternatives(hundreds)} ${alternatives(decades)}`,
}

/** `the forties of the eighteenth century`: the hundreds lie behind the century's number, or equal it. */
export const scribes: AmbiguousKind = {
  name: 'scribes',
  readings: ['behind', 'equal'],
  events: forms(
    [
      'scribes dated their {I} to the {d} of the {c} century',
      'librarians placed their {I} in the {d} of the {c} century',
    ],
    years,
  ),
  tails: tails(['meaning the {r}', 'that is the {r}'], years),
  questions: questions(['which years did they mean', 'what is its decade']),
  draw: (random) => ({
    I: random.pick(books),
    d: random.pick(decades),
    c: random.pick(centuries),
  }),
  result(slots, reading) {
    const index = centuries.indexOf(slot(slots, 'c'))
    return `${at(hundreds, index + reading)} ${slot(slots, 'd')}`
  },
  key: (slots) => `${slot(slots, 'd')} ${slot(slots, 'c')}`,
}

const week = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ')
const hours = ['dawn', 'sunrise', 'breakfast', 'noon', 'teatime', 'sunset', 'dusk', 'midnight']
const counties = ['Kent', 'Essex', 'Devon', 'Dorset']
const visits = {
  V: alternatives(counties),
  w: alternatives(week),
  t: alternatives(hours),
  r: `${alternatives(week)} at ${alternatives(hours)}`,
}

/** `biweekly`: twice a week, so three days on, or once in a fortnight, so on the same day. */
export const visitors: AmbiguousKind = {
  name: 'visitors',
  readings: ['twice', 'fortnight'],
  events: forms(
    [
      'bakers on biweekly rounds in {V} knocked on {w} at {t}',
      'postmen on biweekly duty in {V} called on {w} at {t}',
      'sweeps on biweekly visits in {V} knocked on {w} at {t}',
    ],
    visits,
  ),
  tails: tails(['back on {r}', 'returning on {r}'], visits),
  questions: questions(['when would these come back', 'when was their return']),
  draw: (random) => ({
    V: random.pick(counties),
    w: random.pick(week),
    t: random.pick(hours),
  }),
  result: (slots, reading) =>
    `${reading === 0 ? shifted(week, slot(slots, 'w'), 3) : counterpart(week, week, slot(slots, 'w'))} at ${slot(slots, 't')}`,
  key: (slots) => `${slot(slots, 'w')} ${slot(slots, 't')}`,
}
