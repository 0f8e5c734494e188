// EPUB books: the chapters in the order of the book's spine (EPUB 3.3, sections 4.2 and 5.7).

import { at } from '../../base/at'
import { openArchive, type ArchiveEntry } from '../archive'
import { decode } from '../decodeText'
import type { ReadContext } from '../document'
import { problem, ProblemError } from '../../problems'
import { textOfHtml } from './html'
import { parseMarkup } from './parseMarkup'

/** Characters of all chapters together that a book may have. */
const MOST_TEXT = 100e6

export interface Book {
  readonly text: string
  /** Chapters that the book lists and does not hold. */
  readonly missing: number
}

/** The whole book as one text, each chapter once. Throws ProblemError. */
export async function textOfEpub(bytes: Uint8Array<ArrayBuffer>, context: ReadContext): Promise<Book> {
  const entries = new Map(openArchive(bytes).map((entry) => [entry.path, entry]))
  const opfPath = (await elements(await text(entries.get('META-INF/container.xml')))).find(
    ({ name }) => name === 'rootfile',
  )?.attributes['full-path']
  if (opfPath === undefined) throw broken()
  if (
    entries.has('META-INF/encryption.xml') &&
    (await locksText(await text(entries.get('META-INF/encryption.xml'))))
  ) {
    throw new ProblemError(problem('file.drm'))
  }
  const parts = await elements(await text(entries.get(opfPath)))
  const hrefs = new Map(
    parts
      .filter(({ name }) => name === 'item')
      .map(({ attributes }) => [attributes['id'], attributes['href']]),
  )
  const chapters: string[] = []
  const read = new Set<string>()
  let missing = 0
  let characters = 0
  const spine = parts.filter(({ name }) => name === 'itemref')
  const { leftOut } = context
  for (const [index, { attributes }] of spine.entries()) {
    context.progress(index / spine.length)
    const href = hrefs.get(attributes['idref'])
    const entry = href === undefined ? undefined : entries.get(resolved(opfPath, href))
    if (entry === undefined) missing += 1
    else if (!read.has(entry.path)) {
      read.add(entry.path)
      const chapter = await textOfHtml((await decode(entry.read())).text, {
        leftOut,
        progress: () => undefined,
      })
      characters += chapter.length
      if (characters > MOST_TEXT) throw new ProblemError(problem('file.largeArchive'))
      chapters.push(chapter)
    }
  }
  if (chapters.length === 0) throw broken()
  const pictures = [...entries.keys()].filter((path) => /\.(?:png|jpe?g|gif|webp|svg)$/i.test(path)).length
  if (pictures > 0) leftOut('pictures', pictures)
  return { text: chapters.filter((chapter) => chapter !== '').join('\n\n'), missing }
}

const broken = (): ProblemError => new ProblemError(problem('file.damagedBook'))

async function text(entry: ArchiveEntry | undefined): Promise<string> {
  if (entry === undefined) throw broken()
  return (await decode(entry.read())).text
}

interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
}

/** Elements of an XML file in order, names without their prefix. */
async function elements(source: string): Promise<Element[]> {
  const found: Element[] = []
  await parseMarkup(
    source,
    { onopentag: (name, attributes) => void found.push({ name: name.replace(/^.*:/, ''), attributes }) },
    { xmlMode: true },
  )
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
  for (const part of safeDecode(at(href.split('#'), 0)).split('/')) {
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
