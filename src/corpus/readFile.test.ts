import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../base/at'
import { bytesOf, epubOf, latin, readAll, zipOf } from './memoryCorpora'

const folder = join(import.meta.dirname, '../../e2e/fixtures/documents')
const fixture = (name: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(join(folder, name)))
const only = async (path: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> => {
  const { documents, failures } = await readAll(path, bytes)
  expect(failures).toEqual([])
  expect(Object.keys(documents)).toEqual([path])
  return documents[path] ?? ''
}

describe('real documents', () => {
  it('all come in but the two that cannot', async () => {
    for (const name of readdirSync(folder)) {
      if (name === 'reportlab-userguide.pdf') continue
      const { documents, failures } = await readAll(name, fixture(name))
      const refused = name === 'broken.pdf' || name === 'locked.pdf'
      expect([name, Object.keys(documents).length > 0, failures.length]).toEqual([
        name,
        !refused,
        refused ? 1 : 0,
      ])
      for (const { message } of failures) expect(message).toMatch(new RegExp(`^${name}: [^\n]+\\.$`))
    }
  })

  it('a PDF, line by line and in paragraphs', async () => {
    const text = await only('sqlite-copyright-release.pdf', fixture('sqlite-copyright-release.pdf'))
    expect(text).toContain('SQLite is software that implements an embeddable SQL database engine.')
    expect(text.split('\n\n').length).toBeGreaterThan(4)
  })

  it('says that a PDF is locked, and that one is damaged', async () => {
    expect((await readAll('locked.pdf', fixture('locked.pdf'))).failures[0]).toEqual({
      code: 'file.locked',
      message: 'locked.pdf: is password-protected. Save a copy without a password.',
    })
    expect((await readAll('broken.pdf', fixture('broken.pdf'))).failures[0]?.code).toBe('file.damagedPdf')
  })

  it('Word documents, tables with them', async () => {
    expect(await only('word-comments.docx', fixture('word-comments.docx'))).toContain('Paragraph 6')
    expect(await only('word-tables.docx', fixture('word-tables.docx'))).toContain('Top left')
  })

  it('pages and texts in Japanese, Russian and Chinese', async () => {
    expect(await only('mecab-learn-ja.html', fixture('mecab-learn-ja.html'))).toContain(
      '学習用コーパスからパラメータ(コスト値)を推定することができます.',
    )
    expect(await only('vim-tutor-ru.txt', fixture('vim-tutor-ru.txt'))).toContain(
      'Vim -- это очень мощный редактор',
    )
    expect(await only('vim-tutor-zh.txt', fixture('vim-tutor-zh.txt'))).toContain('教程')
  })

  it('HTML without scripts and tags, powers kept apart from their base', async () => {
    const text = await only('sqlite-about.html', fixture('sqlite-about.html'))
    expect(text).toContain('281 terabytes (2^48 bytes)')
    expect(text).not.toMatch(/<[a-z/]|function\(|window\./)
  })

  it('a readme as its words, a table as its rows', async () => {
    const readme = await only('zustand.md', fixture('zustand.md'))
    expect(readme).toContain('like the dreaded zombie child problem, react concurrency, and context loss')
    expect(readme).not.toContain('](https://')
    const { documents } = await readAll('debian-releases.csv', fixture('debian-releases.csv'))
    expect(documents['debian-releases.csv#11']).toMatch(/^version: 6\.0\ncodename: Squeeze\n/)
  })
})

describe('text files', () => {
  it.each([
    ['UTF-8', bytesOf('Grün 漢字')],
    ['UTF-8 with a mark', Uint8Array.of(0xef, 0xbb, 0xbf, ...bytesOf('Grün 漢字'))],
    ['UTF-16 LE', new Uint8Array(Uint16Array.from('\ufeffGrün 漢字', (sign) => sign.charCodeAt(0)).buffer)],
    [
      'UTF-16 BE',
      new Uint8Array(Uint16Array.from('\ufeffGrün 漢字', (sign) => sign.charCodeAt(0)).buffer).map(
        (_, index, all) => at(all, index ^ 1),
      ),
    ],
  ])('in %s', async (_, bytes) => {
    expect(await only('a.txt', bytes)).toBe('Grün 漢字')
  })

  it('in windows-1252, in UTF-16 without a mark, and as a page declares', async () => {
    expect(await only('a.txt', latin('Gr\xfcn \x93so\x94'))).toBe('Grün “so”')
    expect(await only('a.txt', latin('H\0e\0l\0l\0o\0,\0 \0y\0o\0u\0.\0'))).toBe('Hello, you.')
    expect(await only('a.html', latin('<html><meta charset="shift_jis"><p>\x83e\x83X\x83g</p></html>'))).toBe(
      'テスト',
    )
  })

  it('are cleaned: line ends, controls, blanks, composed letters', async () => {
    expect(
      await only(
        'a.txt',
        bytesOf('\ufeffa\r\nb\rc\u2028d \t \u0007e\u00a0f\n\n\n\n\n  g\u0065\u0301 co\u00adop  \n'),
      ),
    ).toBe('a\nb\nc\nd e f\n\n  gé coop')
  })

  it('tell binary and empty ones by name, in one line', async () => {
    const png = latin('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\b\x02\0\0\0\x90\x91h6')
    expect((await readAll('dir/a.txt', png)).failures).toEqual([
      expect.objectContaining({
        code: 'file.binary',
        message: expect.stringMatching(/^dir\/a\.txt: [^\n]+$/) as string,
      }),
    ])
    expect((await readAll('a.md', new Uint8Array())).failures).toEqual([
      { code: 'file.empty', message: 'a.md: is empty.' },
    ])
    expect((await readAll('a.txt', bytesOf(' \n\t'))).failures[0]?.code).toBe('file.blank')
    expect((await readAll('a.txt', bytesOf('-- ... --'))).failures[0]?.code).toBe('file.noText')
  })

  it('go by what they hold where the name lies', async () => {
    expect(await only('page.txt', bytesOf('<!DOCTYPE html><title>x</title><p>Hello <b>you</b>'))).toBe(
      'Hello you',
    )
    expect(await only('paper.txt', fixture('sqlite-copyright-release.pdf'))).toContain('SQLite')
    expect(await only('paper.pdf', fixture('word-comments.docx'))).toContain('Paragraph 6')
    expect((await readAll('x.txt', bytesOf('{"text":"one"}\n{"text":"two"}\n'))).documents).toEqual({
      'x.txt#1': 'one',
      'x.txt#2': 'two',
    })
    for (const [name, code] of [
      ['a.pdf', 'file.notPdf'],
      ['a.docx', 'file.notItsKind'],
      ['a.epub', 'file.notItsKind'],
      ['a.zip', 'file.notItsKind'],
    ] as const)
      expect((await readAll(name, bytesOf('plain words'))).failures[0]?.code).toBe(code)
    expect((await readAll('a.txt', bytesOf('{\\rtf1 x}'))).failures[0]?.message).toContain('.docx or .txt')
  })
})

describe('records', () => {
  it('.jsonl: text with its title, questions with their answers, bad lines told once', async () => {
    const lines = [
      '{"title":"Ada","text":"A language."}',
      '',
      'not json',
      '{"question":"3*4?","answer":"3*4=<<3*4=12>>12\\n#### 12"}',
      '{"id":7}',
      '"a string"',
      '{"content":["p1","p2"]}',
    ]
    const { documents, failures } = await readAll('r.jsonl', bytesOf(lines.join('\r\n')))
    expect(documents).toEqual({
      'r.jsonl#1': 'Ada\n\nA language.',
      'r.jsonl#4': '3*4?\n\n3*4=12\n#### 12',
      'r.jsonl#6': 'a string',
      'r.jsonl#7': 'p1\n\np2',
    })
    expect(failures).toEqual([
      {
        code: 'file.someLines',
        message:
          'r.jsonl: 1 line is not JSON, the first is line 3; 1 line is without text. The other lines were added.',
      },
    ])
    expect((await readAll('r.jsonl', bytesOf('no\nnope'))).failures).toHaveLength(1)
    expect((await readAll('r.jsonl', bytesOf('{"a":1}'))).failures[0]?.code).toBe('file.noTextField')
  })

  it('.json: a list or one record', async () => {
    expect((await readAll('r.json', bytesOf('[{"body":"one"},{"x":1},"two"]'))).documents).toEqual({
      'r.json#1': 'one',
      'r.json#3': 'two',
    })
    expect(await only('r.json', bytesOf('{"text":"one"}'))).toBe('one')
    expect((await readAll('r.json', bytesOf('[{"text":'))).failures[0]?.code).toBe('file.badJson')
  })

  it('.csv: a text column, else all columns, quoted line ends kept', async () => {
    expect((await readAll('t.csv', bytesOf('id,text\n1,"one, and\nmore"\n2,two\n'))).documents).toEqual({
      't.csv#1': 'one, and\nmore',
      't.csv#2': 'two',
    })
    expect((await readAll('t.csv', bytesOf('name;age\nMia;7\nBen;8'))).documents).toEqual({
      't.csv#1': 'name: Mia\nage: 7',
      't.csv#2': 'name: Ben\nage: 8',
    })
    expect((await readAll('t.csv', bytesOf('1,2\n3,4'))).documents).toEqual({
      't.csv#1': '1\n2',
      't.csv#2': '3\n4',
    })
    const rows = Array.from({ length: 5000 }, (_, n) => `${String(n)},"row ${String(n)}\nline"`)
    const { documents } = await readAll('t.csv', bytesOf(`id,text\n${rows.join('\n')}`))
    expect(Object.keys(documents)).toHaveLength(5000)
    expect(documents['t.csv#5000']).toBe('row 4999\nline')
  })
})

describe('markup', () => {
  it('.md: words without marks, items line by line, front matter and tags left out', async () => {
    const source =
      '---\ntitle: x\n---\n# Head *line*\n\nA [link](http://x.y) and `code`.\n\n- one\n- two\n\n<div onclick="x()">in a tag</div>\n\n```js\nlet a = 1\n```\n'
    expect(await only('a.md', bytesOf(source))).toBe(
      'Head line\n\nA link and code.\n\none\ntwo\n\nin a tag\n\nlet a = 1',
    )
  })

  it('.html: never markup, whatever is nested or left open', async () => {
    const source =
      '<body><script>alert(1)</script><style>p{}</style><nav>Menu</nav><h1>T&amp;C</h1><p>one<br>two<table><tr><td>a<td>b</table><pre>x\n  y</pre><p>&lt;img onerror=x&gt;'
    const text = await only('a.html', bytesOf(source))
    expect(text).toContain('T&C\n\none\ntwo')
    expect(text).toContain('a b')
    expect(text).toContain('<img onerror=x>')
    expect(text).not.toMatch(/alert|Menu|p\{\}/)
  })

  it('.epub: chapters in the order of the spine', async () => {
    expect(await only('b.epub', epubOf(['the last', 'then', 'first']))).toBe('first\n\nthen\n\nthe last')
    expect((await readAll('b.epub', zipOf({ 'META-INF/container.xml': '<x/>' }))).failures[0]?.code).toBe(
      'file.damagedBook',
    )
  })
})

describe('damaged files', () => {
  it.each([
    'sqlite-copyright-release.pdf',
    'word-tables.docx',
    'mecab-learn-ja.html',
    'vim-tutor-zh.txt',
    'debian-releases.csv',
  ])('%s cut or changed anywhere never throws, and says at most one line a document', async (name) => {
    const whole = fixture(name)
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), fc.boolean(), async (at, value, cut) => {
        const bytes = cut ? whole.slice(0, at) : whole.slice()
        if (!cut) bytes[at] = value
        const { documents, failures } = await readAll(name, bytes)
        expect(Object.keys(documents).length + failures.length).toBeGreaterThan(0)
        for (const { message } of failures) expect(message).toMatch(new RegExp(`^${name}: [^\n]+$`))
      }),
      { numRuns: 12 },
    )
  })

  it('any bytes under any name give documents or a line', async () => {
    const names = fc.constantFrom(
      'a.txt',
      'a.md',
      'a.html',
      'a.pdf',
      'a.docx',
      'a.epub',
      'a.jsonl',
      'a.json',
      'a.csv',
      'a.zip',
      'a',
    )
    await fc.assert(
      fc.asyncProperty(
        names,
        fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.string({ maxLength: 300 }).map(bytesOf)),
        async (name, bytes) => {
          const { documents, failures } = await readAll(name, Uint8Array.from(bytes))
          expect(Object.keys(documents).length + failures.length).toBeGreaterThan(0)
          for (const { code } of failures) expect(code).toMatch(/^file\./)
        },
      ),
      { numRuns: 150 },
    )
  })
})
