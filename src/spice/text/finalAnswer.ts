// Finds the final answer in a completion: what follows the last `Answer:` on its line, or the last
// \boxed{...}, whichever stands later. The last one counts, so that a completion cannot list answers and be
// paid for one of them.

import { at } from '../../base/at'

const answerMark = /(?<!\p{L})answer\s*\**\s*[:：]/giu

/** Index of the last `Answer:` and of what follows it, or null. */
export function lastAnswerMark(text: string): { readonly start: number; readonly end: number } | null {
  const match = [...text.matchAll(answerMark)].at(-1)
  return match === undefined ? null : { start: match.index, end: match.index + match[0].length }
}

/** Content of the last \boxed{...} that closes; braces nest, `\{` and `\}` do not count. */
export function lastBoxed(text: string): { readonly start: number; readonly content: string } | null {
  const opening = '\\boxed{'
  for (
    let start = text.lastIndexOf(opening);
    start >= 0;
    start = start === 0 ? -1 : text.lastIndexOf(opening, start - 1)
  ) {
    const from = start + opening.length
    let depth = 1
    for (let i = from; i < text.length; i++) {
      const letter = text[i]
      if (letter === '\\') i += 1
      else if (letter === '{') depth += 1
      else if (letter === '}') {
        depth -= 1
        if (depth === 0) return { start, content: text.slice(from, i) }
      }
    }
  }
  return null
}

/** Emphasis, dollar signs and \text{} around an answer are no part of it, nor is a closing full stop. */
function bare(answer: string): string {
  let out = answer.trim()
  for (let i = 0; i < 4; i++) {
    const before = out
    out = out.replace(/^\*+\s*|\s*\*+$/gu, '').trim()
    out = out.replace(/^\$+([^$]*)\$+$/u, '$1').trim()
    out = out.replace(/^\\(?:text|mathrm|mathbf)\{([^{}]*)\}$/u, '$1').trim()
    out = out.replace(/(?<!\.)[.。]$/u, '').trim()
    if (out === before) break
  }
  return out
}

/**
 * The final answer of a completion as written, or null where there is none. Linear in the text but for
 * unclosed boxes.
 */
export function finalAnswer(text: string): string | null {
  const mark = lastAnswerMark(text)
  const boxed = lastBoxed(text)
  if (boxed !== null && (mark === null || boxed.start > mark.start)) {
    const content = bare(boxed.content)
    return content === '' ? null : content
  }
  if (mark === null) return null
  const line = bare(
    at(
      text
        .slice(mark.end)
        .replace(/^[\s*]+/u, '')
        .split(/[\r\n]/u),
      0,
    ),
  )
  return line === '' ? null : line
}
