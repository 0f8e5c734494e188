// Finds where a completion states its final answer: `Answer: ...`, \boxed{...}, `the answer is ...`, `####
// ...`, a last line in bold. The one that stands last counts, so that a completion cannot list answers and be
// paid for one of them; what a base model invents after its answer (the next question) is not read.

import { at } from '../../base/at'
import { bare, closingBrace } from '../answers/markup'

export interface AnswerCandidate {
  /** Code units. */
  readonly start: number
  readonly text: string
  /**
   * Stated in so many words; a heading or a bold line is not, and counts only where it reads as an answer.
   */
  readonly stated: boolean
}

const answerMark =
  /(?<!\p{L})(?:answer|ans|antwort|correct (?:option|choice|letter))(?:\s+is)?(?:\s*[*_]*\s*[:：=]|\s+[-–—]\s)|(?<!\p{L})final\s+(?:result|solution|value)\s*[*_]*\s*[:：=]|(?<!\p{L})ans\.\s|答案\s*(?:是|为|為)?\s*[:：]?|<answer>/giu
const answerSentence =
  /(?<!\p{L})(?:(?:answer|option|choice|letter|result|solution)\s+(?:is|would be|should be|must be|equals)|antwort\s+(?:ist|lautet|wäre))(?!\p{L})(?!\s*[:：=])(?:\s+(?:therefore|thus|then|hence|simply|just|exactly|also|daher)(?!\p{L}),?)?\s*/giu
const heading =
  /^(?:[ \t*#]{0,8}final answer|[ \t]{0,8}(?:#{1,4}|\*\*)[ \t]{0,8}answer)(?!\p{L})[ \t*]{0,8}(?:\n[ \t]{0,8}){0,2}([^\s:：=*].*)$|^[ \t]{0,8}#{3,4}[ \t]{0,8}(\S.*)$/gimu
/** A letter that is called right: `Option B is correct.`; read where nothing is stated in other words. */
const calledRight =
  /(?<![\p{L}\p{N}])(?<!(?:[Ii]f|[Ww]hether|that|not)\s+(?:option\s+|choice\s+)?)(?:[Oo]ption\s+|[Cc]hoice\s+|[Aa]nswer\s+)?\(?([A-J])\)?\s+is\s+(?:the\s+)?(?:correct|right|best)(?!\p{L})|(?<!\p{L})I(?:['’]ll)?\s+(?:(?:would\s+|will\s+)?(?:choose|pick|select|go\s+with)|am\s+going\s+with)\s+(?:option\s+|answer\s+)?\(?([A-J])\)?(?![\p{L}\p{N}])/gu
const boldLine = /(?:^|\n)[ \t]{0,8}\*\*([^*\n]+)\*\*[.。]?\s*$/u
/** What says within a box that the answer follows. */
const label =
  /^\s*(?:\\text\w*\s*\{\s*)?(?:(?:so|thus|hence|therefore),?\s+)?(?:the\s+)?(?:(?:final|correct)\s+)?answer(?:\s+is\s*[:=]?|\s*[:=])\s*(?:\}|(?=[^{}]*\}?$))\s*/iu
const boxCommand = /\\(?:boxed|fbox|framebox)\s*/gu

/** Marks of a chat template that were written as text, and the heads of a next turn. */
const templateMark = /<\/?s>|<\|[^|<>\n]{1,40}\|>|<(?:eos|end_of_turn|start_of_turn)>|\[\/?INST\]/gu
const nextTurn =
  /\n[ \t]{0,8}(?:#{1,6}[ \t]{0,8})?\*{0,2}(?:question|q|user|human|problem|exercise|example|passage|instruction|task)[ \t]{0,8}\d{0,4}[ \t*]{0,8}[:：.\n]/iu

/** Marks of one kind that are looked at, from the end, and code units of what follows one. */
const MOST_MARKS = 32
const MOST_TEXT = 2000

/** True where a completion writes something before it first says `Answer:`. */
export function works(text: string): boolean {
  const [before = ''] = text.split(answerMark, 1)
  return before.trim() !== ''
}

/** Index of the last `Answer:` and of what follows it, or null. */
export function lastAnswerMark(text: string): { readonly start: number; readonly end: number } | null {
  const match = [...text.matchAll(answerMark)].at(-1)
  return match === undefined ? null : { start: match.index, end: match.index + match[0].length }
}

/** Content of every box that closes, in order; \boxed 24 without braces too. */
function boxes(text: string): { readonly start: number; readonly end: number; readonly content: string }[] {
  return [...text.matchAll(boxCommand)].slice(-MOST_MARKS).flatMap((match) => {
    const open = match.index + match[0].length
    if (text[open] !== '{') {
      const word = /^[^\s{}\\$,;]+/u.exec(text.slice(open, open + 40))
      return word === null || !(/\s$/u.test(match[0]) || /^\d/u.test(word[0]))
        ? []
        : [{ start: match.index, end: open + word[0].length, content: word[0] }]
    }
    const close = closingBrace(text, open)
    return close < 0
      ? []
      : [
          {
            start: match.index,
            end: close,
            content: text.slice(open + 1, close).slice(0, MOST_TEXT),
          },
        ]
  })
}

/** Content of the last \boxed{...} that closes; braces nest, `\{` and `\}` do not count. */
export function lastBoxed(text: string): { readonly start: number; readonly content: string } | null {
  return boxes(text).at(-1) ?? null
}

/**
 * True where `index` stands in a bracket that was opened after an answer on the same line: in a remark on it.
 */
function inRemark(text: string, index: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', index - 1) + 1, index)
  const opened: number[] = []
  for (const [at, letter] of [...line].entries()) {
    if (letter === '(') opened.push(at)
    else if (letter === ')') opened.pop()
  }
  const outermost = opened[0]
  return outermost !== undefined && /(?<!\p{L})answer(?!\p{L})/iu.test([...line].slice(0, outermost).join(''))
}

/** What an element of the text's own holds. */
const insideAnswer = (text: string): string => at(text.split(/<\/answer>/iu, 1), 0)

/** The rest of the line, or of the display that begins on it. */
function restOfLine(text: string): string {
  const line = at(text.split(/[\r\n]/u, 1), 0)
  const closing = { '\\[': '\\]', $$: '$$' }[line.trim()]
  const end = closing === undefined ? -1 : text.indexOf(closing, line.length)
  return end < 0 ? line : text.slice(line.length, end)
}
/** Up to the end of the sentence; the point of a decimal number ends none. */
const restOfSentence = (text: string): string => restOfLine(text).replace(/[.!?](?:\*\*)?\s+\p{Lu}.*$/su, '')

function candidatesOf(text: string): AnswerCandidate[] {
  const after = (match: RegExpExecArray): string => {
    const end = match.index + match[0].length
    return text.slice(end, end + MOST_TEXT)
  }
  const held = boxes(text)
  const boxed = (index: number): boolean => held.some(({ start, end }) => start < index && index < end)
  const marks = [...text.matchAll(answerMark)]
    .slice(-MOST_MARKS)
    .filter((match) => !inRemark(text, match.index) && !boxed(match.index))
    .map((match) => ({
      start: match.index,
      text: restOfLine(insideAnswer(after(match)).replace(/^[\s*]+/u, '')),
      stated: true,
    }))
  const sentences = [...text.matchAll(answerSentence)]
    .slice(-MOST_MARKS)
    .filter((match) => !inRemark(text, match.index) && !boxed(match.index))
    .map((match) => ({
      start: match.index,
      text: restOfSentence(after(match)),
      stated: true,
    }))
  const headings = [...text.matchAll(heading)].slice(-MOST_MARKS).map((match) => ({
    start: match.index,
    text: match[1] ?? match[2] ?? '',
    stated: false,
  }))
  const bold = boldLine.exec(text)
  return [
    ...held.map(({ start, content }) => ({ start, text: content.replace(label, ''), stated: true })),
    ...marks,
    ...sentences,
    ...headings,
    ...(bold === null ? [] : [{ start: bold.index, text: at(bold, 1), stated: false }]),
  ]
    .map((each) => ({ ...each, text: bare(each.text) }))
    .filter((each) => each.text !== '')
    .sort((a, b) => a.start - b.start)
}

/**
 * Every place where the completion states an answer, in order; of a base model's text the first turn alone.
 */
export function answerCandidates(completion: string): AnswerCandidate[] {
  const text = completion.replace(templateMark, '\n')
  const all = candidatesOf(text)
  if (!all.some(({ stated }) => stated)) {
    const called = [...text.matchAll(calledRight)].at(-1)
    if (called !== undefined)
      all.push({ start: called.index, text: called[1] ?? called[2] ?? '', stated: false })
  }
  const first = all.find((each) => each.stated || /^\W{0,3}\p{N}/u.test(each.text))
  if (first === undefined) return all
  const turn = nextTurn.exec(text.slice(first.start))
  return turn === null ? all : candidatesOf(text.slice(0, first.start + turn.index))
}

/** The final answer of a completion as written, or null where there is none. */
export function finalAnswer(text: string): string | null {
  const all = answerCandidates(text)
  return (all.findLast((each) => each.stated) ?? null)?.text ?? null
}

/**
 * The answer that counts, read as its type wants it: the last one that is stated. Where that says nothing of
 * the kind (`The answer: see above.`), the one before counts; a heading or a bold line counts only where it
 * reads. Of a choice, a completion that is nothing but a letter is the answer: `(B)`.
 */
export function answerFor(
  text: string,
  reads: (answer: string) => boolean,
  says: (answer: string) => boolean,
  isChoice = false,
): string | null {
  const all = answerCandidates(text)
  for (const each of [...all].reverse()) {
    if (reads(each.text)) return each.text
    if (each.stated && says(each.text)) return each.text
  }
  const stated = finalAnswer(text)
  const alone = text.replace(templateMark, '\n').trim()
  if (stated === null && isChoice && !alone.includes('\n') && reads(alone)) return alone
  return stated
}
