import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerTypes } from '../config/schema'
import { leadingLetter } from './answers/letters'
import { finalAnswer, lastBoxed } from './text/finalAnswer'
import { normaliseString } from './answers/words'
import { equalAnswers, judge, longestAnswer } from './verifier'

describe('finalAnswer', () => {
  it.each([
    ['6 + 5 = 11; Answer: 11', '11'],
    ['Answer: 3\nno, Answer: 4', '4'],
    ['Answer:\n 42\nthanks', '42'],
    ['**Answer:** 42.', '42'],
    ['the ANSWER : $42$', '42'],
    ['Answer：四十二', '四十二'],
    ['so \\boxed{42}', '42'],
    ['\\boxed{1} then \\boxed{\\frac{1}{2}}', '\\frac{1}{2}'],
    ['\\boxed{\\{1, 2\\}}', '\\{1, 2\\}'],
    ['\\boxed{\\text{Paris}}', 'Paris'],
    ['\\boxed{3} Answer: 4', '4'],
    ['Answer: 4 so \\boxed{3}', '3'],
    ['Answer: \\boxed{5}', '5'],
    ['\\boxed{1} \\boxed{2', '1'],
  ])('%j: %s', (text, answer) => {
    expect(finalAnswer(text)).toBe(answer)
  })
  it.each([
    '',
    '42',
    'Answer:',
    'Answer: .',
    'Answer 42',
    'myanswer: 42',
    '\\boxed{}',
    '\\boxed{1',
    'boxed{1}',
  ])('%j has none', (text) => {
    expect(finalAnswer(text)).toBeNull()
  })
  it('finds the last box whatever stands in it', () => {
    const inner = fc
      .array(fc.constantFrom('a', '1', '\\{', '\\}', '{x}', '{{y}}', ' '), { minLength: 1 })
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(inner, inner, (first, last) => {
        expect(lastBoxed(`\\boxed{${first}} and \\boxed{${last}} end`)?.content).toBe(last)
      }),
    )
  })
})

describe('equalAnswers', () => {
  const right: [(typeof answerTypes)[number], string, string][] = [
    ['integer', '1,234', '1234'],
    ['integer', '+42', '42'],
    ['integer', '٤٢', '42'],
    ['integer', '−7', '-7'],
    ['integer', '42', '４２'],
    ['expression', '5 + 2x', '2*x + 5'],
    ['string', 'the  Eiffel Tower.', 'Eiffel tower'],
    ['string', '“МОСКВА”', 'Москва'],
    ['string', 'القَاهِرة', 'القاهرة'],
    ['string', '北京。', '北京'],
    ['mcq', 'B) 149,600,000 km', 'B'],
    ['mcq', '(b)', 'B'],
    ['mcq', 'Ｂ', 'B'],
  ]
  it.each(right)('%s: %s is %s', (type, answer, gold) => {
    expect(equalAnswers(type, answer, gold)).toBe(true)
  })
  const wrong: [(typeof answerTypes)[number], string, string][] = [
    ['integer', '142', '42'],
    ['integer', '42 43', '42'],
    ['integer', '42 or 43 books', '42'],
    ['integer', '42.5', '42'],
    ['integer', '6*7', '42'],
    ['integer', '-42', '42'],
    ['expression', '2*x', '2*x + 5'],
    ['expression', 'x', 'import("x")'],
    ['string', 'Paris or London', 'Paris'],
    ['string', 'Paris', 'Paris France'],
    ['string', 'C', 'C++'],
    ['string', '5', '-5'],
    // A matcher that looks for the gold inside the option, or for a letter anywhere, would accept these.
    ['mcq', '149,600,000 km', 'B'],
    ['mcq', 'C) B is wrong', 'B'],
    ['mcq', 'Bob', 'B'],
    ['mcq', 'A B C D', 'B'],
    ['mcq', 'not A but B', 'B'],
    ['mcq', 'A B', 'A'],
  ]
  it.each(wrong)('%s: %s is not %s', (type, answer, gold) => {
    expect(equalAnswers(type, answer, gold)).toBe(false)
  })

  it('is reflexive for well-formed golds and symmetric for all', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 30 })
    fc.assert(
      fc.property(fc.constantFrom(...answerTypes), anything, anything, (type, a, b) => {
        expect(equalAnswers(type, a, b)).toBe(equalAnswers(type, b, a))
        if (type === 'string') expect(equalAnswers(type, a, a)).toBe(true)
      }),
    )
    fc.assert(
      fc.property(anything, (text) => {
        expect(normaliseString(normaliseString(text)).length).toBeLessThanOrEqual(
          normaliseString(text).length,
        )
      }),
    )
  })

  it('calls an answer beyond its limits wrong, quickly', () => {
    // Of the processor, as a busy machine is no fault.
    const began = process.cpuUsage()
    const long = '1'.repeat(longestAnswer + 1)
    expect(equalAnswers('integer', long, long)).toBe(false)
    expect(equalAnswers('string', long, long)).toBe(false)
    expect(equalAnswers('expression', '9^'.repeat(100) + '9', '9')).toBe(false)
    expect(equalAnswers('expression', '('.repeat(longestAnswer), '9')).toBe(false)
    expect(
      judge({ text: 'Answer: '.repeat(20_000), stopped: true }, { type: 'expression', gold: '1' }).verdict,
    ).not.toBe('right')
    expect(
      judge({ text: '\\boxed{'.repeat(2_000), stopped: true }, { type: 'integer', gold: '1' }).verdict,
    ).toBe('noAnswer')
    expect(process.cpuUsage(began).user / 1e3).toBeLessThan(2000)
  })
})

describe('leadingLetter', () => {
  it.each([
    ['A', 'A'],
    ['a.', 'A'],
    ['[C] x', 'C'],
    ['D: y', 'D'],
    [' b ', 'B'],
  ])('%j is %s', (answer, letter) => {
    expect(leadingLetter(answer)).toBe(letter)
  })
  it.each(['', 'E', 'AB', 'Ann', '1) A', 'A cat', '(', 'А'])('%j is none', (answer) => {
    expect(leadingLetter(answer)).toBeNull()
  })
})

describe('judge', () => {
  it('tells right, wrong and no answer apart, and does not count what was cut off', () => {
    const task = { type: 'integer', gold: '4' } as const
    expect(judge({ text: ' 2 + 2 = 4 ; Answer: 4', stopped: true }, task)).toEqual({
      answer: '4',
      verdict: 'right',
    })
    expect(judge({ text: ' Answer: 5', stopped: true }, task)).toEqual({ answer: '5', verdict: 'wrong' })
    expect(judge({ text: ' I do not know', stopped: true }, task)).toEqual({
      answer: null,
      verdict: 'noAnswer',
    })
    expect(judge({ text: ' Answer: 4', stopped: false }, task)).toEqual({ answer: null, verdict: 'noAnswer' })
  })
})
