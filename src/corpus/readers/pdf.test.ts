import { describe, expect, it } from 'vitest'
import { latin, readAll } from '../memoryCorpora'
import { characterMap } from './characterMaps'

/**
 * A page of one content stream, with a font that names a character map instead of holding one. Offsets are
 * left to repair.
 */
function pdfOf(
  content: string,
  latinFont = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
): Uint8Array<ArrayBuffer> {
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Contents 4 0 R/Resources<</Font<</J 5 0 R/L 8 0 R>>>>>>',
    `<</Length ${String(content.length)}>>stream\n${content}\nendstream`,
    '<</Type/Font/Subtype/Type0/BaseFont/Mincho/Encoding/UniJIS-UTF16-H/DescendantFonts[6 0 R]>>',
    '<</Type/Font/Subtype/CIDFontType0/BaseFont/Mincho/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 4>>/FontDescriptor 7 0 R>>',
    '<</Type/FontDescriptor/FontName/Mincho/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 800/Descent -200/StemV 80>>',
    latinFont,
  ]
  return latin(
    `%PDF-1.4\n${objects.map((object, n) => `${String(n + 1)} 0 obj\n${object}\nendobj\n`).join('')}trailer<</Root 1 0 R>>\n%%EOF`,
  )
}
const line = (x: number, y: number, text: string, font = '/L'): string =>
  `BT ${font} 12 Tf 1 0 0 1 ${String(x)} ${String(y)} Tm ${text} Tj ET\n`

async function textOf(content: string): Promise<string> {
  const { documents, failures } = await readAll('a.pdf', pdfOf(content))
  expect(failures).toEqual([])
  return documents['a.pdf'] ?? ''
}

describe('PDF', () => {
  it('reads Japanese through the character maps that it names', async () => {
    expect(await textOf(line(50, 300, '<65E5672C8A9E>', '/J'))).toBe('日本語')
    expect((await characterMap('UniJIS-UTF16-H.bcmap')).length).toBeGreaterThan(1000)
    await expect(characterMap('none.bcmap')).rejects.toThrow('none.bcmap')
  })

  it('joins words cut at a line end, and keeps paragraphs and gaps apart', async () => {
    const content =
      line(50, 300, '(Some things are con-)') +
      line(50, 286, '(tinued here. A well-)') +
      line(50, 272, '(Known name.)') +
      line(50, 240, '(Next)') +
      line(120, 240, '(paragraph.)')
    expect(await textOf(content)).toBe(
      'Some things are continued here. A well-\nKnown name.\n\nNext paragraph.',
    )
  })

  it('leaves page numbers out, and says that a page without text has none', async () => {
    expect(await textOf(line(50, 300, '(Words.)') + line(200, 20, '(17)'))).toBe('Words.')
    const { failures } = await readAll('scan.pdf', pdfOf('0 0 10 10 re f'))
    expect(failures).toEqual([
      {
        code: 'file.noText',
        message: 'scan.pdf: contains no text. If it is a scan, run text recognition (OCR) on it first.',
      },
    ])
  })
})

/** A font whose glyphs are called by numbers; `names` gives them for the codes from 33 on. */
const numbered = (names: (code: number) => string, subtype = 'Type1'): string =>
  `<</Type/Font/Subtype/${subtype}/BaseFont/ABCDEF+Some/FirstChar 33/LastChar 126/FontBBox[0 0 1 1]/FontMatrix[.001 0 0 .001 0 0]/CharProcs<<>>/Widths[${'600 '.repeat(94)}]/Encoding<</Type/Encoding/Differences[33 ${Array.from({ length: 94 }, (_, i) => `/${names(33 + i)}`).join(' ')}]>>>>`
/** Each letter as the number of its first place in the text, as programs write the fonts of a file. */
function byFirstPlace(text: string): string {
  const order = [...new Set(text.replace(/ /g, ''))]
  return text.replace(/\S/g, (letter) => String.fromCharCode(65 + order.indexOf(letter)))
}

describe('a PDF whose glyphs have names that say nothing', () => {
  const text = 'Ants carry leaves in long rows over stones and roots to feed the fungus'
  const drawn = line(20, 300, `(${byFirstPlace(text)})`)

  it.each([
    ['/g1', numbered((code) => `g${String(code - 32)}`)],
    ['/a12', numbered((code) => `a${String(code - 20)}`, 'Type3')],
    ['/cid_00012', numbered((code) => `cid_000${String(code - 30)}`)],
  ])('%s is refused with a line that says so', async (_, font) => {
    const { documents, failures } = await readAll('a.pdf', pdfOf(drawn, font))
    expect(documents).toEqual({})
    expect(failures).toMatchObject([{ code: 'file.garbledPdf' }])
  })

  it('is read where the names are the letters, their codes, or another font is the one that says nothing', async () => {
    const named = line(20, 300, '(Ants carry leaves, 12 of them.)')
    const fonts = [
      numbered((code) => `uni00${code.toString(16).toUpperCase()}`),
      numbered((code) => `a${String(code)}`, 'Type3'),
    ]
    for (const font of fonts) {
      const { documents } = await readAll('a.pdf', pdfOf(named, font))
      expect(documents['a.pdf']).toBe('Ants carry leaves, 12 of them.')
    }
    const long = Array.from({ length: 5 }, (_, i) => line(20, 300 - 14 * i, `(${text})`)).join('')
    expect(
      (
        await readAll(
          'a.pdf',
          pdfOf(
            long,
            numbered((code) => `g${String(code - 32)}`),
          ),
        )
      ).failures,
    ).toEqual([])
  })
})
