// Markdown as the words that a reader sees: marks of emphasis, links' addresses and front matter are left
// out.

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
  return blocks(fromMarkdown(source.replace(/^---\r?\n[^]*?\r?\n---\r?\n/, '')))
}
