// Multiple choice: four options, of which the gold is a letter. An answer is right by its letter alone.

import { at } from '../../base/at'
import type { Random } from '../../base/random'
import { ok } from '../../base/result'
import { refuse } from '../../protocol/refusal'
import { fold, words } from '../text/splitWords'
import type { AnswerKind, GoldQuestion } from './answerKind'
import { leadingLetter, optionLetters } from './letters'

/** An option that stands in for a gap has at least so many letters, and about as many as the gold. */
const shortest = 4
const difference = 3

/**
 * Four words of the passage of about the gold's length, the gold among them; null where the passage has too
 * few.
 */
function optionsFor(gold: string, passage: string, question: string, random: Random): string[] | null {
  const asked = new Set(words(question).map((each) => each.text))
  const others = new Map<string, string>()
  for (const each of words(passage)) {
    const text = passage.slice(each.start, each.end)
    if (
      /^\p{L}+$/u.test(text) &&
      Math.abs(text.length - gold.length) <= difference &&
      text.length >= shortest &&
      !asked.has(each.text) &&
      each.text !== fold(gold)
    )
      others.set(each.text, text)
  }
  return others.size < 3 ? null : random.shuffled([gold, ...random.sample([...others.values()], 3)])
}

/** Empty where the gold answer is no letter of an option. */
const goldText = ({ options, gold }: GoldQuestion): string =>
  options.find((_, i) => optionLetters[i] === gold) ?? ''

/** The letter of the option with these words. */
export const letterOf = (options: readonly string[], text: string): string =>
  at(optionLetters, options.indexOf(text))

export const mcq: AnswerKind = {
  name: 'mcq',
  options: optionLetters.length,
  chance: () => 1 / optionLetters.length,
  readGold: (written) => {
    const letter = leadingLetter(written)
    return letter === null ? refuse('gold.notLetter', { gold: written }) : ok(letter)
  },
  reads: (answer, options) => leadingLetter(answer, options) !== null,
  says: (answer) => /(?<!\p{L})[A-J](?!\p{L})/u.test(answer),
  equal: (answer, gold, options = []) => {
    const letter = leadingLetter(answer, options)
    return letter !== null && letter === leadingLetter(gold, options)
  },
  vote: (answer) => leadingLetter(answer),
  goldText,
  isTruth: (question, truth) => goldText(question) === truth,
  /** An option is looked for as what it is: number, formula or words. */
  find: (text, answer) => text.findAny(answer),
  gap: (word, passage, question, random) => {
    const options = optionsFor(word, passage, question, random)
    return options === null ? null : { options, gold: letterOf(options, word) }
  },
  wording: {
    title: 'MultipleChoice',
    rule: 'Give exactly four options of about the same length, of which one is right; the wrong ones are mistakes that somebody could make.',
    example: {
      question: 'Which planet is closest to the sun?',
      options: ['Venus', 'Mercury', 'Mars', 'Earth'],
      gold: 'B',
    },
  },
}
