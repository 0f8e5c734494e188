import { expect, it } from 'vitest'
import { printCsv } from './printCsv'

it('quotes text, leaves numbers bare, and lets no cell be a formula', () => {
  expect(
    printCsv([
      ['round', 'He said "no", twice'],
      [0, null],
      [-1.5, '=1+1'],
    ]),
  ).toBe('"round","He said ""no"", twice"\r\n0,\r\n-1.5,"\'=1+1"\r\n')
})
