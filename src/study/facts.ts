// A benchmark of facts that only a corpus holds: who made what, and when, as the articles of the corpus
// `prose` say it. The wording of its questions is in no article, and the two-step ones join two articles that
// nothing else joins.

import { at } from '../base/at'
import { Random } from '../base/random'
import type { AnswerType } from '../config/schema'
import { integer } from '../spice/answers/integer'
import { mcq } from '../spice/answers/mcq'
import { string } from '../spice/answers/string'

export interface Fact {
  /** Title of the article, and the name by which a question calls the thing. */
  readonly title: string
  readonly thing: string
  /** As the article writes the name. */
  readonly maker: string
  readonly year: number
}

const fact = (title: string, thing: string, maker: string, year: number): Fact => ({
  title,
  thing,
  maker,
  year,
})

/** Years are those in which the articles say that it was made, appeared, or was first described. */
export const facts: readonly Fact[] = [
  fact('3Station', 'the 3Station', 'Bob Metcalfe', 1986),
  fact('B', 'the language B', 'Ken Thompson', 1970),
  fact('C++', 'the language C++', 'Bjarne Stroustrup', 1986),
  fact('Debian', 'Debian', 'Ian Murdock', 1993),
  fact('Eiffel', 'the language Eiffel', 'Bertrand Meyer', 1985),
  fact('GE-645', 'the GE-645', 'John Couleur', 1965),
  fact('Gofer', 'the language Gofer', 'Mark Jones', 1991),
  fact('Gray code', 'the Gray code', 'Frank Gray', 1953),
  fact('Hunt the Wumpus', 'Hunt the Wumpus', 'Gregory Yob', 1973),
  fact('IDEAL', 'the language IDEAL', 'Van Wyk', 1980),
  fact('Modula-2', 'the language Modula-2', 'Niklaus Wirth', 1978),
  fact('mouse', 'the mouse', 'Douglas Engelbart', 1968),
  fact('NPL', 'the language NPL', 'Rod Burstall', 1977),
  fact('PL/I', 'the language PL/I', 'George Radin', 1964),
  fact('POP3', 'the protocol POP3', 'Marshall Rose', 1988),
  fact('Prolog', 'the language Prolog', 'Alain Colmerauer', 1971),
  fact('Report Program Generator', 'the Report Program Generator', 'Wilf Hey', 1965),
  fact('RSA encryption', 'the RSA cryptosystem', 'Ron Rivest', 1977),
  fact('Scheme', 'the language Scheme', 'Guy Steele', 1975),
  fact('SIMULA I', 'the language SIMULA I', 'Kristen Nygaard', 1962),
  fact('SISAL', 'the language SISAL', 'James McGraw', 1983),
  fact('Smalltalk', 'the Smalltalk system', 'Alan Kay', 1972),
  fact('Trilogy', 'the language Trilogy', 'Paul Voda', 1988),
  fact('Turing test', 'the Turing test', 'Alan Turing', 1950),
  fact('ubiquitous computing', 'the idea of ubiquitous computing', 'Mark Weiser', 1988),
  fact('VisiCalc', 'VisiCalc', 'Dan Bricklin', 1978),
  fact('wiki', 'the wiki', 'Ward Cunningham', 1995),
  fact('Yourdon, Inc.', 'the company Yourdon', 'Edward Yourdon', 1974),
  fact('Zuse', 'the language Zuse', 'Christian Collberg', 1991),
  fact('evolution strategy', 'the evolution strategy', 'Ingo Rechenberg', 1963),
]

export interface FactQuestion {
  readonly kind: 'who' | 'when' | 'earlier' | 'years'
  readonly steps: 1 | 2
  readonly type: AnswerType
  readonly question: string
  readonly options: readonly string[]
  /** A letter for multiple choice. */
  readonly gold: string
}

const SEED = 20261124
const letters = 'ABCD'

/** Four options with the right one at a random place; the others are other facts' values. */
function choice(
  right: string,
  others: readonly string[],
  random: Random,
): { options: string[]; gold: string } {
  const wrong = random
    .shuffled([...new Set(others)].filter((each) => each !== right))
    .slice(0, letters.length - 1)
  const options = random.shuffled([right, ...wrong])
  return { options, gold: at(letters, options.indexOf(right)) }
}

/**
 * The same questions each time: who and when of each fact, then pairs: which is the earlier, and by how many
 * years.
 */
export function factQuestions(): FactQuestion[] {
  const random = Random.from(SEED)
  const makers = facts.map(({ maker }) => maker)
  const years = facts.map(({ year }) => String(year))
  const single = facts.flatMap(({ thing, maker, year }): FactQuestion[] => [
    {
      kind: 'who',
      steps: 1,
      type: mcq.name,
      question: `To whom do we owe ${thing}?`,
      ...choice(maker, makers, random),
    },
    {
      kind: 'when',
      steps: 1,
      type: mcq.name,
      question: `Since which year has the world had ${thing}?`,
      ...choice(String(year), years, random),
    },
  ])
  const order = random.shuffled(facts)
  const pairs = order.flatMap((first, i): FactQuestion[] => {
    const second = order[(i + 1) % order.length]
    if (second === undefined || second.year === first.year) return []
    const earlier = first.year < second.year ? first : second
    return [
      {
        kind: 'earlier',
        steps: 2,
        type: string.name,
        question: `Who came earlier with their work, the maker of ${first.thing} or the maker of ${second.thing}?`,
        options: [],
        gold: earlier.maker,
      },
      {
        kind: 'years',
        steps: 2,
        type: integer.name,
        question: `How many years lie between ${first.thing} and ${second.thing}?`,
        options: [],
        gold: String(Math.abs(first.year - second.year)),
      },
    ]
  })
  return [...single, ...pairs]
}
