// Word documents (ECMA-376, WordprocessingML and Office Math): the text as it is shown, equations as plain
// algebra, footnotes behind the text. Deleted text of tracked changes stays out.

import { at } from '../../base/at'
import { openArchive, type ArchiveEntry } from '../archive'
import { decode } from '../decodeText'
import type { ReadContext } from '../document'
import { problem, ProblemError } from '../../problems'
import { parseMarkup } from './parseMarkup'
import { powerOf } from './raised'

/** What a document's text is in, whatever its main part is called. */
export const MAIN_PART = /^word\/document\d*\.xml$/

/** Paragraphs with a blank line between them, rows of tables on a line. Throws ProblemError. */
export async function textOfDocx(bytes: Uint8Array<ArrayBuffer>, context: ReadContext): Promise<string> {
  const entries = openArchive(bytes)
  const main = entries.find(({ path }) => MAIN_PART.test(path))
  if (main === undefined) throw new ProblemError(problem('file.damagedWord'))
  const notes = entries.filter(({ path }) => /^word\/(?:foot|end)notes\.xml$/.test(path))
  const count = (pattern: RegExp): number => entries.filter(({ path }) => pattern.test(path)).length
  const leftOut = {
    headers: count(/^word\/(?:header|footer)\d*\.xml$/),
    comments: await commentsOf(entries),
    pictures: count(/^word\/media\/.+\.(?:png|jpe?g|gif|emf|wmf|svg|tiff?|bmp)$/i),
    deletions: 0,
    hiddenParts: 0,
  }
  const texts: string[] = []
  for (const part of [main, ...notes]) {
    texts.push(
      await textOfPart(
        part,
        { deleted: () => (leftOut.deletions += 1), hidden: () => (leftOut.hiddenParts += 1) },
        context,
      ),
    )
  }
  for (const [what, times] of Object.entries(leftOut) as [keyof typeof leftOut, number][])
    if (times > 0) context.leftOut(what, times)
  return texts.filter((text) => text !== '').join('\n\n')
}

async function commentsOf(entries: readonly ArchiveEntry[]): Promise<number> {
  const entry = entries.find(({ path }) => path === 'word/comments.xml')
  return entry === undefined ? 0 : (await decode(entry.read())).text.split('<w:comment ').length - 1
}

/** Elements whose text is not shown, or is shown a second time for older programs. */
const skipped = new Set([
  'w:del',
  'w:moveFrom',
  'mc:Fallback',
  'w:instrText',
  'w:pPr',
  'm:ctrlPr',
  'w:fldData',
])
/** Office Math: what stands before, between and after the parts of an element. */
const math: Readonly<
  Record<string, { readonly parts: readonly string[]; readonly signs: readonly string[] }>
> = {
  'm:f': { parts: ['m:num', 'm:den'], signs: ['/'] },
  'm:sSup': { parts: ['m:e', 'm:sup'], signs: ['^'] },
  'm:sSub': { parts: ['m:e', 'm:sub'], signs: ['_'] },
  'm:sSubSup': { parts: ['m:e', 'm:sub', 'm:sup'], signs: ['_', '^'] },
  'm:rad': { parts: ['m:deg', 'm:e'], signs: [''] },
  'm:nary': { parts: ['m:sub', 'm:sup', 'm:e'], signs: ['', ''] },
  'm:d': { parts: ['m:e'], signs: [] },
  'm:func': { parts: ['m:fName', 'm:e'], signs: [' '] },
  'm:limLow': { parts: ['m:e', 'm:lim'], signs: ['_'] },
  'm:limUpp': { parts: ['m:e', 'm:lim'], signs: ['^'] },
  'm:mr': { parts: ['m:e'], signs: [] },
  'm:m': { parts: ['m:mr'], signs: [] },
  'm:eqArr': { parts: ['m:e'], signs: [] },
}
/** Elements with several parts of one name, and what stands between those. */
const lists: Readonly<Record<string, string>> = { 'm:d': ', ', 'm:mr': ', ', 'm:m': '; ', 'm:eqArr': '; ' }
const signsOfMath = new Set(['m:begChr', 'm:endChr', 'm:sepChr', 'm:chr'])
/** Sums, products and integrals in plain letters. */
const operators: Readonly<Record<string, string>> = { '∑': 'sum', '∏': 'product', '∫': 'integral' }
const grouped = (part: string): string => (/^(?:[\p{L}\p{N}.]+|\(.*\))$/u.test(part) ? part : `(${part})`)

interface Open {
  readonly name: string
  /** Where its text begins in the output. */
  readonly start: number
  readonly parts: Map<string, string>
  /** Signs that the properties of a bracket or a sum name: begChr, endChr, sepChr, chr. */
  readonly signs: Map<string, string>
  /** Set by the properties of a run: raised text. */
  raised: boolean
  /** The same: text that is not shown. */
  hidden: boolean
  readonly skips: boolean
}

async function textOfPart(
  entry: ArchiveEntry,
  tell: { readonly deleted: () => void; readonly hidden: () => void },
  { progress }: ReadContext,
): Promise<string> {
  const source = (await decode(entry.read())).text
  const out: string[] = []
  const open: Open[] = []
  const runs: Open[] = []
  let cells = 0
  let skip = 0
  let inText = 0
  let opened = 0
  /** 0 within deleted text of which no word was met yet. */
  let deleted = 1
  await parseMarkup(
    source,
    {
      onopentag(name, attributes) {
        opened += 1
        // The notes that only draw a line between text and notes are none.
        const skips =
          skipped.has(name) ||
          (/^w:(?:foot|end)note$/.test(name) && /eparator/.test(attributes['w:type'] ?? ''))
        if (name === 'w:del' || name === 'w:moveFrom') deleted = 0
        if (skips) skip += 1
        const element = {
          name,
          start: out.length,
          parts: new Map<string, string>(),
          signs: new Map<string, string>(),
          raised: false,
          hidden: false,
          skips,
        }
        open.push(element)
        if (name === 'w:r') runs.push(element)
        if (name === 'w:tc') cells += 1
        if (skip > 0) return
        if (signsOfMath.has(name)) open.at(-3)?.signs.set(name, attributes['m:val'] ?? '')
        if (name === 'w:t' || name === 'm:t') inText += 1
        else if (name === 'w:tab' || name === 'w:ptab') out.push(' ')
        else if (name === 'w:br' || name === 'w:cr') out.push('\n')
        else if (name === 'w:noBreakHyphen') out.push('-')
        else if (name === 'w:vertAlign' && attributes['w:val'] === 'superscript') mark(runs, 'raised')
        else if (name === 'w:vanish' && !/^(?:0|false|off)$/.test(attributes['w:val'] ?? ''))
          mark(runs, 'hidden')
      },
      ontext(text) {
        if (deleted === 0 && text.trim() !== '') {
          deleted += 1
          tell.deleted()
        }
        if (inText === 0 || skip > 0) return
        const run = runs.at(-1)
        if (run?.hidden === true) {
          if (text.trim() !== '') tell.hidden()
          return
        }
        out.push(run?.raised === true ? raisedText(out.slice(-3).join(''), text) : text)
      },
      onclosetag(name) {
        const element = open.pop()
        if (element?.name === 'w:r') runs.pop()
        if (element?.name === 'w:tc') cells -= 1
        if (element?.skips === true) skip -= 1
        if (name === 'w:del' || name === 'w:moveFrom') deleted = 1
        if (element === undefined || element.skips || skip > 0) return
        if (name === 'w:t' || name === 'm:t') inText -= 1
        else if (name === 'w:p') out.push(cells > 0 ? ' ' : '\n\n')
        else if (name === 'w:tc') out.push(' ')
        else if (name === 'w:tr') out.push('\n')
        else if (name === 'w:tbl') out.push('\n')
        else closeMath(out, element, open.at(-1))
      },
    },
    { xmlMode: true, decodeEntities: true },
    progress,
  )
  if (opened === 0) throw new ProblemError(problem('file.damagedWord'))
  return out
    .join('')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function mark(runs: readonly Open[], how: 'raised' | 'hidden'): void {
  const run = runs.at(-1)
  if (run !== undefined) run[how] = true
}

/** A power of a number, a variable or a unit; anything else that is raised is a mark or an ordinal's end. */
const raisedText = (before: string, text: string): string => powerOf(before, text) ?? text

/** A part of an equation is kept until its equation closes and puts the parts together. */
function closeMath(out: string[], element: Open, parent: Open | undefined): void {
  const { name, start, parts, signs } = element
  const form = parent === undefined ? undefined : math[parent.name]
  if (parent !== undefined && form?.parts.includes(name) === true) {
    const text = (name === 'm:mr' ? (parts.get('m:e') ?? '') : out.splice(start).join('')).trim()
    const before = parent.parts.get(name)
    const between = Object.hasOwn(lists, parent.name) ? lists[parent.name] : undefined
    parent.parts.set(
      name,
      before === undefined || between === undefined
        ? text
        : before + (parent.signs.get('m:sepChr') ?? between) + text,
    )
    return
  }
  const own = math[name]
  if (own === undefined) return
  const texts = own.parts.map((part) => parts.get(part) ?? '')
  if (name === 'm:d') {
    out.push((signs.get('m:begChr') ?? '(') + at(texts, 0) + (signs.get('m:endChr') ?? ')'))
  } else if (name === 'm:m') {
    out.push(`[${at(texts, 0)}]`)
  } else if (name === 'm:func' || name === 'm:eqArr') {
    out.push(texts.join(' '))
  } else if (name === 'm:nary') {
    const [from = '', to = '', of = ''] = texts
    const sign = operators[signs.get('m:chr') ?? '∫'] ?? signs.get('m:chr') ?? ''
    out.push(`${sign}${from === '' ? '' : `_${grouped(from)}`}${to === '' ? '' : `^${grouped(to)}`} ${of}`)
  } else if (name === 'm:rad') {
    const [degree = '', of = ''] = texts
    out.push(degree === '' ? `sqrt(${of})` : `(${of})^(1/${degree})`)
  } else out.push(texts.map((text, i) => (i === 0 ? '' : at(own.signs, i - 1)) + grouped(text)).join(''))
}
