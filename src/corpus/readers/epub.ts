// EPUB books: the chapters in the order of the book's spine (EPUB 3.3, sections 4.2 and 5.7).

import { openArchive, type ArchiveEntry } from '../archive'
import { decodeText } from '../decode'
import { problem, ProblemError } from '../../problems'
import { textOfHtml } from './html'

/** The whole book as one text. Throws ProblemError. */
export async function textOfEpub(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const entries = new Map(openArchive(bytes).map((entry) => [entry.path, entry]))
  const opfPath = (await elements(text(entries.get('META-INF/container.xml')))).find(
    ({ name }) => name === 'rootfile',
  )?.attributes['full-path']
  if (opfPath === undefined) throw broken()
  if (
    entries.has('META-INF/encryption.xml') &&
    (await locksText(text(entries.get('META-INF/encryption.xml'))))
  ) {
    throw new ProblemError(problem('file.drm'))
  }
  const parts = await elements(text(entries.get(opfPath)))
  const hrefs = new Map(
    parts
      .filter(({ name }) => name === 'item')
      .map(({ attributes }) => [attributes['id'], attributes['href']]),
  )
  const chapters: string[] = []
  for (const { attributes } of parts.filter(({ name }) => name === 'itemref')) {
    const href = hrefs.get(attributes['idref'])
    const entry = href === undefined ? undefined : entries.get(resolved(opfPath, href))
    if (entry !== undefined) chapters.push(await textOfHtml(decodeText(entry.read())))
  }
  if (chapters.length === 0) throw broken()
  return chapters.filter((chapter) => chapter !== '').join('\n\n')
}

const broken = (): ProblemError => new ProblemError(problem('file.damagedBook'))

function text(entry: ArchiveEntry | undefined): string {
  if (entry === undefined) throw broken()
  return decodeText(entry.read())
}

interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
}

/** Elements of an XML file in order, names without their prefix. */
async function elements(source: string): Promise<Element[]> {
  const { Parser } = await import('htmlparser2')
  const found: Element[] = []
  const parser = new Parser(
    { onopentag: (name, attributes) => void found.push({ name: name.replace(/^.*:/, ''), attributes }) },
    { xmlMode: true },
  )
  parser.write(source)
  parser.end()
  return found
}

/** Fonts may be scrambled in a free book; a lock on anything else is a lock. */
async function locksText(source: string): Promise<boolean> {
  return (await elements(source)).some(
    ({ name, attributes }) =>
      name === 'CipherReference' && !/\.(?:otf|ttf|woff2?)$/i.test(attributes['URI'] ?? ''),
  )
}

function resolved(from: string, href: string): string {
  const parts = from.split('/').slice(0, -1)
  for (const part of safeDecode(href.split('#')[0] ?? '').split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

function safeDecode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
