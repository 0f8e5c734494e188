import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { equalExpressions, expressionLimits, parseExpression } from './algebraicExpression'
import { reason } from '../../protocol/refusal'
import { inEnglish } from '../englishReasons'

function equal(a: string, b: string): boolean {
  const left = parseExpression(a)
  const right = parseExpression(b)
  if (!left.ok) throw new Error(`${a}: ${inEnglish(left.error)}`)
  if (!right.ok) throw new Error(`${b}: ${inEnglish(right.error)}`)
  return equalExpressions(left.value, right.value)
}

describe('equalExpressions', () => {
  it.each([
    ['2*x + 5', '5 + 2x'],
    ['(x+1)^2', 'x^2 + 2x + 1'],
    ['(x^2 - 1)/(x - 1)', 'x + 1'],
    ['x²', 'x*x'],
    ['0.5', '1/2'],
    ['\\frac{x}{2}', 'x ÷ 2'],
    ['x(x + 1)', 'x^2 + x'],
    ['3 × (n − 1)', '3n - 3'],
    ['x**3', 'x·x·x'],
    ['٣*x', '3x'],
    ['1,000x', '1000*x'],
    ['sqrt(x)^2 * 2', '2 * sqrt(x) * sqrt(x)'],
    ['\\sqrt{4}', '2'],
    ['2^n * 2', '2^(n+1)'],
    ['x^-2', '1/x^2'],
    ['pi * r^2', 'r*r*π'],
    ['-(-x)', 'x'],
    ['5!', '120'],
  ])('%s = %s', (a, b) => {
    expect(equal(a, b)).toBe(true)
    expect(equal(b, a)).toBe(true)
  })

  it.each([
    ['2*x + 5', '2*x - 5'],
    ['x', 'y'],
    ['x + y', 'x - y'],
    ['0.333', '1/3'],
    ['(x+1)^2', 'x^2 + 1'],
    ['sqrt(x^2)', 'x'],
    ['x/2', '2/x'],
    ['12345678901234', '12345678901235'],
  ])('%s is not %s', (a, b) => {
    expect(equal(a, b)).toBe(false)
  })

  it('agrees with integer arithmetic on sums and products', () => {
    const small = fc.integer({ min: 0, max: 999 })
    fc.assert(
      fc.property(small, small, small, (a, b, c) => {
        expect(equal(`${a} + ${b}*${c}`, String(a + b * c))).toBe(true)
        expect(equal(`(${a} - ${b})*${c}`, String(a * c - b * c))).toBe(true)
        expect(equal(`${a}*x + ${b}`, `${b + 1} + x*${a}`)).toBe(false)
      }),
    )
  })
})

describe('parseExpression', () => {
  it.each([
    '',
    '   ',
    '+',
    '2 +',
    '(x',
    'x)',
    'Paris',
    'x = 5',
    'x > 2',
    '[1,2]',
    '{a:1}',
    '"x"',
    'x; y',
    'f(x) = x',
    'import("fs")',
    'x.constructor',
    'cos',
    'random()',
    'max(1,2)',
    '1/0',
    '1/(x-x)',
    '5 cm',
    "x'",
    '50%',
    '1e400',
    'x y z constructor',
    '__proto__',
    '9'.repeat(20),
    'x'.repeat(50),
    '('.repeat(60) + 'x' + ')'.repeat(60),
    '2^'.repeat(60) + '2',
    '-'.repeat(150) + 'x',
    '1+'.repeat(99) + '1',
    'x + 1\u0000',
    '∫x dx',
  ])('refuses %j in one sentence', (text) => {
    const result = parseExpression(text)
    const sentence = result.ok ? text : inEnglish(reason('gold.notExpression', { why: result.error }))
    expect(sentence).toMatch(/^The gold answer is not an expression: .+\.$/s)
  })

  it('bounds what an answer can cost', () => {
    const began = performance.now()
    for (const text of [
      '9^9^9^9^9',
      '(((((x^999)^999)^999)^999)^999)',
      'exp('.repeat(20) + '9' + ')'.repeat(20),
      '2^'.repeat(20) + '9',
      'x*'.repeat(99) + 'x',
    ]) {
      const result = parseExpression(text)
      if (result.ok) equalExpressions(result.value, result.value)
    }
    expect(performance.now() - began).toBeLessThan(1000)
    expect(parseExpression('x'.padEnd(expressionLimits.characters + 1)).ok).toBe(false)
  })

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(typeof parseExpression(text).ok).toBe('boolean')
      }),
    )
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            'x',
            '2',
            '(',
            ')',
            '+',
            '-',
            '*',
            '/',
            '^',
            ' ',
            '.',
            'sqrt',
            '\\frac{',
            '}{',
            '}',
          ),
          { maxLength: 40 },
        ),
        (parts) => {
          const result = parseExpression(parts.join(''))
          if (result.ok)
            expect(
              equalExpressions(result.value, result.value) ||
                parts.includes('sqrt') ||
                parts.includes('^') ||
                parts.includes('/'),
            ).toBe(true)
        },
      ),
    )
  })
})
