// Targets: the readers of documents, each by what its files are called.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, unzipSync, zipSync } from 'fflate'
import { readFile } from '../../src/corpus/readFile'
import { bytesOf, type Bytes, type Parts, type Target } from './target'

const fixtures = join(process.env['SPICE_ROOT'] ?? process.cwd(), 'e2e/fixtures')
const field = (name: string): Bytes => new Uint8Array(readFileSync(join(fixtures, 'field-documents', name)))
const document = (name: string): Bytes => new Uint8Array(readFileSync(join(fixtures, 'documents', name)))

const zip = (parts: Readonly<Record<string, Uint8Array>>): Bytes =>
  // Zipped into a fresh buffer of its own.
  new Uint8Array(zipSync({ ...parts }, { level: 1 }))
const opened = (...files: readonly Bytes[]): Parts[] =>
  files.map((file) => ({
    parts: Object.fromEntries(Object.entries(unzipSync(file)).map(([name, part]) => [name, part.slice()])),
    pack: zip,
  }))

/** Reads as an import does; whatever is said of the file is a line. */
const reading =
  (path: string) =>
  async (bytes: Bytes): Promise<readonly string[]> => {
    const lines: string[] = []
    let found = 0
    for await (const each of readFile(path, bytes)) {
      found += 1
      lines.push(each.ok ? each.value.name : each.error.message)
    }
    if (found === 0) throw new Error('neither a document nor a line')
    return lines
  }

const wordXml = (body: string): Bytes =>
  bytesOf(
    `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
  )
const word = zip({
  '[Content_Types].xml': bytesOf('<Types><Default Extension="xml" ContentType="application/xml"/></Types>'),
  '_rels/.rels': bytesOf('<Relationships><Relationship Id="r1" Target="word/document.xml"/></Relationships>'),
  'word/document.xml': wordXml(
    '<w:p><w:r><w:t>Water boils at 10</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r><w:del><w:r><w:delText>no</w:delText></w:r></w:del></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>',
  ),
  'word/footnotes.xml': wordXml('<w:footnote w:id="1"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote>'),
})

const mail = bytesOf(
  'From: A <a@example.org>\r\nTo: b@example.org\r\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\nDate: Mon, 1 Jan 2024 00:00:00 +0000\r\nMessage-ID: <1@x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nHello =C3=A4 there.\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+SGVsbG8gdGhlcmUuPC9wPg==\r\n--b--\r\n',
)
const subtitles = bytesOf(
  '1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>Hello</i> there.\r\n\r\n2\r\n00:00:09,000 --> 00:00:10,000\r\n- General.\r\n',
)
const table = bytesOf(
  'id,title,text\n1,One,"A text, with ""quotes""\nand lines."\n2,Two,Plain text\n3,,"12,5 kg"\n',
)
const records = bytesOf(
  '{"title":"Ada","text":"A language."}\n{"question":"3*4?","answer":"3*4=<<3*4=12>>12\\n#### 12"}\n{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}\n{"n":NaN}\n"a string"\n',
)
const nested = bytesOf(
  '{"data":[{"title":"T","paragraphs":[{"context":"A text.","qas":[{"question":"Q?","answers":[{"text":"A"}]}]}]}]}',
)

/** A tar of two files: names, octal sizes and the mark "ustar", padded to blocks of 512 bytes. */
function tar(files: Readonly<Record<string, Uint8Array>>): Bytes {
  const blocks: Uint8Array[] = []
  for (const [name, content] of Object.entries(files)) {
    const head = new Uint8Array(512)
    head.set(bytesOf(name), 0)
    head.set(bytesOf(content.length.toString(8).padStart(11, '0')), 124)
    head.set(bytesOf('0'), 156)
    head.set(bytesOf('ustar'), 257)
    const body = new Uint8Array(Math.ceil(content.length / 512) * 512)
    body.set(content)
    blocks.push(head, body)
  }
  blocks.push(new Uint8Array(1024))
  const out = new Uint8Array(blocks.reduce((sum, { length }) => sum + length, 0))
  blocks.reduce((end, block) => (out.set(block, end), end + block.length), 0)
  return out
}

/** A font that calls its glyphs by numbers. */
const numbered = bytesOf(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n4 0 obj<</Length 40>>stream\nBT /F 12 Tf 20 300 Td (!"#!"$%&) Tj ET  \nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/A+B/Encoding<</Differences[33/g1/g2/a35/g4/cid_5/g6]>>>>endobj\ntrailer<</Root 1 0 R>>',
)
const latin = (bytes: Bytes): string => new TextDecoder('latin1').decode(bytes)
const prefixed = (before: string, archive: Bytes): Bytes => {
  const head = bytesOf(before)
  const out = new Uint8Array(head.length + archive.length)
  out.set(head)
  out.set(archive, head.length)
  return out
}

const pdfs = (): readonly Bytes[] => [
  numbered,
  ...['hyphen.pdf', 'numbers-alone.pdf', 'headers.pdf'].map(field),
  document('sqlite-copyright-release.pdf'),
  document('broken.pdf'),
]

export const documents: readonly Target[] = [
  {
    name: 'pdf',
    share: 0.021,
    seeds: pdfs,
    tokens: [
      'endobj',
      'stream\n',
      'endstream',
      '<<',
      '>>',
      '/Kids[3 0 R]',
      '/Filter/FlateDecode',
      '/Length',
      'BT',
      'ET',
      'Tj',
      'Do',
      'q',
      '5 0 R',
      'xref',
      'trailer',
      '/Encrypt',
    ],
    read: reading('a.pdf'),
  },
  {
    name: 'docx',
    share: 0.025,
    seeds: () => [word, document('word-tables.docx')],
    opened: () => opened(word, word, word, document('word-tables.docx')),
    tokens: [
      '<w:p>',
      '</w:p>',
      '<w:del>',
      '<w:t>',
      '<w:tbl>',
      '<m:f>',
      '<m:rad>',
      '<m:num>',
      '</m:f>',
      '<mc:Fallback>',
    ],
    read: reading('a.docx'),
  },
  {
    name: 'epub',
    seeds: () => [field('script-chapter.epub')],
    opened: () => opened(field('script-chapter.epub')),
    tokens: ['<itemref idref="a"/>', '<item id="a" href="x"/>', '<script/>', '<title/>', 'full-path=""'],
    read: reading('a.epub'),
  },
  {
    name: 'zip',
    seeds: () => [
      field('traversal.zip'),
      zip({ 'a.txt': bytesOf('one'), 'b/c.csv': table, 'd.zip': zip({ 'e.md': bytesOf('# two') }) }),
      prefixed('#!/bin/sh\nexit\n', zip({ 'a.txt': bytesOf('one') })),
      prefixed(`MZ${'\0'.repeat(300)}`, zip({ 'a.txt': bytesOf('one'), 'b.csv': table })),
    ],
    opened: () => opened(zip({ 'a.txt': bytesOf('one'), 'b.csv': table, 'c.jsonl': records, 'm.eml': mail })),
    read: reading('a.zip'),
  },
  {
    name: 'gzip',
    seeds: () => [
      new Uint8Array(gzipSync(table)),
      new Uint8Array(gzipSync(tar({ 'a.txt': bytesOf('one') }))),
    ],
    read: reading('a.txt.gz'),
  },
  {
    name: 'tar',
    seeds: () => [tar({ 'a.txt': bytesOf('one two'), 'b.csv': table })],
    read: reading('a.tar'),
  },
  {
    name: 'html',
    seeds: () => [field('math.html'), field('page.html')],
    tokens: [
      '<pre>',
      '<msup>',
      '<mfrac>',
      '<sup>2</sup>',
      '<table>',
      '<td>',
      '</msup>',
      '<svg>',
      'style="display:none"',
    ],
    read: reading('a.html'),
  },
  {
    name: 'markdown',
    seeds: () => [
      field('dashes.md'),
      bytesOf('# A\n\n- one\n- *two*\n\n> [x](y) `z`\n\n```js\n1\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n'),
    ],
    tokens: ['---\n', '```\n', '~~~', '    ', '> ', '* ', '[a]: b\n', '![', '**', '<b>'],
    read: reading('a.md'),
  },
  {
    name: 'csv',
    seeds: () => [table, field('emptyheader.csv'), field('sep-line.csv')],
    tokens: ['sep=;\n', '";"', '\t', ';;;;', '\r\n'],
    read: reading('a.csv'),
  },
  {
    name: 'jsonl',
    seeds: () => [records, field('messages.jsonl'), field('nan.jsonl')],
    tokens: ['"text":', '"messages":[', '{"role":"user"}', '}{', 'null'],
    read: reading('a.jsonl'),
  },
  {
    name: 'json',
    seeds: () => [nested, bytesOf('[{"text":"one"},{"x":1},"two"]')],
    tokens: ['"text":', '"paragraphs":[', 'null', '[[', ']]'],
    read: reading('a.json'),
  },
  {
    name: 'notebook',
    seeds: () => [field('notebook.ipynb')],
    tokens: ['"cell_type":', '"source":[', '"cells":'],
    read: reading('a.ipynb'),
  },
  {
    name: 'mail',
    seeds: () => [mail],
    tokens: [
      '--b\r\n',
      'Content-Type: multipart/mixed; boundary=b\r\n',
      'Content-Transfer-Encoding: base64\r\n',
      '=?utf-8?B?',
      'charset=x',
    ],
    read: reading('a.eml'),
  },
  {
    name: 'mbox',
    seeds: () => [
      prefixed(
        'From a@b.c Mon Jan  1 10:00:00 2024\n',
        prefixed(latin(mail), prefixed('\nFrom d@e.f Tue Jan  2 10:00:00 2024\n', mail)),
      ),
    ],
    tokens: ['\nFrom x Mon Jan  1 10:00:00 2024\n', '\n>From ', '--b\r\n', 'boundary=b'],
    read: reading('a.mbox'),
  },
  {
    name: 'subtitles',
    seeds: () => [subtitles, bytesOf('WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n')],
    tokens: ['-->', '00:00:01,000', '{\\i1}'],
    read: reading('a.srt'),
  },
  {
    name: 'feed',
    seeds: () => [
      bytesOf(
        '<rss><channel><item><title>A &amp; b</title><description>&lt;p&gt;C&lt;/p&gt;</description></item></channel></rss>',
      ),
      bytesOf('<feed><entry><content type="xhtml"><div><p>One.</p></div></content></entry></feed>'),
    ],
    tokens: ['<item>', '</item>', '<entry>', '<![CDATA[', ']]>', 'type="xhtml"', '<content:encoded>'],
    read: reading('a.rss'),
  },
  {
    name: 'text',
    seeds: () => [
      field('cp1251.txt'),
      field('utf8-one-bad-byte.txt').slice(0, 400),
      bytesOf('\ufeffPlain words.\r\n\r\nMore of them.'),
      Uint8Array.from({ length: 60 }, (_, i) => (i % 6 === 5 ? 32 : 0xa0 + ((i * 7) % 0x60))),
    ],
    read: reading('a.txt'),
  },
  {
    name: 'unnamed',
    seeds: () => [records, table, mail, field('page.html'), field('hyphen.pdf'), word],
    read: reading('a'),
  },
]
