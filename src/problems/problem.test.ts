// The table of English sentences, and how a problem is made and worded.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  english,
  isAlarm,
  problem,
  ProblemError,
  problemIn,
  problemOf,
  wordProblem,
  type ProblemWords,
} from '.'

describe('a problem', () => {
  it('is a code, its values and the English line', () => {
    expect(problem('file.empty')).toEqual({ code: 'file.empty', values: {}, message: 'is empty.' })
    expect(problemIn('a.txt', problem('file.unopened', { reason: 'gone' }))).toEqual({
      code: 'file.unopened',
      values: { reason: 'gone' },
      where: 'a.txt',
      message: 'a.txt: could not be opened (gone). Check that it is still there.',
    })
  })

  it('stays one line, whatever a name that it holds says', () => {
    const said = problemIn('x\ny', problem('setting-unknown', { path: 'a\nb\r\n\u2028c\0d' }))
    expect(said.message).toContain('x y: ')
    expect(said.message).toContain('a b c d')
    expect(wordProblem(english, said)).toBe(said.message)
  })

  it('keeps every place that it passed through, the outermost first', () => {
    const inner = problemIn('b.txt', problem('file.empty'))
    expect(problemIn('a.zip', inner)).toMatchObject({
      where: 'a.zip: b.txt',
      message: 'a.zip: b.txt: is empty.',
    })
  })

  it('comes back from what was thrown; anything else is told in its own words', () => {
    const locked = problem('file.locked')
    expect(problemOf(new ProblemError(locked))).toBe(locked)
    expect(problemOf(new Error('no disk'))).toEqual(problem('thrown', { message: 'no disk' }))
    expect(problemOf('text').message).toBe('text')
  })
})

it('is an alarm or something that stops a run, by its code', () => {
  expect(['health.leaks', 'health.other', 'plan'].map(isAlarm)).toEqual([true, false, false])
})

describe('its words', () => {
  const shouting: ProblemWords = {
    ...english,
    'file.unopened': ({ reason }) => `NOT OPENED (${reason.toUpperCase()}).`,
  }
  it('are those of the language, with its place before them', () => {
    const unopened = problemIn('a.txt', problem('file.unopened', { reason: 'gone' }))
    expect(wordProblem(shouting, unopened)).toBe('a.txt: NOT OPENED (GONE).')
    expect(wordProblem(english, unopened)).toBe(unopened.message)
  })
  it('are the line as it was written, where a record has no values, other ones, or another code', () => {
    const message = 'As it was written.'
    expect(wordProblem(shouting, { code: 'file.unopened', message })).toBe(message)
    expect(wordProblem(shouting, { code: 'file.unopened', values: {}, message })).toBe(message)
    expect(wordProblem(shouting, { code: 'file.unknown', values: {}, message })).toBe(message)
  })
})

describe('the English table', () => {
  it('has every entry of every area: no code stands in two', async () => {
    const folder = join(import.meta.dirname, 'english')
    const areas = readdirSync(folder).filter((name) => name !== 'index.ts' && !name.endsWith('.test.ts'))
    const codes: string[] = []
    for (const name of areas) {
      const area = (await import(join(folder, name))) as Record<string, Record<string, unknown>>
      for (const table of Object.values(area)) codes.push(...Object.keys(table))
    }
    expect(new Set(codes).size).toBe(codes.length)
    expect(Object.keys(english).toSorted()).toEqual([...codes, 'thrown'].toSorted())
  })
})
