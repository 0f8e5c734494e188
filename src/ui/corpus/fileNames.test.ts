import { describe, expect, it } from 'vitest'
import { problem, problemIn } from '../../problems'
import { words } from '../strings'
import { corpusName, plainText, reasonOf } from './fileNames'

describe('a corpus', () => {
  it('is called as its starter is, and else as it was named, even where the name is one of an object', () => {
    expect(corpusName({ id: 'stories-numbers', name: 'Stories of numbers' })).toBe(
      words.corpus.starter['stories-numbers'].name,
    )
    for (const id of ['mine', 'constructor', 'toString'])
      expect(corpusName({ id, name: 'My letters' })).toBe('My letters')
  })
  it('says what is wrong with a file without saying its name again, but does name a file within it', () => {
    const damaged = problem('file.damagedPdf')
    const path = 'documents/broken.pdf'
    expect(reasonOf(path, problemIn(path, damaged))).toBe('is a damaged PDF. Export or download it again.')
    expect(reasonOf('all.zip', problemIn('all.zip/inner/locked.txt', problem('file.locked')))).toBe(
      'inner/locked.txt: is password-protected. Save a copy without a password.',
    )
    expect(reasonOf('a.txt', { code: 'store', message: 'The disk is full.' })).toBe('The disk is full.')
  })
  it('shows its origin without the marks of Markdown', () => {
    expect(plainText('lines of `corpus.jsonl` (`{"text": ...}`)')).toBe(
      'lines of corpus.jsonl ({"text": ...})',
    )
  })
})
