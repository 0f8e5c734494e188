// The whole number that an answer states, in whatever form: with a unit, as a fraction, a power or a root, or
// said twice. Must not know the gold.

import { answeredSide } from './equations'
import { bare, withoutRemark } from './markup'
import { spelledOut } from './numberWords'
import { adverb, currencyBefore, isUnit, labelled, plainUnits, readQuantity } from './quantity'
import { saidOnce } from './restated'
import { parseMath } from '../algebra/parseExpression'
import { DisallowedExpressionError, plainSigns, withTimesSign } from '../algebra/tokens'
import type { Expression } from '../algebra/tree'

/**
 * 1.250 EUR: nobody writes tenths of a cent, so the point groups thousands; a dollar may be a price of fuel.
 */
const euroGroups = /^[-+−–]?\s*(?:(?:€|EUR)\s*\d{1,3}\.\d{3}|\d{1,3}\.\d{3}\s*(?:€|EUR|[Ee]uros?))$/u

interface Fraction {
  readonly over: bigint
  readonly under: bigint
}

/** Digits that a power may have. */
const MOST_EXPONENT = 60n

/**
 * The value of one number that is not written out: a fraction, a power, a root, a number times a power of
 * ten, a mixed number. A sum or another product is a question, not an answer: null.
 */
function closedForm(e: Expression): Fraction | null {
  switch (e.kind) {
    case 'number': {
      const [whole = '', fraction = ''] = e.text.split('.')
      return { over: BigInt(whole + fraction), under: 10n ** BigInt(fraction.length) }
    }
    case 'negate': {
      const of = closedForm(e.of)
      return of === null ? null : { over: -of.over, under: of.under }
    }
    case 'call': {
      const of = e.name === 'sqrt' ? closedForm(e.of) : null
      if (of === null || of.over < 0n || of.over % of.under !== 0n) return null
      const root = BigInt(Math.round(Math.sqrt(Number(of.over / of.under))))
      return root * root === of.over / of.under ? { over: root, under: 1n } : null
    }
    case 'operate':
      return closedOperation(e)
    default:
      return null
  }
}

function closedOperation(e: Extract<Expression, { kind: 'operate' }>): Fraction | null {
  const left = closedForm(e.left)
  const right = closedForm(e.right)
  if (left === null || right === null) return null
  switch (e.operator) {
    case '/':
      return right.over === 0n ? null : { over: left.over * right.under, under: left.under * right.over }
    case '^': {
      const exponent = right.over % right.under === 0n ? right.over / right.under : null
      if (exponent === null || exponent > MOST_EXPONENT || exponent < -MOST_EXPONENT) return null
      if (exponent < 0n)
        return left.over === 0n ? null : { over: left.under ** -exponent, under: left.over ** -exponent }
      return { over: left.over ** exponent, under: left.under ** exponent }
    }
    case '*': {
      const ten =
        e.right.kind === 'operate' && e.right.operator === '^' && closedForm(e.right.left)?.over === 10n
      return ten ? { over: left.over * right.over, under: left.under * right.under } : null
    }
    default:
      // A mixed number: the reader gives it as a sum.
      return e.operator === '+' && e.left.kind === 'number' && e.right.kind === 'operate'
        ? { over: left.over * right.under + right.over * left.under, under: left.under * right.under }
        : null
  }
}

/** m + n, a - b: what a whole number may be asked for as; with factors it is an equation to be solved. */
const sumOfNames = /^\s*\$?\s*\p{L}(?:_\d)?(?:\s*[+-]\s*\p{L}(?:_\d)?)+\s*=\s*(?=[^=]+$)/u

/** The whole number that an answer states, in any form that people write; null where it states none. */
export function readInteger(written: string): string | null {
  const once = saidOnce(written, (one, other) => {
    const value = readInteger(one)
    return value !== null && value === readInteger(other)
  })
  if (once === null) return null
  const given = spelledOut(once)
  const plain = bare(given)
  const answer = euroGroups.test(plain)
    ? plain.replace('.', '')
    : given.replace(sumOfNames, '').replace(labelled, '')
  const quantity = readQuantity(answer)
  if (quantity !== null) return quantity.value.includes('.') ? null : quantity.value
  const side = answeredSide(withoutRemark(bare(answer)))
  if (side === null) return null
  const text = bare(
    withTimesSign(plainUnits(side)).replace(adverb, '').replace(currencyBefore, '$1').replace(/\s*%$/u, ''),
  )
  const formula = plainSigns(
    text.replace(/\s+\p{L}[^\\]*$/u, (unit) => (isUnit(unit.trim(), true) ? '' : unit)),
  )
  if (/[\d)}\]]\s*[-+]\s*[\d({\\]/u.test(formula)) return null
  try {
    const value = closedForm(parseMath(formula, { words: false }))
    if (value === null || value.under === 0n || value.over % value.under !== 0n) return null
    return (value.over / value.under).toString()
  } catch (error) {
    if (error instanceof DisallowedExpressionError) return null
    throw error
  }
}
