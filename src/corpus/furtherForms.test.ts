// Files in further forms that people have: each gives its text, and what is guessed or refused is told.

import { expect, it } from 'vitest'
import { at } from '../base/at'
import { bytesOf, epubOf, latin, readAll, zipOf } from './memoryCorpora'

type Bytes = Uint8Array<ArrayBuffer>

/** In an encoding of one byte a letter. */
const enc = (text: string, encoding: string): Bytes => {
  const decoder = new TextDecoder(encoding)
  const all = Array.from({ length: 256 }, (_, byte) => decoder.decode(Uint8Array.of(byte)))
  return Uint8Array.from(text, (sign) => all.indexOf(sign))
}
const join = (...parts: readonly Uint8Array[]): Bytes => Uint8Array.from(parts.flatMap((part) => [...part]))
const hex = (digits: string): Bytes =>
  Uint8Array.from(digits.match(/../g) ?? [], (two) => Number.parseInt(two, 16))
const docx = (body: string, more: Readonly<Record<string, string>> = {}): Bytes =>
  zipOf({ 'word/document.xml': `<w:document><w:body>${body}</w:body></w:document>`, ...more })
const p = (inner: string): string => `<w:p>${inner}</w:p>`
const r = (text: string): string => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`
const m = (text: string): string => `<m:r><m:t>${text}</m:t></m:r>`
const j = (...values: readonly unknown[]): string => values.map((each) => JSON.stringify(each)).join('\n')
/** One page, drawn by `content` in the font F1. */
const pdfIn = (font: string, content: string, ...more: readonly string[]): Bytes =>
  latin(
    [
      '%PDF-1.4',
      ...[
        '<</Type/Catalog/Pages 2 0 R>>',
        '<</Type/Pages/Count 1/Kids[4 0 R]>>',
        font,
        '<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents 5 0 R>>',
        `<</Length ${content.length}>>stream\n${content}\nendstream`,
        ...more,
      ].map((object, i) => `${i + 1} 0 obj${object}\nendobj`),
      'trailer<</Root 1 0 R>>\n',
    ].join('\n'),
  )
type Placed = readonly [x: number, y: number, text: string]
const pdf = (lines: readonly Placed[]): Bytes =>
  pdfIn(
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    lines.map(([x, y, text]) => `BT /F1 12 Tf ${x} ${y} Td (${text}) Tj ET`).join('\n'),
  )
/** In a font of which only the glyphs' numbers are known. */
const cid = (text: string): Bytes => {
  const codes = [...text].map((sign) => (sign.charCodeAt(0) - 29).toString(16).padStart(4, '0')).join('')
  return pdfIn(
    '<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Foo/Encoding/Identity-H/DescendantFonts[6 0 R]>>',
    `BT /F1 12 Tf 72 700 Td <${codes}> Tj ET`,
    '<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Foo/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 7 0 R/DW 600>>',
    '<</Type/FontDescriptor/FontName/ABCDEF+Foo/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>',
  )
}
const column = (x: number, lines: readonly string[]): Placed[] =>
  lines.map((text, i) => [x, 700 - 14 * i, text])
const ants = ['Ants have six', 'legs and walk', 'in long rows over', 'leaves and stones', 'all the day.']
const bees = ['Bees have six', 'legs and fly', 'in large swarms', 'over all flowers', 'until the noon.']
const inTwoColumns = `${ants.join('\n')}\n\n${bees.join('\n')}`
const mail = (subject: string, body: string, more = ''): string =>
  `From: a@b.c\r\nTo: d@e.f\r\nSubject: ${subject}\r\nDate: Mon, 1 Jan 2024 10:00:00 +0000\r\n${more}\r\n${body}`
const ru = 'Москва - столица России. Река течёт через город, и по ней ходят суда. Зимой здесь холодно.'

const cases: readonly (readonly [
  what: string,
  file: string,
  content: string | Bytes,
  texts: readonly string[],
  told?: readonly string[],
])[] = [
  ['cp866', 'a.txt', enc(ru, 'ibm866'), [ru], ['file.encoding']],
  ['mac cyrillic', 'a.txt', enc(ru, 'x-mac-cyrillic'), [ru], ['file.encoding']],
  ['iso-8859-5', 'a.txt', enc(ru, 'iso-8859-5'), [ru], ['file.encoding']],
  [
    'koi8 in csv',
    'a.csv',
    enc(`title,text\nГород,${ru.replace(/,/g, '')}\n`, 'koi8-r'),
    [`Город\n\n${ru.replace(/,/g, '')}`],
    ['file.encoding'],
  ],
  [
    'latin2',
    'a.txt',
    enc(
      'Zażółć gęślą jaźń. Wszystkie dzieci mają prawo do nauki i zabawy, a żaden człowiek nie jest sam.',
      'iso-8859-2',
    ),
    ['Zażółć gęślą jaźń. Wszystkie dzieci mają prawo do nauki i zabawy, a żaden człowiek nie jest sam.'],
    ['file.encoding'],
  ],
  [
    'greek',
    'a.txt',
    enc(
      'Οι αράχνες έχουν οκτώ πόδια και τα μυρμήγκια έξι. Το νερό βράζει στους εκατό βαθμούς.',
      'iso-8859-7',
    ),
    ['Οι αράχνες έχουν οκτώ πόδια και τα μυρμήγκια έξι. Το νερό βράζει στους εκατό βαθμούς.'],
    ['file.encoding'],
  ],
  [
    'big5',
    'a.txt',
    hex(
      'a5 5f a8 ca ac 4f a4 a4 b0 ea aa ba ad ba b3 a3 a1 43 a6 b3 ab dc a6 68 a4 48 a6 ed a6 62 b3 6f b8 cc a1 41 a4 5d a6 b3 ab dc a6 68 a4 48 a8 d3 ae c8 b9 43 a1 43'.replace(
        / /g,
        '',
      ),
    ),
    ['北京是中國的首都。有很多人住在這裡，也有很多人來旅遊。'],
    ['file.encoding'],
  ],
  [
    'utf-16be without mark',
    'a.txt',
    Uint8Array.from([...'Ants have six legs and spiders eight.'].flatMap((c) => [0, c.charCodeAt(0)])),
    ['Ants have six legs and spiders eight.'],
  ],
  [
    'html meta koi8',
    'a.html',
    enc(
      `<html><head><meta http-equiv="Content-Type" content="text/html; charset=koi8-r"></head><body><p>${ru}</p></body></html>`,
      'koi8-r',
    ),
    [ru],
  ],
  [
    'csv pipes',
    'a.csv',
    'title|text\nA|Ants have six legs.\nB|Bees, wasps fly.\n',
    ['A\n\nAnts have six legs.', 'B\n\nBees, wasps fly.'],
  ],
  ['csv cr only', 'a.csv', 'title,text\rA,Ants walk.\rB,Bees fly.\r', ['A\n\nAnts walk.', 'B\n\nBees fly.']],
  ['csv comment above header', 'a.csv', '# made by a tool\ntitle,text\nA,Ants walk.\n', ['A\n\nAnts walk.']],
  [
    'csv backslash quotes',
    'a.csv',
    'title,text\nA,"He said \\"six\\", then left."\n',
    ['A\n\nHe said "six", then left.'],
  ],
  [
    'tsv quotes are letters',
    'a.tsv',
    'title\ttext\nA\t12" of rope\nB\tBees fly.\n',
    ['A\n\n12" of rope', 'B\n\nBees fly.'],
  ],
  [
    'md table',
    'a.md',
    '| name | legs |\n|---|---|\n| ant | 6 |\n| spider | 8 |\n',
    ['name legs\nant 6\nspider 8'],
  ],
  [
    'md front matter list at once',
    'a.md',
    '---\ntitle: Ants\n---\nSix legs.\n\n---\n\nEight legs.',
    ['Six legs.\n\nEight legs.'],
  ],
  [
    'html sub sup',
    'a.html',
    '<html><body><p>10<sup>-6</sup> m and x<sub>1</sub>, 2<sup>n</sup>, the 5<sup>th</sup>, a<sup>b+c</sup></p></body></html>',
    ['10^-6 m and x1, 2^n, the 5th, a^(b+c)'],
  ],
  [
    'html mathjax script',
    'a.html',
    '<html><body><p>So <script type="math/tex">x^2</script> grows.</p></body></html>',
    ['So x^2 grows.'],
  ],
  [
    'epub after bytes',
    'a.epub',
    join(bytesOf('junk before the book '.repeat(40)), epubOf(['Two.', 'One.'])),
    ['One.\n\nTwo.'],
  ],
  ['docx prefixed', 'a.docx', join(bytesOf('MIME junk\r\n'), docx(p(r('Ants walk.')))), ['Ants walk.']],
  [
    'exe with zip',
    'a.exe',
    join(
      Uint8Array.of(0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0),
      new Uint8Array(5000),
      zipOf({ 'a.txt': 'Ants walk.', 'b.txt': 'Bees fly.' }),
    ),
    ['Ants walk.', 'Bees fly.'],
  ],
  [
    'docx footnotes',
    'a.docx',
    docx(p(r('Ants walk') + '<w:r><w:footnoteReference w:id="2"/></w:r>' + r('.')), {
      'word/footnotes.xml': `<w:footnotes><w:footnote w:id="2">${p('<w:r><w:footnoteRef/></w:r>' + r(' In rows.'))}</w:footnote></w:footnotes>`,
      'word/endnotes.xml': `<w:endnotes><w:endnote w:id="1">${p(r('The end.'))}</w:endnote></w:endnotes>`,
    }),
    ['Ants walk.\n\nIn rows.\n\nThe end.'],
  ],
  [
    'docx matrix',
    'a.docx',
    docx(
      p(
        `<m:oMath><m:m><m:mr><m:e>${m('a')}</m:e><m:e>${m('b')}</m:e></m:mr><m:mr><m:e>${m('c')}</m:e><m:e>${m('d')}</m:e></m:mr></m:m></m:oMath>`,
      ),
    ),
    ['[a, b; c, d]'],
  ],
  [
    'docx function and limit',
    'a.docx',
    docx(p(`<m:oMath><m:func><m:fName>${m('sin')}</m:fName><m:e>${m('x')}</m:e></m:func></m:oMath>`)),
    ['sin x'],
  ],
  [
    'docx hidden text',
    'a.docx',
    docx(p(r('Ants.') + '<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>')),
    ['Ants.'],
  ],
  ['pdf two columns', 'a.pdf', pdf([...column(72, ants), ...column(320, bees)]), [inTwoColumns]],
  [
    'pdf two columns row by row',
    'a.pdf',
    pdf(column(72, ants).flatMap((left, i) => [left, at(column(320, bees), i)])),
    [inTwoColumns],
  ],
  ['pdf garbled by shift', 'a.pdf', cid('The ants walk in rows and carry leaves.'), [], ['file.garbledPdf']],
  [
    'vtt voices',
    'a.vtt',
    'WEBVTT - title\n\nSTYLE\n::cue { color: red }\n\nintro\n00:00:01.000 --> 00:00:02.000 align:start\n<v Ada>Ants <c.loud>walk</c>.</v>\n',
    ['Ants walk.'],
  ],
  ['vtt entities', 'a.vtt', 'WEBVTT\n\n00:01.000 --> 00:02.000\nAnts &amp; bees &lt;3\n', ['Ants & bees <3']],
  [
    'openai with tool',
    'a.jsonl',
    j({
      messages: [
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: 'Hi?' },
        { role: 'assistant', content: null, tool_calls: [] },
        { role: 'assistant', content: 'Hello.' },
      ],
    }),
    ['Hi?\n\nHello.'],
  ],
  [
    'squad with answers',
    'a.jsonl',
    j({
      id: '1',
      title: 'Ants',
      context: 'Ants have six legs.',
      question: 'How many?',
      answers: { text: ['six'], answer_start: [10] },
    }),
    ['Ants\n\nAnts have six legs.\n\nHow many?\n\nsix'],
  ],
  [
    'pretty json in .jsonl',
    'a.jsonl',
    '[\n  {\n    "text": "one cat"\n  },\n  {\n    "text": "two dogs"\n  }\n]\n',
    ['one cat', 'two dogs'],
  ],
  [
    'dpo chosen turns',
    'a.jsonl',
    j({
      chosen: [
        { role: 'user', content: 'Who?' },
        { role: 'assistant', content: 'Ants.' },
      ],
      rejected: [
        { role: 'user', content: 'Who?' },
        { role: 'assistant', content: 'Cars.' },
      ],
    }),
    ['Who?\n\nAnts.'],
  ],
  [
    'notebook raw and outputs',
    'a.ipynb',
    JSON.stringify({
      cells: [
        { cell_type: 'raw', source: 'Raw text.' },
        { cell_type: 'code', source: 'print(5)', outputs: [{ text: ['5\n'] }] },
        { cell_type: 'markdown', source: '**Ants** walk.' },
      ],
      nbformat: 4,
    }),
    ['Raw text.\n\nprint(5)\n\nAnts walk.'],
    [],
  ],
  [
    'mail html only',
    'a.eml',
    mail(
      'Ants',
      '<html><body><p>Six <b>legs</b> &amp; more.</p></body></html>',
      'MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n',
    ),
    ['Ants\n\nSix legs & more.'],
  ],
  [
    'mail base64 koi8',
    'a.eml',
    mail(
      '=?koi8-r?B?7c/Ty9fB?=',
      Buffer.from(enc('Река течёт.', 'koi8-r')).toString('base64') + '\r\n',
      'MIME-Version: 1.0\r\nContent-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: base64\r\n',
    ),
    ['Москва\n\nРека течёт.'],
  ],
  [
    'mhtml',
    'a.mhtml',
    'From: <Saved by Blink>\r\nSubject: Ants\r\nDate: Mon, 1 Jan 2024 10:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<html><body><p>Six le=\r\ngs =E2=80=94 always.</p></body></html>\r\n--x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--x--\r\n',
    ['Ants\n\nSix legs — always.'],
  ],
  [
    'mbox',
    'a.mbox',
    'From a@b.c Mon Jan  1 10:00:00 2024\n' +
      mail('Ants', 'Six legs.\n>From the nest.\n').replace(/\r/g, '') +
      '\nFrom d@e.f Tue Jan  2 10:00:00 2024\n' +
      mail('Bees', 'They fly.\n').replace(/\r/g, '') +
      '\n',
    ['Ants\n\nSix legs.\nFrom the nest.', 'Bees\n\nThey fly.'],
  ],
  [
    'mbox without a name',
    'Inbox',
    'From - Mon Jan 01 10:00:00 2024\r\nX-Mozilla-Status: 0001\r\n' +
      mail('Ants', 'Six legs.\r\nFrom 2024 on they walk.\r\n') +
      '\r\n',
    ['Ants\n\nSix legs.\nFrom 2024 on they walk.'],
  ],
  [
    'a text that begins with From',
    'a.txt',
    'From 2024 on ants walk.\nThey do: always.\n',
    ['From 2024 on ants walk.\nThey do: always.'],
  ],
  [
    'prefixed zip',
    'a.zip',
    join(bytesOf('#!/bin/sh\nexit 0\n'), zipOf({ 'a.txt': 'Ants walk.' })),
    ['Ants walk.'],
  ],
]

for (const [what, file, content, texts, told = []] of cases)
  it(what, async () => {
    const { documents, failures } = await readAll(
      file,
      typeof content === 'string' ? bytesOf(content) : content,
    )
    expect(Object.values(documents)).toEqual(texts)
    expect(failures.map(({ code }) => code)).toEqual(told)
  })
