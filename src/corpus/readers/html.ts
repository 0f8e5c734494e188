// HTML, XHTML and other markup as the words that a reader sees; nothing of it is ever rendered.
import { at } from '../../base/at'
import type { ReadContext } from '../document'
import { parseMarkup } from './parseMarkup'
import { powerOf } from './raised'

const hidden = new Set(
  `script style noscript template svg nav head title button select textarea iframe object footer annotation
  annotation-xml`.split(/\s+/u),
)
/** Of those, the ones whose words a reader of the page sees, or could see. */
const worded = new Set(['nav', 'header', 'footer', 'template', 'textarea'])
const blocks = new Set(
  `address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure form
  h1 h2 h3 h4 h5 h6 header hr html legend main ol p pre section summary table tbody tfoot thead ul`.split(
    /\s+/u,
  ),
)
const lines = new Set(['br', 'li', 'tr'])
/** MathML: what stands between the children of an element; the first two are a base and what is raised. */
const between: Readonly<Record<string, readonly string[]>> = {
  msup: ['^'],
  msub: ['_'],
  msubsup: ['_', '^'],
  mfrac: ['/'],
  mroot: ['^'],
  mover: [''],
  munder: ['_'],
  munderover: ['_', '^'],
}

interface Element {
  readonly name: string
  readonly skips: boolean
  /** Children that were opened, and where each began in the output. */
  readonly starts: number[]
}

/** Attributes by which a page hides what is no part of its text. */
const isHidden = (attributes: Readonly<Record<string, string>>): boolean =>
  'hidden' in attributes ||
  // The picture of a formula whose MathML stands beside it.
  /(?:^|\s)katex-html(?:\s|$)/u.test(attributes['class'] ?? '') ||
  // Encyclopedias hide a formula's MathML behind its picture.
  (/display\s*:\s*none|visibility\s*:\s*hidden/iu.test(attributes['style'] ?? '') &&
    !/(?:^|\s)mwe-math/u.test(attributes['class'] ?? ''))

/** How raised text is written: a power where it is one, a footnote's mark where it is another number. */
const raised = (before: string, text: string): string =>
  powerOf(before, text) ?? (/^-?\d+$/.test(text) ? `[${text}]` : text)

/** TeX that a script draws in place of this element. */
const isTex = (name: string, { type = '' }: Readonly<Record<string, string>>): boolean =>
  name === 'script' && /^math\/(?:tex|asciimath)/iu.test(type)

/** Text with a blank line between blocks. Never fails: markup is repaired as browsers do. */
export async function textOfHtml(
  source: string,
  context: Pick<ReadContext, 'leftOut' | 'progress'>,
): Promise<string> {
  const out: string[] = []
  const open: Element[] = []
  let skipped = 0
  let preformatted = 0
  /** Where raised text begins in the output, of each that is open. */
  const up: number[] = []
  let hiddenParts = 0
  /** Inside a part that is left out and whose words were not met yet. */
  let isMute = false
  await parseMarkup(
    source,
    {
      onopentag(name, attributes) {
        open.at(-1)?.starts.push(out.length)
        const skips = (hidden.has(name) && !isTex(name, attributes)) || isHidden(attributes)
        open.push({ name, skips, starts: [] })
        if (skips && skipped === 0) isMute = worded.has(name) || !hidden.has(name)
        if (skips) skipped += 1
        if (name === 'pre') preformatted += 1
        if (name === 'sup') up.push(out.length)
        if (skipped > 0) return
        if (blocks.has(name)) out.push('\n\n')
        else if (lines.has(name)) out.push('\n')
        else if (name === 'td' || name === 'th') out.push(' ')
        else if (name === 'msqrt') out.push('sqrt(')
      },
      ontext(text) {
        if (skipped > 0) {
          if (isMute && text.trim() !== '') {
            hiddenParts += 1
            isMute = false
          }
          return
        }
        out.push(preformatted > 0 ? text : text.replace(/[ \t\r\n\f]+/g, ' '))
      },
      onclosetag(name) {
        const element = open.pop()
        if (element?.skips === true) skipped -= 1
        if (name === 'pre') preformatted -= 1
        const start = name === 'sup' ? up.pop() : undefined
        if (skipped > 0 || element?.skips === true) return
        if (start !== undefined) {
          const text = out.splice(start).join('')
          out.push(raised(out.slice(-3).join(''), text))
        }
        if (blocks.has(name)) out.push('\n\n')
        else if (name === 'tr') out.push('\n')
        else if (name === 'msqrt') out.push(')')
        else if (element !== undefined) joinChildren(out, element)
      },
    },
    // Chapters of books are XHTML, whose empty <script/> and <title/> end where they begin.
    { decodeEntities: true, recognizeSelfClosing: true },
    context.progress,
  )
  if (hiddenParts > 0) context.leftOut('hiddenParts', hiddenParts)
  return (
    out
      .join('')
      // A raised number, a fraction slash and a lowered one; 1 3/4 where a whole number stands before.
      .replace(/\[(\d+)\]\u2044(\d+)/gu, '$1/$2')
      .replace(/(\d)\^(\d+)\u2044(\d+)/gu, '$1 $2/$3')
      .split('\n')
      .map((line) => line.replace(/^[ \t]+/, '').trimEnd())
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  )
}

/** Puts the sign of a MathML element between its children: c^2, 1/2, (a+b)/c. */
function joinChildren(out: string[], { name, starts }: Element): void {
  const signs = Object.hasOwn(between, name) ? between[name] : undefined
  if (signs === undefined || starts.length !== signs.length + 1) return
  const parts = starts.map((start, i) =>
    out
      .slice(start, starts[i + 1])
      .join('')
      .trim(),
  )
  const grouped = (part: string): string => (/^(?:[\p{L}\p{N}.]+|\(.*\)|.)$/u.test(part) ? part : `(${part})`)
  const joined =
    name === 'mroot'
      ? `(${at(parts, 0)})^(1/${at(parts, 1)})`
      : parts.map((part, i) => (i === 0 ? '' : at(signs, i - 1)) + grouped(part)).join('')
  out.splice(at(starts, 0), out.length, joined)
}
