// Feeds that a person has saved, RSS and Atom: a document an entry, with its title and date as they stand
// there. Nothing that a feed links to is fetched.

import type { ReadContext, ReaderItem } from '../document'
import { textOfHtml } from './html'
import { parseMarkup } from './parseMarkup'

/** Whether a text, lower-cased, begins as a feed does. */
export const beginsAsFeed = (start: string): boolean =>
  /^(?:\ufeff|\s|<\?[^>]*>|<!--[^]*?-->)*<(?:rss|feed|rdf:rdf)\b/.test(start)

const entries = new Set(['item', 'entry'])
/** Where an entry's text stands, the whole text before a summary of it. */
const bodies = ['content:encoded', 'content', 'description', 'summary']
const dates = ['published', 'pubDate', 'dc:date', 'updated']

/** Of one element of an entry: what it holds as markup, in which plain text is escaped. */
type Entry = Map<string, string>

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** In Atom text is plain unless it says otherwise, in RSS it is HTML. */
const isPlain = (name: string, type: string | undefined, isAtom: boolean): boolean =>
  name !== 'content:encoded' && isAtom && (type === undefined || type === 'text' || type === 'text/plain')

async function entriesOf(source: string, progress: (share: number) => void): Promise<Entry[]> {
  const found: Entry[] = []
  let entry: Entry | null = null
  let isAtom = false
  /** Depth below the entry: 1 is one of its own elements, more is markup within. */
  let depth = 0
  let name = ''
  let plain = false
  const add = (text: string): void => {
    entry?.set(name, (entry.get(name) ?? '') + text)
  }
  await parseMarkup(
    source,
    {
      onopentag(tag, attributes) {
        if (entry === null) {
          isAtom ||= tag === 'feed'
          if (entries.has(tag)) entry = new Map()
          return
        }
        depth += 1
        if (depth > 1) add(`<${tag.replace(/^\w+:/, '')}>`)
        else {
          name = tag
          // Markup within is text with its elements already apart: XHTML.
          plain = isPlain(tag, attributes['type'], isAtom) || attributes['type'] === 'xhtml'
        }
      },
      ontext(text) {
        if (depth > 0) add(plain || depth > 1 ? escaped(text) : text)
      },
      onclosetag(tag) {
        if (entry === null) return
        if (depth > 1) add(`</${tag.replace(/^\w+:/, '')}>`)
        if (depth === 0) {
          found.push(entry)
          entry = null
        } else depth -= 1
      },
    },
    { xmlMode: true, decodeEntities: true },
    progress,
  )
  return found
}

export async function* readFeed(source: string, context: ReadContext): AsyncGenerator<ReaderItem> {
  const found = await entriesOf(source, (share) => context.progress(share / 2))
  for (const [index, entry] of found.entries()) {
    const first = (names: readonly string[]): string =>
      names.map((each) => entry.get(each) ?? '').find((text) => text.trim() !== '') ?? ''
    const [title, body] = [entry.get('title') ?? '', first(bodies)]
    const texts = [await textOfHtml(title, context), first(dates).trim(), await textOfHtml(body, context)]
    yield {
      kind: 'document',
      suffix: `#${index + 1}`,
      text:
        title.trim() === '' && body.trim() === ''
          ? ''
          : texts
              .map((text) => text.trim())
              .filter((text) => text !== '')
              .join('\n\n'),
      share: 0.5 + (index + 1) / found.length / 2,
    }
  }
}
