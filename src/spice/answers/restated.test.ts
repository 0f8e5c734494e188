// Answers that are said twice, in words, or in other digits; beside each form that counts, its twins that are
// two answers or another number.
import { expect, it } from 'vitest'
import type { AnswerType } from '../../config/schema'
import { judge } from '../verifier'

type Row = readonly [type: AnswerType, gold: string, right: readonly string[], wrong: readonly string[]]
const saidTwice: readonly Row[] = [
  [
    'integer',
    '7',
    [
      '7 (seven) apples',
      '7 (seven)',
      'Seven (7)',
      'seven (7) apples',
      '7 apples (seven)',
      'Seven apples (7)',
      '7 or seven',
      '7, or seven',
      '7 (or seven)',
      '**7 (seven)**',
      '\\boxed{7 \\text{ (seven)}}',
      '7 (since 3 + 4 = 7)',
      '7 (the sum of three and four)',
      '7 (one more than six)',
    ],
    [
      '7 (eight)',
      '7 (eight) apples',
      'Eight (7)',
      'Seven (8)',
      '7 or 8',
      '7 or eight',
      '7 (or 8)',
      '8 (7)',
      '7 (8)',
      'seven or eight',
      '7, or 8',
      '7 apples (eight)',
      'Seven apples (8)',
      '6 or 7 or 8',
      '7 or 6, or 7',
    ],
  ],
  [
    'integer',
    '8',
    ['Eight (8)', 'Result: 8'],
    ['8 (9)', '8 or 9', 'Eight (9)', '9 (eight)', 'nine (8)', 'Result: 9'],
  ],
  ['integer', '12', ['12 cm (4.7 in)'], ['12 cm (9 in)', '12 cm (4.7 kg)', '12 cm (12 m)']],
  ['integer', '5', [], ['12 cm (5 in)']],
  ['integer', '2', ['2 km (1.24 miles)', '2 hours (120 minutes)'], ['2 hours (90 minutes)']],
  ['integer', '120', [], ['2 hours (120 minutes)']],
  [
    'expression',
    '3/4',
    [
      '3/4 or 0.75',
      '0.75 or 3/4',
      '3/4, or 0.75',
      '3/4, i.e. 0.75',
      '\\frac{3}{4} or 0.75',
      'three quarters or 0.75',
    ],
    ['3/4 or 0.8', '3/4 or 4/3', '0.5 or 0.75', '3/4 or 1/4', '4/3 or 3/4', 'three quarters (0.5)'],
  ],
  ['expression', '2*x+1', ['2x + 1 or 1 + 2x'], ['2x + 1 or 2x - 1']],
  ['expression', '72', ['8 (9)'], []],
  ['expression', '8', [], ['8 (9)']],
  ['expression', '1/2', [], ['50 or 50%']],
  ['expression', '50', [], ['50 or 51']],
]

const inWords: readonly Row[] = [
  ['integer', '-5', ['minus five', 'negative five'], ['five']],
  ['integer', '-12', ['Minus twelve degrees'], []],
  ['integer', '5', [], ['minus five', 'five minus two', 'two three']],
  ['integer', '3', [], ['five minus two', 'three quarters']],
  ['integer', '-1', [], ['negative']],
  ['integer', '15', [], ['seven eight']],
  ['integer', '19', [], ['nineteen eighty four']],
  ['integer', '21', ['twenty one'], []],
  ['integer', '105', ['one hundred and five'], []],
  ['integer', '2026', ['two thousand twenty six'], []],
  ['integer', '0', ['minus zero'], []],
  ['integer', '8', [], ['eight quarters']],
  ['integer', '1', ['two halves'], ['one half']],
  ['expression', '3/4', ['three quarters', 'three-quarters'], ['three quarter', 'half of three quarters']],
  ['expression', '2/3', ['two thirds'], []],
  ['expression', '1/2', ['one half', 'a half', 'half'], ['minus one half', 'one and a half']],
  ['expression', '3/2', ['one and a half'], ['two thirds', 'two and a half']],
  ['expression', '11/4', ['two and three quarters'], []],
  ['expression', '-1/2', ['minus one half'], []],
  ['expression', '1/3', ['a third', 'one third'], ['third', 'one thirds', 'the third']],
  ['expression', '4/3', [], ['three quarters']],
  ['expression', '3', [], ['three quarters']],
  ['expression', '-5', ['minus five'], []],
  ['expression', '5', [], ['minus five']],
]

const spellings: readonly Row[] = [
  ['integer', '1000', ['1_000', '$1\\_000$'], ['1__000', '_1000']],
  ['integer', '12345678', ['12_345_678'], []],
  ['integer', '-1000', ['-1_000'], []],
  ['integer', '1', [], ['1_000']],
  ['integer', '100', [], ['1_00', 'x_100']],
  ['integer', '10', [], ['1_0']],
  ['integer', '10000', [], ['1_0000']],
  ['integer', '4', ['^8/_2'], []],
  ['integer', '8', [], ['^8/_2', '^8/_3']],
  ['integer', '100000', [], ['1_000_00']],
  ['integer', '101', [], ['101_000']],
  ['expression', '1/2', ['^1/_2', '$^1/_2$'], []],
  ['expression', '3/4', ['^{3}/_{4}'], []],
  ['expression', '-1/2', ['-^1/_2'], []],
  ['expression', '2', [], ['^1/_2']],
  ['expression', '1/3', [], ['^1/_2']],
  ['expression', '4/3', [], ['^3/_4']],
]

const further: readonly Row[] = [
  ['integer', '5', ['5 (not 6)'], ['5 (not 5)', '6 (not 5)', 'not 5', '(not 6)', '5 (not right)']],
  ['integer', '24', ['two dozen', 'Two dozen eggs', '24 (two dozen)'], ['24 (a dozen)', 'three dozen']],
  ['integer', '12', ['a dozen', 'one dozen eggs', '12 (twelve) km/h'], ['12 (ten) km/h', 'two dozen']],
  ['integer', '2', [], ['two dozen', 'two dozen eggs', '2 dozen']],
]

const verdict = (type: AnswerType, gold: string, answer: string) =>
  judge({ text: `Answer: ${answer}`, stopped: true }, { type, gold }).verdict

it.each([
  ['said twice', saidTwice],
  ['numbers in words', inWords],
  ['other spellings', spellings],
  ['dozens, speeds and what it is not', further],
])('%s', (_, rows) => {
  for (const [type, gold, right, wrong] of rows) {
    const missed = right.filter((answer) => verdict(type, gold, answer) !== 'right')
    const undeserved = wrong.filter((answer) => verdict(type, gold, answer) === 'right')
    expect({ type, gold, missed, undeserved }).toEqual({ type, gold, missed: [], undeserved: [] })
  }
})
