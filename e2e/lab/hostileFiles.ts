// Files made to hang a reader or to take its memory, small ones for what they ask. Each has to end in
// documents or in one line that names it.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { strToU8, zipSync, zlibSync } from 'fflate'

const blanks = (count: number): string => ' '.repeat(count)

/** A PDF of the given objects, the first of which is its catalog; without a table, which is made anew. */
function pdf(objects: readonly (string | Uint8Array)[]): Uint8Array {
  const parts: Uint8Array[] = [strToU8('%PDF-1.4\n')]
  for (const [n, object] of objects.entries()) {
    const body = typeof object === 'string' ? strToU8(object, true) : object
    parts.push(strToU8(`${n + 1} 0 obj\n`), body, strToU8('\nendobj\n'))
  }
  parts.push(strToU8('trailer<</Root 1 0 R>>\n%%EOF'))
  return Buffer.concat(parts)
}
const stream = (head: string, content: Uint8Array): Uint8Array =>
  Buffer.concat([strToU8(`<<${head}/Length ${content.length}>>stream\n`), content, strToU8('\nendstream')])
const page = (resources: string): string[] => [
  '<</Type/Catalog/Pages 2 0 R>>',
  '<</Type/Pages/Kids[3 0 R]/Count 1>>',
  `<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Contents 4 0 R/Resources<<${resources}>>>>`,
]

/** Twelve levels of forms, each of which draws the next ten times. */
function forms(): Uint8Array {
  const levels = Array.from({ length: 12 }, (_, level) =>
    stream(
      `/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F ${level + 6} 0 R>>>>`,
      strToU8('/F Do '.repeat(10)),
    ),
  )
  const last = stream('/Type/XObject/Subtype/Form/BBox[0 0 9 9]', strToU8('0 0 1 1 re f'))
  return pdf([...page('/XObject<</F 5 0 R>>'), stream('', strToU8('/F Do')), ...levels, last])
}

const epub = (chapter: string, times: number): Uint8Array =>
  zipSync({
    mimetype: strToU8('application/epub+zip'),
    'META-INF/container.xml': strToU8(
      '<container><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>',
    ),
    'a.opf': strToU8(
      `<package><manifest><item id="a" href="a.xhtml"/></manifest><spine>${'<itemref idref="a"/>'.repeat(times)}</spine></package>`,
    ),
    'a.xhtml': strToU8(`<html><body><p>${chapter}</p></body></html>`),
  })

const files: Readonly<Record<string, () => string | Uint8Array>> = {
  'blanks.txt': () => `Ants\n${blanks(400_000)}walk`,
  'pre.html': () => `<pre>Ants${blanks(400_000)}walk</pre>`,
  'div.html': () => `${'<div>'.repeat(200_000)}Ants`,
  'quotes.csv': () => `a,b\n${'"'.repeat(2_000_000)}`,
  'open-quote.csv': () => `a,b\n"${'Ants,walk\n'.repeat(400_000)}`,
  'marks.txt': () => `a${'\u0301'.repeat(5_000_000)}`,
  'stars.md': () => '*a_ '.repeat(20_000),
  'deep.md': () => `${'>'.repeat(50_000)} Ants`,
  'links.md': () => '[a]('.repeat(50_000),
  'brackets.json': () => '['.repeat(200_000) + ']'.repeat(200_000),
  'keys.json': () => `[${'{"a":{"b":[1,2,3]}},'.repeat(600_000)}1]`,
  'mail.eml': () =>
    `From: a@b\nContent-Type: multipart/mixed; boundary=b\n\n${'--b\n\nAnts\n'.repeat(200_000)}--b--`,
  'chapters.epub': () => epub(blanks(100_000) + 'Ants', 20_000),
  'long-chapter.epub': () => epub('Ants walk. '.repeat(900_000), 400),
  'forms.pdf': forms,
  'stream.pdf': () =>
    pdf([...page(''), stream('/Filter/FlateDecode', zlibSync(new Uint8Array(300e6), { level: 9 }))]),
  'bomb.zip': () => zipSync({ 'a.txt': new Uint8Array(250e6) }, { level: 9 }),
  'word.docx': () =>
    zipSync({
      '[Content_Types].xml': strToU8('<Types/>'),
      'word/_rels/document.xml.rels': new Uint8Array(200e6),
      'word/document.xml': strToU8(
        '<w:document><w:body><w:p><w:r><w:t>Ants</w:t></w:r></w:p></w:body></w:document>',
      ),
    }),
}

/** Writes them all into a folder; gives their names. */
export function writeHostileFiles(folder: string): readonly string[] {
  mkdirSync(folder, { recursive: true })
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content())
  return Object.keys(files)
}
