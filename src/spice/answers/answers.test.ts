import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { AnswerType } from '../../config/schema'
import { judge } from '../verifier'

interface Row {
  readonly form: string
  readonly type: AnswerType
  readonly gold: string
  readonly text: string
  readonly options?: string[]
  readonly right: boolean
}

const rowsOf = (name: string): Row[] =>
  JSON.parse(readFileSync(`e2e/fixtures/answers/${name}.json`, 'utf8')) as Row[]
const isRight = ({ type, gold, text, options }: Row): boolean =>
  judge({ text, stopped: true }, { type, gold, ...(options === undefined ? {} : { options }) }).verdict ===
  'right'
const undeserved = (rows: readonly Row[]): Row[] => rows.filter((row) => !row.right && isRight(row))
const missed = (rows: readonly Row[]): Row[] => rows.filter((row) => row.right && !isRight(row))

describe('what people and models write', () => {
  const table = rowsOf('table')
  it.each([...new Set(table.map(({ form }) => form))])('%s', (form) => {
    const rows = table.filter((row) => row.form === form)
    expect(rows.length).toBeGreaterThanOrEqual(15)
    expect(rows.some(({ right }) => !right)).toBe(true)
    expect(undeserved(rows)).toEqual([])
    expect(missed(rows)).toEqual([])
  })

  it.each([
    ['what was reported in public', 'field'],
    ['further forms, sets and reasons behind an answer', 'dress'],
  ])('judges %s as a careful reader does', (_, file) => {
    const rows = rowsOf(file)
    expect(rows.length).toBeGreaterThan(200)
    expect(undeserved(rows)).toEqual([])
    expect(missed(rows)).toEqual([])
  })
})

it("judges the numbers and expressions of math-verify's own tests", () => {
  const rows = rowsOf('math-verify')
  expect(undeserved(rows)).toEqual([])
  // A number in the midst of a sentence is not marked as the answer, and a sum is not worked out.
  expect(missed(rows).length).toBeLessThanOrEqual(7)
  const all = [...rows, ...rowsOf('table'), ...rowsOf('field'), ...rowsOf('dress')].filter(
    ({ type }) => type === 'integer' || type === 'expression',
  )
  expect(missed(all).length / all.length).toBeLessThan(0.03)
})

it('costs little whatever stands in an answer', () => {
  // Of the processor, as a busy machine is no fault.
  const began = process.cpuUsage()
  for (const text of [
    'Answer: '.repeat(20_000),
    '\\boxed{'.repeat(5_000),
    `Answer: ${'('.repeat(400)}`,
    `Answer: ${'\\frac'.repeat(80)}`,
    `Answer: ${'2^'.repeat(99)}9`,
    `Answer: ${'1 '.repeat(200)}`,
    `Answer: ${'9!'.repeat(60)}`,
    `${'\n'.repeat(50_000)}Answer: 1`,
    `${' '.repeat(50_000)}final answer ${'*'.repeat(50_000)}`,
    `\\boxed{1}${'\n#'.repeat(20_000)}`,
    `Answer: ${'x='.repeat(190)}1`,
    `Answer: ${'|'.repeat(150)}`,
  ])
    for (const type of ['integer', 'expression', 'string', 'mcq'] as const)
      judge({ text, stopped: true }, { type, gold: '1' })
  expect(process.cpuUsage(began).user / 1e3).toBeLessThan(4000)
})
