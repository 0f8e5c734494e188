// Markdown as the words that a reader sees: marks of emphasis, links' addresses and front matter are left
// out.

import { at } from '../../base/at'
import type { Nodes } from 'mdast'
import { textOfHtml } from './html'

/** Text with a blank line between blocks and a line for each item of a list. */
export async function textOfMarkdown(source: string): Promise<string> {
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
        return textOfHtml(node.value)
      case 'definition':
      case 'thematicBreak':
        return ''
      default:
        return toString(node, { includeHtml: false })
    }
  }
  const parts: string[] = []
  for (const section of sections(withoutFrontMatter(source)))
    parts.push(isPlain(section) ? section.trim() : await blocks(fromMarkdown(section)))
  return parts.filter((part) => part !== '').join('\n\n')
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
function* sections(source: string): Generator<string> {
  let section: string[] = []
  let size = 0
  let fence: string | null = null
  const lines = source.split(/\r\n?|\n/)
  for (const [index, line] of lines.entries()) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (mark !== undefined) fence = fence === null ? mark : line.trim().startsWith(fence) ? null : fence
    section.push(line)
    size += line.length + 1
    const isLast = index + 1 === lines.length
    if (size < SECTION || fence !== null || line.trim() !== '') continue
    if (!isLast && /^(?:\s|[-*+>]|\d+[.)])/.test(at(lines, index + 1))) continue
    yield section.join('\n')
    section = []
    size = 0
  }
  if (section.length > 0) yield section.join('\n')
}

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
