import { describe, expect, it } from 'vitest'
import { words } from '../strings'
import { corpusName, plainText, withoutName } from './names'

describe('a corpus', () => {
  it('is called as its starter is, and else as it was named, even where the name is one of an object', () => {
    expect(corpusName({ id: 'stories-numbers', name: 'Stories of numbers' })).toBe(
      words.corpus.starter['stories-numbers'].name,
    )
    for (const id of ['mine', 'constructor', 'toString'])
      expect(corpusName({ id, name: 'My letters' })).toBe('My letters')
  })
  it('says what is wrong with a file without saying its name again, but does name a file within it', () => {
    expect(withoutName('documents/broken.pdf', 'broken.pdf: is a damaged PDF.')).toBe('is a damaged PDF.')
    expect(withoutName('documents/broken.pdf', 'documents/broken.pdf: is a damaged PDF.')).toBe(
      'is a damaged PDF.',
    )
    expect(withoutName('all.zip', 'all.zip/inner/locked.txt: is locked.')).toBe(
      'inner/locked.txt: is locked.',
    )
    expect(withoutName('a.txt', 'The disk is full.')).toBe('The disk is full.')
  })
  it('shows its origin without the marks of Markdown', () => {
    expect(plainText('lines of `corpus.jsonl` (`{"text": ...}`)')).toBe(
      'lines of corpus.jsonl ({"text": ...})',
    )
  })
})
