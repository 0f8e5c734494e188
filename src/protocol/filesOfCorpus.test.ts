import { describe, expect, it } from 'vitest'
import { fileOf, filesOf, isProse } from './filesOfCorpus'

const document = (name: string, length: number) => ({
  id: name,
  corpus: 'c',
  name,
  length,
  tokens: length / 4,
  added: 0,
})

describe('the files of a corpus', () => {
  it('are what documents came from, the largest first: the rows of a table are one', () => {
    const rows = Array.from({ length: 2118 }, (_, row) => document(`data/rows.csv#${String(row + 1)}`, 40))
    const files = filesOf([
      document('C#.txt', 1000),
      ...rows,
      document('book.epub#2', 9),
      document('book.epub#1', 1),
    ])
    expect(files.map(({ path, documents, characters }) => [path, documents, characters])).toEqual([
      ['data/rows.csv', 2118, 84720],
      ['C#.txt', 1, 1000],
      ['book.epub', 2, 10],
    ])
  })
})

describe('the file of a document', () => {
  it.each([
    ['data/rows.csv#12', 'data/rows.csv'],
    ['weather.csv#4-8', 'weather.csv'],
    ['pack.zip/weather.csv#4-8 indoor and outdoor', 'pack.zip/weather.csv'],
    ['chat.jsonl#3.2', 'chat.jsonl'],
    ['book.json#chapters.3.text', 'book.json'],
    ['LOG#2', 'LOG'],
    ['C#.txt', 'C#.txt'],
    ['C#.txt#2', 'C#.txt'],
    ['v1.2/F#/notes', 'v1.2/F#/notes'],
    ['letter.md', 'letter.md'],
  ])('of %s is %s', (name, file) => {
    expect(fileOf(name)).toBe(file)
  })
})

describe('isProse', () => {
  it('tells sentences of any script from tables, lists and code', () => {
    for (const text of [
      'The Danube flows through ten countries. Barges carry grain along the river, mostly in autumn.',
      '多瑙河流经十个国家。驳船沿河运送粮食。',
      'Дунай протекает через десять стран. По реке ходят баржи с зерном.',
    ])
      expect(isProse(text), text).toBe(true)
    for (const text of [
      '',
      '1;2;3;4\n5;6;7;8',
      'const a = (b) => { return b[0] + 1; };\nif (a(c) > 2) { d(); }',
      Array.from({ length: 200 }, (_, i) => `Item ${String.fromCharCode(97 + (i % 26))}`).join('\n'),
    ])
      expect(isProse(text), text).toBe(false)
  })
})
