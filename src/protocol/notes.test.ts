import { describe, expect, it } from 'vitest'
import { problem } from '../problems'
import { ownNote, readTags, withNote, withOwnNote } from './notes'

const thinned = (lean: number, bare: number) => problem('note-thinned', { lean, bare })

describe('notes of a run', () => {
  it('stand as data and as a line, each code once', () => {
    const first = withNote({ note: 'Mine.' }, thinned(4, 0))
    expect(first).toEqual({
      note: 'Mine. To keep within the budget for episodes, rounds before 4 are kept without the most likely tokens.',
      notes: [thinned(4, 0)],
    })
    const second = withNote(withNote(first, problem('note-corpus-changed')), thinned(6, 2))
    expect(second.notes?.map(({ code }) => code)).toEqual(['note-corpus-changed', 'note-thinned'])
    expect(second.note).toBe(
      `Mine. ${problem('note-corpus-changed').message} To keep within the budget for episodes, rounds before 2 are kept without their tokens and rounds before 6 are kept without the most likely tokens.`,
    )
    expect(ownNote(second)).toBe('Mine.')
  })

  it('are left as they are where nothing new is said', () => {
    const once = withNote({ note: '' }, problem('note-corpus-changed'))
    expect(withNote(once, problem('note-corpus-changed'))).toEqual(once)
  })

  it('take the place of the line in a record that has no data yet', () => {
    const old = { note: `Mine. ${thinned(4, 0).message}` }
    expect(withNote(old, thinned(6, 2), thinned(4, 0).message).note).toBe(`Mine. ${thinned(6, 2).message}`)
    const changed = { note: problem('note-corpus-changed').message }
    expect(withNote(changed, problem('note-corpus-changed')).note).toBe(changed.note)
  })
})

describe('what a person writes of a run', () => {
  it('takes the place of their older text, and leaves what the engine said', () => {
    const said = withNote({ note: 'Mine.' }, problem('note-corpus-changed'))
    const changed = { ...said, ...withOwnNote(said, ' Two\nlines. ') }
    expect([ownNote(changed), ownNote({ ...changed, ...withOwnNote(changed, '') })]).toEqual([
      'Two\nlines.',
      '',
    ])
    expect(changed.note).toContain(problem('note-corpus-changed').message)
  })

  it('has tags with commas between, each once', () => {
    expect(readTags(' first run, ,Class 9b,class  9B,')).toEqual(['first run', 'Class 9b'])
    expect(readTags('')).toEqual([])
  })
})
