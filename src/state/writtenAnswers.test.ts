import { describe, expect, it } from 'vitest'
import {
  answerFile,
  answerFileName,
  answersCsv,
  answersTable,
  keepAnswers,
  keptAnswers,
  readAnswers,
} from './writtenAnswers'
import type { Lesson } from './lesson'

const lesson: Lesson = {
  v: 1,
  id: 'l',
  title: 'Self-play: why?',
  about: '',
  minutes: 5,
  hide: [],
  steps: [
    { title: 'A', text: '', ask: 'What will happen?' },
    { title: 'B', text: '' },
    { title: 'C', text: '', ask: 'What happened?' },
  ],
}

describe('what pupils wrote', () => {
  it('goes into a file and comes back, a row for each pupil', () => {
    const ada = answerFile(lesson, ' Ada L. ', { 0: 'It learns.', 2: '=1+1' })
    expect(answerFileName(ada)).toBe('self-play-why-ada-l-answers.json')
    const read = readAnswers(JSON.stringify(ada))
    expect(read).toEqual({ ok: true, value: { ...ada, name: 'Ada L.' } })
    const bob = answerFile(lesson, 'Bob', { 2: 'He said "no".' })
    expect(answersTable([ada, bob])).toEqual({
      questions: ['What will happen?', 'What happened?'],
      rows: [
        { name: 'Ada L.', answers: ['It learns.', '=1+1'] },
        { name: 'Bob', answers: ['', 'He said "no".'] },
      ],
    })
    // A spreadsheet takes nothing that a pupil wrote for a formula.
    expect(answersCsv([ada, bob], 'Name')).toBe(
      '"Name","What will happen?","What happened?"\r\n"Ada L.","It learns.","\'=1+1"\r\n"Bob","","He said ""no""."\r\n',
    )
  })
  it('is refused in one line where a file is another, and cut where it is long', () => {
    for (const other of ['', '{}', '[]', '{"kind":"spice-lab-answers"}'])
      expect(readAnswers(other), other).toMatchObject({ ok: false, error: { code: 'answers-file' } })
    const long = { ...answerFile(lesson, 'x'.repeat(500), { 0: 'y'.repeat(9000) }), lesson: 7 }
    const read = readAnswers(JSON.stringify(long))
    expect(read.ok ? [read.value.name.length, read.value.answers[0]?.answer.length] : []).toEqual([80, 4000])
  })
  it('is kept in this browser until the lesson is done', () => {
    const kept = new Map<string, string>()
    const keep = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    }
    keepAnswers(keep, lesson, { 2: 'Mine' })
    expect(keptAnswers(keep, lesson)).toEqual({ 2: 'Mine' })
    expect(keptAnswers(null, lesson)).toEqual({})
  })
})
