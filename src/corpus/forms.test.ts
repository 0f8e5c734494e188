// Forms of files that people have, small ones: nothing of them is lost or garbled without a word.
import { strToU8 } from 'fflate'
import { describe, expect, it } from 'vitest'
import { bytesOf, readAll, zipOf } from './memoryCorpora'
import { readSubtitles } from './readers/subtitles'

const m = (text: string): string => `<m:r><m:t>${text}</m:t></m:r>`
const docx = (body: string): Uint8Array<ArrayBuffer> =>
  zipOf({ 'word/document.xml': `<w:document><w:body><w:p>${body}</w:p></w:body></w:document>` })
const lines = (...records: unknown[]): string => records.map((each) => JSON.stringify(each)).join('\n')
const turn = (role: string, text: string) => ({ role, content: [{ type: 'text', text }] })
const dialogue = (text: string): string => `[Events]\nFormat: Start, End, Text\n${text}`

const texts: readonly (readonly [
  what: string,
  file: string,
  content: string | Uint8Array<ArrayBuffer>,
  text: string,
])[] = [
  [
    'brackets, sums and integrals of Word',
    'a.docx',
    docx(
      `<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>${m('i=1')}</m:sub><m:sup>${m('n')}</m:sup>` +
        `<m:e>${m('i')}</m:e></m:nary>${m(' = ')}<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr>` +
        `<m:e>${m('x')}</m:e><m:e>${m('y')}</m:e></m:d>`,
    ),
    'sum_(i=1)^n i = [x, y]',
  ],
  ['roots', 'a.html', '<p><math><mroot><mi>x</mi><mn>3</mn></mroot></math></p>', '(x)^(1/3)'],
  [
    'a formula beside its picture',
    'a.html',
    '<p>So <span class="katex"><math><msup><mi>x</mi><mn>2</mn></msup></math><span class="katex-html">x2</span></span>.</p>',
    'So x^2.',
  ],
  [
    'fractions set by hand',
    'a.html',
    '<p>1<sup>3</sup>&frasl;<sub>4</sub> or <sup>1</sup>&frasl;<sub>2</sub></p>',
    '1 3/4 or 1/2',
  ],
  [
    'turns in parts',
    'a.jsonl',
    lines({ messages: [turn('user', 'Who walks?'), turn('assistant', 'Ants.')] }),
    'Who walks?\n\nAnts.',
  ],
  [
    'a chosen answer',
    'a.jsonl',
    lines({ prompt: 'Who walks?', chosen: 'Ants.', rejected: 'Cars.' }),
    'Who walks?\n\nAnts.',
  ],
  [
    'choices',
    'a.jsonl',
    lines({ question: 'Legs?', choices: { text: ['four', 'six'], label: ['A', 'B'] }, answer: 'B' }),
    'Legs?\n\nfour\n\nsix\n\nB',
  ],
  [
    'contexts in lists of lists',
    'a.json',
    JSON.stringify([
      { context: [['Ants', ['They walk.', 'They carry.']]], question: 'Who?', answer: 'Ants' },
    ]),
    'Ants\nThey walk.\nThey carry.\n\nWho?\n\nAnts',
  ],
  ['a second column of a name by pandas', 'a.csv', 'text,text.1\nAnts.,Bees.\n', 'Ants.\n\nBees.'],
  ['a separator too many in a header', 'a.csv', 'title,text,\nOne,Ants.,\n', 'One\n\nAnts.'],
  [
    'a notebook of nbformat 3',
    'a.ipynb',
    JSON.stringify({
      nbformat: 3,
      worksheets: [{ cells: [{ cell_type: 'markdown', source: ['# Ants'] }, { input: ['x = 1'] }] }],
    }),
    'Ants\n\nx = 1',
  ],
  [
    'styled subtitles by their own fields',
    'a.ssa',
    dialogue('Dialogue: 0:00:01.00,0:00:02.00,Ants, walk'),
    'Ants, walk',
  ],
]

describe('what people have', () => {
  it.each(texts)('%s', async (_, file, content, text) => {
    const { documents, failures } = await readAll(
      file,
      typeof content === 'string' ? bytesOf(content) : content,
    )
    expect([Object.values(documents), failures]).toEqual([[text], []])
  })

  it('loses a character for each stray byte of UTF-8, and says how many', async () => {
    const bytes = Uint8Array.of(0x41, 0xff, 0xfe, ...strToU8(' größer, schöner, süßer, älter, öfter'))
    const { documents, failures } = await readAll('a.txt', bytes)
    expect(Object.values(documents)).toEqual(['A\ufffd\ufffd größer, schöner, süßer, älter, öfter'])
    expect(failures.map(({ code }) => code)).toEqual(['file.badBytes'])
  })

  it('says which subtitles cannot be read, or that none can', async () => {
    const some = dialogue('Dialogue: nothing\nDialogue: 0:00:01.00,0:00:02.00,Ants\nDialogue: xx,yy,Bees')
    let bad = 0
    expect(readSubtitles(some, () => (bad += 1)).text).toBe('Ants')
    expect(bad).toBe(2)
    const none = await readAll('a.ass', bytesOf(dialogue('Dialogue: nothing')))
    expect(none.failures.map(({ code }) => code)).toEqual(['file.badCues'])
  })
})
