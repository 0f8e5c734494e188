import { describe, expect, it } from 'vitest'
import { words } from '../strings'
import { corpusName, plainText } from './names'

describe('a corpus', () => {
  it('is called as its starter is, and else as it was named, even where the name is one of an object', () => {
    expect(corpusName({ id: 'stories-numbers', name: 'Stories of numbers' })).toBe(words.corpus.starter['stories-numbers'].name)
    for (const id of ['mine', 'constructor', 'toString']) expect(corpusName({ id, name: 'My letters' })).toBe('My letters')
  })
  it('shows its origin without the marks of Markdown', () => {
    expect(plainText('lines of `corpus.jsonl` (`{"text": ...}`)')).toBe('lines of corpus.jsonl ({"text": ...})')
  })
})
