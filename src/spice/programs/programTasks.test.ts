import { describe, expect, it } from 'vitest'
import type { ProgramTask } from '../../protocol/records'
import { judge } from '../verifier'
import { parseProposal, proposalText, solves, type ProgramKind } from './programTasks'
import { inEnglish } from '../englishReasons'

const propose = (text: string, kind: ProgramKind) => parseProposal({ text, stopped: true }, kind)
const task = (text: string, kind: ProgramKind) => {
  const found = propose(text, kind)
  if (!found.ok) throw new Error(inEnglish(found.error))
  return found.value
}
const complaint = (text: string, kind: ProgramKind = 'deduction'): string => {
  const found = propose(text, kind)
  return found.ok ? '' : inEnglish(found.error)
}
const says = (text: string, kind: ProgramKind, answer: string): string =>
  judge({ text: ` Answer: ${answer}`, stopped: true }, task(text, kind)).verdict

describe('a proposal', () => {
  it('becomes a deduction whose gold the interpreter writes', () => {
    expect(task(' x 3  + Input: 5', 'deduction')).toMatchObject({
      type: 'integer',
      question: 'Program: x 3 + Input: 5 What is the output?',
      gold: '8',
      options: [],
    })
  })

  it('becomes an abduction that does not tell the input, and an induction that shows half of the pairs', () => {
    const back = task(' x x * Input: -4', 'abduction')
    expect(back).toMatchObject({ question: 'Program: x x * Output: 16 What is an input?', gold: '-4' })
    const found = task(' x 2 * Inputs: 1 2 5 7', 'induction')
    expect(found).toMatchObject({
      type: 'string',
      question: '1 gives 2. 2 gives 4. What is a program?',
      gold: 'x 2 *',
    })
    expect(found.question).not.toContain('x 2 *')
    expect(found.question).not.toMatch(/10|14/u)
  })

  it('reads back what is written for it', () => {
    for (const [text, kind] of [
      [' x 3 + Input: 5', 'deduction'],
      [' x x * Input: -4', 'abduction'],
      [' x 2 * Inputs: 1 2 5 7', 'induction'],
    ] as const) {
      const { program } = task(text, kind)
      expect(proposalText(program as ProgramTask)).toBe(text)
    }
  })

  it.each([
    [' x 3 +', '"Input:"'],
    [' x 3 + Input: many', 'one whole number'],
    [' x 3 + Input: 1 2', 'one whole number'],
    [' x 3 plus Input: 1', '"plus" is not a word'],
    [' x 0 / Input: 1', 'fails for 1: It divides by 0.'],
    [' 1 repeat 999 [ ] Input: 1', 'does not end'],
  ])('"%s" is refused with a sentence', (text, said) => {
    expect(complaint(text)).toContain(said)
  })

  it('of an induction needs four different inputs, all of which run', () => {
    expect(complaint(' x Inputs: 1 2 3', 'induction')).toContain('4 different')
    expect(complaint(' x Inputs: 1 2 3 3', 'induction')).toContain('4 different')
    expect(complaint(' 6 x / Inputs: 1 2 3 0', 'induction')).toContain('fails for 0')
    expect(
      propose(' x Input: 1', 'deduction').ok &&
        parseProposal({ text: ' x Input: 1', stopped: false }, 'deduction').ok,
    ).toBe(false)
  })
})

describe('an answer', () => {
  it('is run, not compared: another input or another program may be right', () => {
    expect(says(' x x * Input: -4', 'abduction', '4')).toBe('right')
    expect(says(' x x * Input: -4', 'abduction', '5')).toBe('wrong')
    expect(says(' x 2 * Inputs: 1 2 5 7', 'induction', 'x x +')).toBe('right')
    expect(says(' x 3 + Input: 5', 'deduction', '8')).toBe('right')
    expect(says(' x 3 + Input: 5', 'deduction', '9')).toBe('wrong')
  })

  it('of an induction has to hold for the pairs that were not shown', () => {
    // Fits 1 gives 2 and 2 gives 4 alone.
    expect(says(' x 2 * Inputs: 1 2 5 7', 'induction', 'x 3 - if [ 0 ] [ x 2 * ]')).toBe('wrong')
    expect(says(' x 2 * Inputs: 1 2 5 7', 'induction', 'x 0 /')).toBe('wrong')
    expect(says(' x 2 * Inputs: 1 2 5 7', 'induction', 'two times x')).toBe('wrong')
  })

  it('that is no number, or none at all, is no solution', () => {
    const program = task(' x x * Input: -4', 'abduction').program as ProgramTask
    for (const answer of ['', 'four', '4.5', '99999999']) expect(solves(answer, program)).toBe(false)
    expect(judge({ text: ' hm', stopped: true }, task(' x 3 + Input: 5', 'deduction'))).toEqual({
      answer: null,
      verdict: 'noAnswer',
    })
  })
})
