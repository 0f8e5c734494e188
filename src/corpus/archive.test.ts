import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { archiveLimits, openArchive } from './archive'
import { bytesOf, epubOf, readAll, zipOf } from './memoryCorpora'

const limits = { ...archiveLimits }
afterEach(() => Object.assign(archiveLimits, limits))

const view = (bytes: Uint8Array<ArrayBuffer>): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
/** Position of the n-th entry's record in the archive's directory. */
function recordAt(bytes: Uint8Array<ArrayBuffer>, n = 0): number {
  for (let at = 0, seen = 0; at < bytes.length - 4; at++)
    if (view(bytes).getUint32(at, true) === 0x02014b50 && seen++ === n) return at
  throw new Error('no such record')
}

describe('openArchive', () => {
  it('gives every file back, stored or packed', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-zé漢]{1,8}$/), fc.uint8Array({ maxLength: 400 }), {
          maxKeys: 8,
        }),
        (files) => {
          const entries = openArchive(zipOf(files))
          expect(entries.map(({ path }) => path)).toEqual(Object.keys(files))
          for (const entry of entries)
            expect(Array.from(entry.read())).toEqual(Array.from(files[entry.path] ?? []))
        },
      ),
    )
  })

  it('refuses what was changed inside', () => {
    const bytes = zipOf({ 'a.txt': 'x'.repeat(100) })
    view(bytes).setUint8(35 + 5, view(bytes).getUint8(40) ^ 0xff)
    expect(() => openArchive(bytes)[0]?.read()).toThrow('damaged')
    expect(() => openArchive(bytesOf('PK\u0003\u0004 and no more of it than this'))).toThrow('damaged')
  })
})

describe('.zip', () => {
  it('gives the documents of all files in it, one archive deep, and names each failure', async () => {
    const bytes = zipOf({
      'a.txt': 'one',
      'dir/b.md': '# two',
      'bad.pdf': '%PDF-1.4 nothing',
      '.hidden': 'no',
      '__MACOSX/a.txt': 'no',
      'book.epub': epubOf(['three']),
      'more.zip': zipOf({
        'c.jsonl': '{"text":"four"}\n{"text":"five"}',
        'deep.zip': zipOf({ 'd.txt': 'six' }),
      }),
      'empty.txt': '',
    })
    const { documents, failures } = await readAll('all.zip', bytes)
    expect(documents).toEqual({
      'all.zip/a.txt': 'one',
      'all.zip/dir/b.md': 'two',
      'all.zip/book.epub': 'three',
      'all.zip/more.zip/c.jsonl#1': 'four',
      'all.zip/more.zip/c.jsonl#2': 'five',
    })
    expect(failures.map(({ code, message }) => [code, message.split(': ')[0]])).toEqual([
      ['file.damagedPdf', 'all.zip/bad.pdf'],
      ['file.nestedArchive', 'all.zip/more.zip/deep.zip'],
      ['file.empty', 'all.zip/empty.txt'],
    ])
  })

  it('names files that are locked, and reads the others', async () => {
    const bytes = zipOf({ 'open.txt': 'one', 'locked.txt': 'two' })
    const at = recordAt(bytes, 1)
    view(bytes).setUint16(at + 8, view(bytes).getUint16(at + 8, true) | 1, true)
    const { documents, failures } = await readAll('z.zip', bytes)
    expect(documents).toEqual({ 'z.zip/open.txt': 'one' })
    expect(failures).toEqual([
      {
        code: 'file.lockedEntry',
        message: 'z.zip/locked.txt: is password-protected. Unpack it and drop what is inside.',
      },
    ])
  })

  it('refuses bombs before unpacking them, and never writes more than an entry says', async () => {
    Object.assign(archiveLimits, { ratioFrom: 10_000, ratio: 100 })
    const bomb = zipOf({ 'zeros.txt': 'a'.repeat(1_000_000), 'b.txt': 'fine' })
    const { documents, failures } = await readAll('z.zip', bomb)
    expect(documents).toEqual({ 'z.zip/b.txt': 'fine' })
    expect(failures[0]?.code).toBe('file.largeEntry')
    Object.assign(archiveLimits, limits, { totalBytes: 500_000 })
    expect((await readAll('z.zip', bomb)).failures).toEqual([
      expect.objectContaining({ code: 'file.largeArchive' }),
    ])
    Object.assign(archiveLimits, limits)
    view(bomb).setUint32(recordAt(bomb) + 24, 10, true)
    expect((await readAll('z.zip', bomb)).failures[0]).toMatchObject({ code: 'file.damagedArchive' })
  })

  it('knows other things in zip form, and an archive of nothing', async () => {
    expect((await readAll('a.xlsx', zipOf({ 'xl/workbook.xml': '<x/>' }))).failures[0]?.message).toContain(
      '.csv',
    )
    expect(
      (await readAll('a.pptx', zipOf({ 'ppt/presentation.xml': '<x/>' }))).failures[0]?.message,
    ).toContain('.pdf')
    expect(
      (await readAll('a.odt', zipOf({ mimetype: 'x', 'content.xml': '<x/>' }))).failures[0]?.message,
    ).toContain('.docx')
    expect((await readAll('a.zip', zipOf({}))).failures[0]?.code).toBe('file.emptyArchive')
    expect((await readAll('a.docx', zipOf({ 'word/document.xml': 'not xml' }))).failures[0]?.code).toBe(
      'file.damagedWord',
    )
  })

  it('tells a Word file with a password from an old one', async () => {
    const head = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
    const name = [...'EncryptedPackage'].flatMap((sign) => [sign.charCodeAt(0), 0])
    expect((await readAll('a.docx', Uint8Array.from([...head, ...name]))).failures[0]?.code).toBe(
      'file.locked',
    )
    expect((await readAll('a.doc', Uint8Array.from([...head, 0, 0]))).failures[0]?.message).toBe(
      'a.doc: is in the old Office format. Save it as .docx.',
    )
  })
})
