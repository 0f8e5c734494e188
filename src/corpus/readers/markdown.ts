// Markdown as the words that a reader sees: marks of emphasis, links' addresses and front matter are left
// out.

import { at } from '../../base/at'
import type { Nodes } from 'mdast'
import { plainReading, type ReadContext } from '../document'
import { linesOf, onePiece, type Piece, type Pieces } from '../textPieces'
import { textOfHtml } from './html'

/** Text with a blank line between blocks and a line for each item of a list. */
export async function textOfMarkdown(source: string, context: ReadContext): Promise<string> {
  const parts: string[] = []
  for await (const { text, share } of sectionsOfMarkdown(onePiece(source))) {
    parts.push(text)
    context.progress(share)
  }
  return parts.join('').trim()
}

/** The text of one section after another, each with a blank line behind it. */
export async function* sectionsOfMarkdown(pieces: Pieces): AsyncGenerator<Piece> {
  const [{ fromMarkdown }, { toString }] = await Promise.all([
    import('mdast-util-from-markdown'),
    import('mdast-util-to-string'),
  ])
  const blocks = async (node: Nodes): Promise<string> => {
    switch (node.type) {
      case 'root':
      case 'blockquote':
        return (await Promise.all(node.children.map(blocks))).filter((block) => block !== '').join('\n\n')
      case 'list':
        return (await Promise.all(node.children.map(blocks))).join('\n')
      case 'listItem':
        return (await Promise.all(node.children.map(blocks))).filter((block) => block !== '').join('\n')
      case 'html':
        return textOfHtml(node.value, plainReading)
      case 'definition':
      case 'thematicBreak':
        return ''
      case 'paragraph':
        return withoutTableRules(toString(node, { includeHtml: false }))
      default:
        return toString(node, { includeHtml: false })
    }
  }
  for await (const { text: section, share } of sections(linesOf(prepared(pieces)))) {
    const text = isPlain(section) ? section.trim() : await blocks(fromMarkdown(section))
    if (text !== '') yield { text: `${text}\n\n`, share }
  }
}

/** A table's rows without bars, and without the line that parts its head from them. */
function withoutTableRules(paragraph: string): string {
  const lines = paragraph.split('\n')
  const rule = lines[1]
  if (
    rule === undefined ||
    !/^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/.test(rule) ||
    !rule.includes('|')
  )
    return paragraph
  return lines
    .filter((_, i) => i !== 1)
    .map((line) =>
      line
        .replace(/^\s*\||(?<!\\)\|\s*$/g, '')
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim())
        .filter((cell) => cell !== '')
        .join(' '),
    )
    .join('\n')
}

/** One kind of line end, and no front matter. */
async function* prepared(pieces: Pieces): AsyncGenerator<Piece> {
  let first = true
  let held = ''
  for await (const { text, share } of pieces) {
    const source = held + (first ? withoutFrontMatter(text) : text)
    first = false
    // A line end of two signs may be cut between them.
    held = share < 1 && source.endsWith('\r') ? '\r' : ''
    yield { text: source.slice(0, source.length - held.length).replace(/\r\n?/g, '\n'), share }
  }
}

/**
 * Characters from which on a section ends at the next blank line: the parser's time grows with their square.
 */
const SECTION = 2_000
/** Characters of one paragraph that no prose has. */
const PARAGRAPH = 20_000

/**
 * The source cut at blank lines outside of fences and lists, so that each part reads as it would in the
 * whole.
 */
async function* sections(lines: AsyncIterable<Piece>): AsyncGenerator<Piece> {
  let section: string[] = []
  let size = 0
  let fence: string | null = null
  let mayEnd = false
  let last = 0
  for await (const { text: line, share } of lines) {
    if (mayEnd && !/^(?:\s|[-*+>]|\d+[.)])/.test(line)) {
      yield { text: section.join('\n'), share: last }
      section = []
      size = 0
    }
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (mark !== undefined) fence = fence === null ? mark : line.trim().startsWith(fence) ? null : fence
    section.push(line)
    size += line.length + 1
    last = share
    mayEnd = size >= SECTION && ((fence === null && line.trim() === '') || size > LONGEST_SECTION)
  }
  if (section.length > 0) yield { text: section.join('\n'), share: last }
}

/** Characters after which a section ends at any line that begins nothing nested. */
const LONGEST_SECTION = 1_000_000

/**
 * One paragraph of such length, or nesting of such depth, is no prose with marks in it: it is taken as it is.
 */
const isPlain = (section: string): boolean =>
  section.length > 200 * SECTION ||
  /(?:^|\n)(?:[ \t]*>){50}/.test(section) ||
  /\n[ \t]{200}/.test(section) ||
  (section.length > PARAGRAPH && section.split(/\n\s*\n/).some((part) => part.length > PARAGRAPH))

/** Settings between two rules at the head, where they are YAML; a chapter between two rules is text. */
function withoutFrontMatter(source: string): string {
  const match = /^---[ \t]*\r?\n([^]*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/.exec(source)
  if (match === null) return source
  const lines = at(match, 1)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
  const yaml =
    lines.length > 0 &&
    /^[\w.-]+[ \t]*:(?:[ \t]|$)/.test(at(lines, 0)) &&
    lines.every((line) => /^(?:[\w.-]+[ \t]*:(?:[ \t]|$)|[ \t]|-[ \t]|#)/.test(line))
  return yaml ? source.slice(match[0].length) : source
}
