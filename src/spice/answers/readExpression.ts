// Expressions as people and models write them in an answer: with a unit, a percent sign, a name before an
// equals sign, in words. An answer can be read in more than one way (50% is 50 and 1/2); two answers are
// equal where some reading of one equals some reading of the other.

import { at } from '../../base/at'
import { equalExpressions, isClosed, parseExpression, proportional } from '../algebra/algebraicExpression'
import type { Expression } from '../algebra/tree'
import { answeredSide, sidesOf } from './equations'
import { bare, withoutRemark } from './markup'
import { floatValues } from '../algebra/evaluate'
import { spelledOut } from './numberWords'
import { currencyBefore, readQuantity } from './quantity'
import { saidOnce } from './restated'

interface Reading {
  readonly expression: Expression
  /** What was left out behind it, folded; null where nothing was. */
  readonly unit: string | null
}

const textUnit =
  /(?:\\[,;:! ]|[~\s])*(?:\\(?:text(?:rm|bf|normal)?|mathrm|mbox|rm)\s*\{[^{}\d]*\}|\^\s*\{?\s*\\?circ\s*\}?|°)(?:\^\s*\{?-?\d\}?)?$/u
const wordUnit = /\s+(\p{L}{2,}(?:[\s/]+\p{L}+(?:\^\{?\d\}?|[²³])?)*)$/u
const hundredth = (left: Expression): Expression => ({
  kind: 'operate',
  operator: '/',
  left,
  right: { kind: 'number', text: '100' },
})

/** Both sides of an answer that is itself an equation, as their difference. */
function differenceOf(answer: string): Expression | null {
  const sides = sidesOf(withoutRemark(bare(answer)))
  if (sides.length !== 2) return null
  const [left, right] = sides.map((side) => parseExpression(bare(side), { words: true }))
  return left?.ok === true && right?.ok === true
    ? { kind: 'operate', operator: '-', left: left.value, right: right.value }
    : null
}

function readings(written: string): Reading[] {
  const once = saidOnce(written, equalAsExpressions)
  if (once === null) return []
  const answer = spelledOut(once)
  const side = answeredSide(withoutRemark(bare(answer)))
  if (side === null) return []
  const text = bare(side)
  const found: Reading[] = []
  const add = (written: string, unit: string | null, closedOnly: boolean): void => {
    const parsed = parseExpression(bare(written), { words: true })
    if (parsed.ok && (!closedOnly || isClosed(parsed.value))) found.push({ expression: parsed.value, unit })
  }
  add(text, null, false)
  const money = text.replace(currencyBefore, '$1')
  if (money !== text) add(money, null, false)
  const quantity = readQuantity(answer)
  if (quantity !== null) {
    const value = parseExpression(quantity.value)
    if (value.ok)
      found.push({ expression: value.value, unit: quantity.unit === '' ? null : fold(quantity.unit) })
    if (value.ok && quantity.percent) found.push({ expression: hundredth(value.value), unit: null })
    return found
  }
  const percent = /\s*\\?%$/u.exec(text)
  if (percent !== null) {
    const of = parseExpression(bare(text.slice(0, percent.index)), { words: true })
    if (of.ok)
      found.push({ expression: of.value, unit: null }, { expression: hundredth(of.value), unit: null })
  }
  const set = textUnit.exec(text)
  if (set !== null && set.index > 0) add(text.slice(0, set.index), fold(set[0]), false)
  const word = wordUnit.exec(text)
  if (word !== null && word.index > 0) add(text.slice(0, word.index), fold(word[0]), true)
  return found
}

const fold = (unit: string): string =>
  unit.replace(/\\(?:text\w*|mathrm|mbox|rm)|[\s{}~\\,;:!]/gu, '').toLowerCase()

/** True where the answer can be read as an expression, or an equation, at all. */
export const readsAsExpression = (answer: string): boolean =>
  readings(answer).length > 0 || differenceOf(answer) !== null || listOf(answer) !== null

/** A decimal of so many digits after the point stands for what it rounds. */
const ROUNDED_DIGITS = 8
function roundsTo(decimal: Expression, exact: Expression): boolean {
  const digits = decimal.kind === 'number' ? decimal.text.split('.').slice(1).join('').length : 0
  if (decimal.kind !== 'number' || digits < ROUNDED_DIGITS || !isClosed(exact)) return false
  return Math.abs(Number(decimal.text) - at(floatValues(exact), 0)) <= 10 ** -digits
}
const equalValues = (a: Expression, b: Expression): boolean =>
  equalExpressions(a, b) || roundsTo(a, b) || roundsTo(b, a)

interface List {
  readonly open: string
  readonly close: string
  readonly elements: readonly string[]
}

/** A point, an interval or a set: two or more elements in brackets; null for anything else. */
function listOf(answer: string): List | null {
  const plain = /^\s*\{.*,.*\}\s*$/su.test(answer) ? answer.trim() : bare(answer)
  const sides = sidesOf(plain)
  // (x, y) = (1, 2)
  const text = (sides.length === 2 && /^[\p{L}(), ]{1,20}$/u.test(at(sides, 0)) ? at(sides, 1) : plain)
    .replace(/\\(?:left|right)(?!\p{L})\s*/gu, '')
    .replace(/\\([{}])/gu, '$1')
    .replace(/∞/gu, '\\infty')
    .trim()
  const match = /^([([{])(.*)([)\]}])$/su.exec(text)
  if (match === null) return null
  const elements: string[] = ['']
  let depth = 0
  for (const letter of at(match, 2)) {
    if ('([{'.includes(letter)) depth += 1
    if (')]}'.includes(letter)) depth -= 1
    if (depth < 0) return null
    if (depth === 0 && (letter === ',' || letter === ';')) elements.push('')
    else elements.push(`${elements.pop() ?? ''}${letter}`)
  }
  return elements.length < 2 || elements.some((each) => each.trim() === '')
    ? null
    : { open: at(match, 1), close: at(match, 3), elements: elements.map((each) => each.trim()) }
}

const MOST_ELEMENTS = 12
/** Element by element; in a set the order does not count. */
function equalLists(a: List, b: List): boolean {
  if (a.open !== b.open || a.close !== b.close || a.elements.length !== b.elements.length) return false
  if (a.elements.length > MOST_ELEMENTS) return false
  const isSame = (one: string, other: string): boolean =>
    one.replace(/\s/gu, '') === other.replace(/\s/gu, '') || equalAsExpressions(one, other)
  if (a.open !== '{') return a.elements.every((each, i) => isSame(each, at(b.elements, i)))
  const left = [...b.elements]
  return a.elements.every((each) => {
    const found = left.findIndex((other) => isSame(each, other))
    if (found >= 0) left.splice(found, 1)
    return found >= 0
  })
}

/** True where some reading of one equals some reading of the other, and no two units contradict. */
export function equalAsExpressions(a: string, b: string): boolean {
  const [list, wanted] = [listOf(a), listOf(b)]
  if (list !== null && wanted !== null && equalLists(list, wanted)) return true
  const [one, other] = [differenceOf(a), differenceOf(b)]
  if (one !== null && other !== null && proportional(one, other)) return true
  const others = readings(b)
  return readings(a).some((one) =>
    others.some(
      (other) =>
        (one.unit === null || other.unit === null || one.unit === other.unit) &&
        equalValues(one.expression, other.expression),
    ),
  )
}
