import { describe, expect, it } from 'vitest'
import { last } from '../base/at'
import { corpusName, fromEntries, fromFiles, fromTransfer, type Entry } from './intake'

const file = (path: string, broken = false): Entry => ({
  isFile: true,
  isDirectory: false,
  fullPath: path,
  file: (found, failed) =>
    broken ? failed(new Error('gone')) : found(new File(['x'], last(path.split('/')))),
})
/** A folder whose reader gives two entries at a time, as browsers give a hundred. */
function folder(path: string, children: readonly Entry[]): Entry {
  let at = 0
  return {
    isFile: false,
    isDirectory: true,
    fullPath: path,
    createReader: () => ({
      readEntries: (found) => {
        const portion = children.slice(at, at + 2)
        at += 2
        found(portion)
      },
    }),
  }
}

describe('fromEntries', () => {
  it('reads folders whole, in portions and to any depth, sorted, hidden files left out', async () => {
    const tree = folder('/books', [
      file('/books/b.txt'),
      folder('/books/deep', [
        file('/books/deep/z.md'),
        folder('/books/deep/er', [file('/books/deep/er/q.pdf')]),
      ]),
      file('/books/.DS_Store'),
      file('/books/a.txt'),
      folder('/books/__MACOSX', [file('/books/__MACOSX/x')]),
      folder('/books/empty', []),
    ])
    const { files, unreadable } = await fromEntries([tree, file('/loose.txt')])
    expect(files.map(({ path }) => path)).toEqual([
      'books/a.txt',
      'books/b.txt',
      'books/deep/er/q.pdf',
      'books/deep/z.md',
      'loose.txt',
    ])
    expect(unreadable).toEqual([])
  })
  it('gives the page its turn while it looks through a large folder', async () => {
    let turns = 0
    const timer = setInterval(() => (turns += 1))
    // Each answer takes a moment, and comes without a task of its own.
    const slow = (path: string): Entry => ({
      ...file(path),
      file: (found) => {
        for (const end = performance.now() + 2; performance.now() < end;);
        found(new File([], path))
      },
    })
    const { files } = await fromEntries([
      folder(
        '/many',
        Array.from({ length: 100 }, (_, i) => slow(`/many/${i}.txt`)),
      ),
    ])
    clearInterval(timer)
    expect(files).toHaveLength(100)
    expect(turns).toBeGreaterThan(2)
  })
  it('names what cannot be read and still takes the rest', async () => {
    expect(await fromEntries([file('/a.txt', true), file('/b.txt')])).toMatchObject({
      files: [{ path: 'b.txt' }],
      unreadable: ['a.txt'],
    })
  })
})

describe('fromTransfer', () => {
  const transfer = (
    parts: Partial<Pick<DataTransfer, 'files'>> & { text?: string; items?: unknown[] },
  ): DataTransfer =>
    ({
      items: parts.items ?? [],
      files: parts.files ?? [],
      getData: () => parts.text ?? '',
    }) as unknown as DataTransfer
  it('prefers entries, then files, then text; blank text is nothing', async () => {
    const entries = transfer({
      items: [
        { kind: 'file', webkitGetAsEntry: () => file('/e.txt') },
        { kind: 'string', webkitGetAsEntry: () => null },
      ],
    })
    expect((await fromTransfer(entries, 'paste')).files.map(({ path }) => path)).toEqual(['e.txt'])
    const pasted = await fromTransfer(transfer({ text: 'Some words.' }), 'Pasted.txt')
    expect(pasted.files.map(({ path }) => path)).toEqual(['Pasted.txt'])
    expect(await pasted.files[0]?.data.text()).toBe('Some words.')
    expect((await fromTransfer(transfer({ text: '  \n' }), 'x')).files).toEqual([])
  })
})

describe('names', () => {
  const named = (...paths: string[]) => paths.map((path) => ({ path, data: new Blob() }))
  it('a corpus is called after the common folder, else the first file', () => {
    expect(corpusName(named('books/a.txt', 'books/deep/b.txt'))).toBe('books')
    expect(corpusName(named('books/a.txt', 'other/b.txt'))).toBe('books/a.txt +1')
    expect(corpusName(named('a.txt'))).toBe('a.txt')
    expect(corpusName([])).toBe('')
  })
  it('picked files keep the path of a picked folder', () => {
    const deep = Object.defineProperty(new File([''], 'a.txt'), 'webkitRelativePath', { value: 'f/a.txt' })
    const flat = Object.defineProperty(new File([''], 'b.txt'), 'webkitRelativePath', { value: '' })
    expect(fromFiles([deep, flat]).files.map(({ path }) => path)).toEqual(['f/a.txt', 'b.txt'])
  })
})
