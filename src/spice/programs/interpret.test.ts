import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits, parseProgram, runProgram } from './interpret'
import { inEnglish } from '../englishReasons'

function run(text: string, input = 5): string {
  const program = parseProgram(text)
  if (!program.ok) return inEnglish(program.error)
  const found = runProgram(program.value, input)
  return found.ok ? String(found.value) : inEnglish(found.error)
}

describe('the language', () => {
  it.each([
    ['x 3 +', '8'],
    ['x 3 -', '2'],
    ['x x *', '25'],
    ['x 2 /', '2'],
    ['-7 2 /', '-3'],
    ['-7 2 %', '-1'],
    ['x dup *', '25'],
    ['x 2 swap -', '-3'],
    ['x 9 drop', '5'],
    ['x 3 over - +', '3'],
    ['x repeat 3 [ 2 * ]', '40'],
    ['x 4 - if [ 10 ] [ 20 ]', '10'],
    ['x 6 - if [ 10 ] [ 20 ]', '20'],
    ['1 repeat 2 [ repeat 2 [ 3 * ] ]', '81'],
    ['0 repeat 0 [ 1 + ]', '0'],
  ])('%s', (text, result) => {
    expect(run(text)).toBe(result)
  })

  it.each([
    ['', 'empty'],
    ['x y +', '"y" is not a word'],
    ['x repeat [ 1 ]', 'number of times'],
    ['x repeat 3 1', '"[" is missing'],
    ['x repeat 3 [ 1 +', '"]" is missing'],
    ['x if [ 1 ]', '"[" is missing'],
    ['x ]', 'no "[" before it'],
    ['99999999', 'not a word'],
    [Array.from({ length: limits.words + 1 }, () => '1').join(' '), `${limits.words} are allowed`],
    ['repeat 1 [ repeat 1 [ repeat 1 [ repeat 1 [ repeat 1 [ 1 ] ] ] ] ]', 'nested'],
  ])('does not read "%s"', (text, said) => {
    expect(run(text)).toContain(said)
  })

  it.each([
    ['+', 'empty stack'],
    ['x drop', 'empty stack'],
    ['x 0 /', 'divides by 0'],
    ['x 0 %', 'divides by 0'],
    ['repeat 33 [ 1 ]', 'stack holds more'],
    ['9 repeat 9 [ dup * ]', 'larger than'],
    ['1 repeat 999 [ repeat 999 [ ] ]', 'does not end'],
    ['1 repeat 300 [ 1 + ]', 'does not end'],
  ])('stops "%s" with a sentence', (text, said) => {
    expect(run(text)).toContain(said)
  })

  it('ends for whatever is written, with a number within bounds or a sentence, the same each time', () => {
    const word = fc.constantFrom(
      'x',
      '2',
      '-3',
      '+',
      '-',
      '*',
      '/',
      '%',
      'dup',
      'swap',
      'drop',
      'over',
      'repeat',
      '9',
      'if',
      '[',
      ']',
    )
    let programs = 0
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), fc.integer({ min: -20, max: 20 }), (words, input) => {
        const program = parseProgram(words.join(' '))
        if (!program.ok) return
        programs += 1
        const found = runProgram(program.value, input)
        if (found.ok) expect(Math.abs(found.value)).toBeLessThanOrEqual(limits.size)
        else expect(inEnglish(found.error)).toMatch(/\.$/u)
        expect(runProgram(program.value, input)).toEqual(found)
      }),
      { numRuns: 400 },
    )
    expect(programs).toBeGreaterThan(20)
  })
})
