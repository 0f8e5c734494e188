// Files of the kinds that public reports say readers get wrong, and what a careful reader makes of each.

import { readFileSync } from 'node:fs'
import { gzipSync, zipSync, strToU8 } from 'fflate'
import { describe, expect, it } from 'vitest'
import { readFile } from './readFile'

async function read(name: string, bytes?: Uint8Array<ArrayBuffer>) {
  const documents: Record<string, string> = {}
  const told: string[] = []
  const content = bytes ?? new Uint8Array(readFileSync(`e2e/fixtures/field-documents/${name}`))
  for await (const found of readFile(name, content)) {
    if (found.ok) documents[found.value.name] = found.value.text
    else told.push(found.error.message)
  }
  return { documents, told, text: Object.values(documents).join('\n\n') }
}
const bytes = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text))

describe('encodings', () => {
  it('detects a legacy one and says so', async () => {
    const { text, told } = await read('cp1251.txt')
    expect(text).toMatch(/^Москва — столица России\./u)
    expect(told).toEqual([expect.stringContaining('windows-1251')])
  })
  /** In an encoding of one byte a letter. */
  const inEncoding = (text: string, encoding: string): Uint8Array<ArrayBuffer> => {
    const decoder = new TextDecoder(encoding)
    const all = Array.from({ length: 256 }, (_, byte) => decoder.decode(Uint8Array.of(byte)))
    return Uint8Array.from(text, (sign) => all.indexOf(sign))
  }
  it.each([
    ['koi8-r', 'Москва - столица России. Река течёт через город, и по ней ходят суда. Зимой здесь холодно.'],
    ['windows-1250', 'Příliš žluťoučký kůň úpěl ďábelské ódy. Praha je hlavní město České republiky.'],
    ['macintosh', 'Le café crème coûte très cher à Genève. L’été, les élèves partent à la mer.'],
  ])('detects %s in a few words', async (encoding, words) => {
    const { text, told } = await read('few.txt', inEncoding(words, encoding))
    expect(text).toBe(words)
    expect(told).toHaveLength(1)
  })
  it('loses one character to a bad byte, not the file', async () => {
    const { text, told } = await read('utf8-one-bad-byte.txt')
    expect(text).toMatch(/^Größe und Maß\. Größe/u)
    expect(text.split('\ufffd')).toHaveLength(2)
    expect(told).toHaveLength(1)
  })
  it('keeps a UTF-8 text that is cut within a character', async () => {
    const cut = bytes('Größe und Maß, Flüsse und Städte, Züge ü').slice(0, -1)
    expect((await read('cut.txt', cut)).text).toMatch(/^Größe und Maß, Flüsse/u)
  })
  it('reads western text without a guess', async () => {
    const latin = Uint8Array.from('Caf\u00e9 cr\u00e8me, na\u00efve r\u00e9sum\u00e9.', (sign) =>
      sign.charCodeAt(0),
    )
    expect(await read('latin.txt', latin)).toMatchObject({ text: 'Café crème, naïve résumé.', told: [] })
  })
})

describe('records', () => {
  it('reads every column that is called text', async () => {
    const { text } = await read('a.csv', bytes('text,text\nAnts walk,in rows\nBees fly,in swarms\n'))
    expect(text).toBe('Ants walk\n\nin rows\n\nBees fly\n\nin swarms')
  })
  it.each([
    ['{"instruction":"Add.","input":"3 and 4","output":"7"}', 'Add.\n\n3 and 4\n\n7'],
    ['{"instruction":"Greet.","input":"","output":"Hello"}', 'Greet.\n\nHello'],
    ['{"prompt":"Ants have","completion":" six legs."}', 'Ants have\n\nsix legs.'],
    [
      '{"context":"Ants have six legs.","question":"How many?","answer":"six"}',
      'Ants have six legs.\n\nHow many?\n\nsix',
    ],
    ['{"output":"Alone."}', 'Alone.'],
  ])('keeps question and answer of %s', async (line, text) => {
    expect((await read('a.jsonl', bytes(`${line}\n`))).text).toBe(text)
  })
})

describe('markup', () => {
  it('reads formulas of MathML and raised numbers, and leaves out what a page hides', async () => {
    expect((await read('math.html')).text).toBe('The energy is E=mc^2 and half is 1/2.')
    const { text } = await read('page.html')
    expect(text).toContain('x^2 + H2O, area 5 m^2, note[3], 1,300[2]')
    expect(text).not.toMatch(/hid 44|none 33|Copyright|secret|tpl 55/u)
  })
  it('reads a formula once that is there as MathML, as TeX and as a picture', async () => {
    const page = `<p>So <span class="mwe-math-element"><span class="mwe-math-mathml-inline" style="display: none;"><math>
      <semantics><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow><annotation>{\\displaystyle x^{2}}</annotation></semantics>
      </math></span><img alt="x^2"></span> grows.</p>`
    expect((await read('wiki.html', bytes(page))).text.replace(/\s+/gu, ' ')).toBe('So x^2 grows.')
  })
  it('reads all chapters of a book, XHTML ones too', async () => {
    expect((await read('script-chapter.epub')).text).toBe(
      'Chapter one: ants have 6 legs.\n\nChapter two: spiders have 8 legs.\n\nChapter three ends.',
    )
  })
  it('takes text between two rules for text, and settings for settings', async () => {
    expect((await read('dashes.md')).text).toBe(
      'Chapter one tells of ants.\n\nChapter two tells of spiders with 8 legs.',
    )
    expect((await read('a.md', bytes('---\ntitle: Ants\ntags:\n  - six\n---\n\nLegs.'))).text).toBe('Legs.')
  })
})

describe('printed pages', () => {
  it('keeps numbers that stand alone on a line', async () => {
    expect((await read('numbers-alone.pdf')).text.split(/\s+/u)).toEqual(
      'The number of ants in the nest was 1500 and the number of spiders was 24'.split(' '),
    )
  })
  it('leaves running titles and page numbers out', async () => {
    const { text } = await read('headers.pdf')
    expect(text).not.toMatch(/Journal|Page \d/u)
    expect(text.match(/On page \d the sentence runs/gu)).toHaveLength(6)
  })
  it('keeps the hyphens of words and ranges at a line end', async () => {
    const { text } = await read('hyphen.pdf')
    expect(text).toContain('well-known')
    expect(text).toContain('10-20')
    expect(text).toContain('international')
  })
})

describe('tables and records', () => {
  it('takes an unnamed first column for a count of rows', async () => {
    expect((await read('emptyheader.csv')).documents).toEqual({
      'emptyheader.csv#1': 'A\n\nAnts have six legs.',
      'emptyheader.csv#2': 'B\n\nSpiders have eight.',
    })
  })
  it('follows the line in which a spreadsheet names its separator', async () => {
    expect((await read('sep-line.csv')).documents).toEqual({
      'sep-line.csv#1': 'A\n\nAmeisen haben 6 Beine.',
      'sep-line.csv#2': 'B\n\nSpinnen haben 8.',
    })
  })
  it('puts a text with unquoted commas together, and says so', async () => {
    const { documents, told } = await read('c.csv', bytes('id,text\n1,Ants, bees, wasps\n2,Spiders\n'))
    expect(documents).toEqual({ 'c.csv#1': 'Ants, bees, wasps', 'c.csv#2': 'Spiders' })
    expect(told).toHaveLength(1)
  })
  it('tells columns of one name apart', async () => {
    const { text } = await read('e.csv', bytes('text,note,note\nAnts walk.,a,b\n'))
    expect(text).toBe('Ants walk.')
  })
  it('reads a quote that is never closed as a letter', async () => {
    const { documents, told } = await read(
      'q.csv',
      bytes('id,text\n1,"Ants walk\n2,Bees fly\n3,Wasps sting\n'),
    )
    expect(Object.values(documents)).toEqual(['"Ants walk', 'Bees fly', 'Wasps sting'])
    expect(told).toHaveLength(1)
  })
  it('reads records of chats, of nested data sets and with NaN', async () => {
    expect((await read('messages.jsonl')).text).toBe(
      'How many legs has a spider?\n\nA spider has eight legs.',
    )
    expect((await read('nan.jsonl')).documents).toEqual({
      'nan.jsonl#1': 'one cat',
      'nan.jsonl#2': 'two dogs',
    })
    const squad = { version: '2', data: [{ title: 'Ants', paragraphs: [{ context: 'Six legs.', qas: [] }] }] }
    expect((await read('squad.json', bytes(JSON.stringify(squad)))).text).toBe('Six legs.')
    const side = '{"text":"one cat"} {"text":"two dogs"}\n{"text":"three ants"}\n'
    expect(Object.values((await read('side.jsonl', bytes(side))).documents)).toEqual([
      'one cat',
      'two dogs',
      'three ants',
    ])
  })
})

describe('other files', () => {
  it('reads notebooks, subtitles and saved mails as what they say', async () => {
    expect((await read('notebook.ipynb')).text).toBe('Ants\n\nAnts have six legs.\n\nx=5')
    const cues =
      '1\n00:00:01,000 --> 00:00:02,500\n<i>Ants walk.</i>\n\n2\n00:00:03,000 --> 00:00:04,000\nBees fly.\n'
    expect((await read('a.srt', bytes(cues))).text).toBe('Ants walk.\nBees fly.')
    expect((await read('a.vtt', bytes('WEBVTT\n\nNOTE no\n\n00:01.000 --> 00:02.000\nAnts.\n'))).text).toBe(
      'Ants.',
    )
    const mail =
      'From: a@b.c\r\nTo: d@e.f\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nAnts have six le=\r\ngs=2E\r\n'
    expect((await read('a.eml', bytes(mail))).text).toBe('Grüße\n\nAnts have six legs.')
  })
  it('unpacks gzip and tar', async () => {
    const packed = new Uint8Array(gzipSync(strToU8('{"text":"one cat"}\n{"text":"two dogs"}\n')))
    expect(Object.values((await read('a.jsonl.gz', packed)).documents)).toEqual(['one cat', 'two dogs'])
    const tar = new Uint8Array(2048)
    tar.set(strToU8('folder/a.txt'), 0)
    tar.set(strToU8('00000000016'), 124)
    tar.set(strToU8('0ustar'), 156)
    tar.set(strToU8('ustar'), 257)
    tar.set(strToU8('Ants walk now.'), 512)
    expect((await read('a.tar', tar)).documents).toEqual({ 'a.tar/folder/a.txt': 'Ants walk now.' })
  })
  it('refuses a Parquet table by its name', async () => {
    expect((await read('a.parquet', bytes('PAR1    PAR1'))).told).toEqual([
      expect.stringContaining('Parquet'),
    ])
  })
  it('reads an archive whose names climb, and shows them without', async () => {
    expect((await read('traversal.zip')).documents).toEqual({
      'traversal.zip/etc/a.txt': 'Ants have six legs.',
    })
  })
  it('reads equations, raised numbers, line breaks and footnotes of Word, whatever its main part is called', async () => {
    const body = `<w:document><w:body><w:p><w:r><w:t>Speed 10</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>6</w:t></w:r><w:r><w:br/><w:t>next</w:t></w:r></w:p>
      <w:p><m:oMath><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f><m:sSup><m:e><m:r><m:t>c</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath></w:p>
      <w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p></w:body></w:document>`
    const notes = `<w:footnotes><w:footnote w:type="separator"><w:p><w:r><w:t>no</w:t></w:r></w:p></w:footnote><w:footnote><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>`
    const file = zipSync({
      '[Content_Types].xml': strToU8('<Types/>'),
      'word/document2.xml': strToU8(body),
      'word/footnotes.xml': strToU8(notes),
    })
    expect((await read('w.docx', new Uint8Array(file))).text).toBe(
      'Speed 10^6\nnext\n\n(a+b)/2c^2\n\nA note.',
    )
  })
})

describe('time', () => {
  const blanks = ' '.repeat(400_000)
  it.each([
    ['blanks.txt', `Ants${blanks}.\n${blanks}\nBees${blanks}`],
    ['pre.html', `<pre>Ants${blanks}\n${blanks}Bees</pre>`],
    ['div.html', '<div>'.repeat(40_000) + 'Ants'],
    ['quotes.csv', `a,b\n${'"'.repeat(500_000)}`],
    ['marks.txt', 'a' + '\u0301'.repeat(2_000_000)],
    ['stars.md', '*a_ '.repeat(20_000)],
    ['deep.md', `${'>'.repeat(50_000)} Ants`],
    ['long.md', '# Ants\n\nAnts *walk* in a [row](x).\n\n'.repeat(15_000)],
    ['list.md', Array.from({ length: 1500 }, (_, i) => `${' '.repeat(2 * i)}- a`).join('\n')],
  ])(
    'grows with the file, not with its square: %s',
    async (name, text) => {
      const began = process.cpuUsage()
      await read(name, bytes(text))
      expect(process.cpuUsage(began).user / 1e6).toBeLessThan(6)
    },
    60_000,
  )
})
