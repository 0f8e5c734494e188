// Algebraic expressions: reading them under hard limits, and equality as mathematics. Nothing is ever
// evaluated by a language: mathjs gives the syntax tree, a short list of nodes is walked here. No clock: the
// limits bound the work.
//
// Equality is tested by values (Schwartz and Zippel): rational expressions at three points of the field of
// integers modulo
// 2^61 - 1, where equal ones always agree and unequal ones of degree d meet with a chance below (d / 2^61)^3;
// expressions with roots, logarithms or symbolic exponents at eight points in floating point.

import type { MathNode } from 'mathjs'
import { create, parseDependencies } from 'mathjs/number'
import { at } from '../../base/at'
import { ok, type Result } from '../../base/result'
import { reason, refuse, type Reason } from '../../protocol/reasons'
import { asciiDigits } from '../text/words'
import { floatValues, modularValues } from './evaluate'
import { functionNames, type Expression } from './tree'

// The parser over plain numbers alone, a fifth of the whole library: that one holds the page for an eighth of
// a second.
const { parse } = create({ ...parseDependencies })

export const expressionLimits = { characters: 200, nodes: 120, depth: 24, digits: 15 } as const

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'
const isVariable = (name: string): boolean => /^(?:\p{L}(?:_?\d{1,2})?|pi)$/u.test(name)

/**
 * One way to write what people and models write in several: signs of other keyboards, LaTeX's simplest
 * commands, digit groups.
 */
function plain(text: string): string {
  let out = text.replace(
    /[⁰¹²³⁴⁵⁶⁷⁸⁹]+/gu,
    (run) => `^${[...run].map((each) => superscripts.indexOf(each)).join('')}`,
  )
  out = asciiDigits(out.normalize('NFKC'))
    .replace(/\*\*/gu, '^')
    .replace(/[×·⋅∙∗]|\\cdot|\\times/gu, '*')
    .replace(/[÷∕⁄]/gu, '/')
    .replace(/[−–﹣]/gu, '-')
    .replace(/\\left|\\right/gu, '')
    .replace(/\\pi|π/gu, ' pi ')
    .replace(/(?<![\d.,])\d{1,3}(?:,\d{3})+(?!\d)/gu, (group) => group.replaceAll(',', ''))
  for (let i = 0; i < 4; i++) {
    out = out
      .replace(/\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}/gu, '(($1)/($2))')
      .replace(/\\sqrt\{([^{}]*)\}/gu, 'sqrt($1)')
      .replace(/\^\{([^{}]*)\}/gu, '^($1)')
  }
  return out.replace(/\\(sin|cos|tan|ln|log|exp)(?!\p{L})/gu, '$1').trim()
}

class NotAllowed extends Error {
  constructor(readonly why: Reason) {
    super(why.code)
  }
}

/** mathjs's node as one of ours; throws NotAllowed for anything else. `left` bounds the number of nodes. */
function convert(node: MathNode, budget: { nodes: number }, depth: number): Expression {
  budget.nodes -= 1
  if (budget.nodes < 0 || depth > expressionLimits.depth * 2)
    throw new NotAllowed(reason('algebra.large', {}))
  const next = (child: MathNode | undefined): Expression => {
    if (child === undefined) throw new NotAllowed(reason('algebra.operand', {}))
    return convert(child, budget, depth + 1)
  }
  // mathjs types its nodes loosely; each is known by `type` and read through these fields.
  const { type, op, value, name, content, args, fn } = node as unknown as Loose
  switch (type) {
    case 'ParenthesisNode':
      return next(content)
    case 'ConstantNode': {
      const text = String(value)
      if (typeof value !== 'number' || !/^\d+(?:\.\d+)?$/u.test(text))
        throw new NotAllowed(reason('algebra.number', { text }))
      return { kind: 'number', text }
    }
    case 'SymbolNode': {
      const symbol = name ?? ''
      if (!isVariable(symbol)) throw new NotAllowed(reason('algebra.variable', { name: symbol }))
      return { kind: 'variable', name: symbol }
    }
    case 'OperatorNode': {
      if (args?.length === 1 && op === '-') return { kind: 'negate', of: next(args[0]) }
      if (args?.length === 1 && op === '+') return next(args[0])
      if (args?.length === 2 && (op === '+' || op === '-' || op === '*' || op === '/' || op === '^')) {
        return { kind: 'operate', operator: op, left: next(args[0]), right: next(args[1]) }
      }
      throw new NotAllowed(reason('algebra.operator', { operator: op ?? '' }))
    }
    case 'FunctionNode': {
      const called = fn?.name ?? ''
      if (args?.length !== 1) throw new NotAllowed(reason('algebra.arguments', { name: called }))
      const known = functionNames.find((each) => each === called)
      if (known !== undefined) return { kind: 'call', name: known, of: next(args[0]) }
      // x(x + 1) is a product here, not a call.
      if (isVariable(called))
        return {
          kind: 'operate',
          operator: '*',
          left: { kind: 'variable', name: called },
          right: next(args[0]),
        }
      throw new NotAllowed(reason('algebra.function', { name: called }))
    }
    default:
      throw new NotAllowed(reason('algebra.other', {}))
  }
}
interface Loose {
  readonly type: string
  readonly op?: string
  readonly value?: unknown
  readonly name?: string
  readonly content?: MathNode
  readonly args?: readonly MathNode[]
  readonly fn?: { readonly name?: string }
}

function deepest(text: string): number {
  let depth = 0
  let most = 0
  for (const letter of text) {
    if (letter === '(' || letter === '^') depth += 1
    if (letter === ')') depth -= 1
    most = Math.max(most, depth)
  }
  return most
}

/** Refused with a reason of `algebra.*`. */
export function parseExpression(text: string): Result<Expression, Reason> {
  const { characters, digits, depth, nodes } = expressionLimits
  if (text.length > characters) return refuse('algebra.characters', { most: characters })
  const written = plain(text)
  if (written === '') return refuse('algebra.empty', {})
  if (written.length > 2 * characters) return refuse('algebra.long', {})
  if (deepest(written) > depth) return refuse('algebra.nested', {})
  if (new RegExp(`\\d{${digits + 1}}`, 'u').test(written.replace('.', '')))
    return refuse('algebra.digits', { most: digits })
  const strange = /[^\d\s.+\-*/^()_\p{L}]/u.exec(written)
  if (strange !== null) return refuse('algebra.letter', { letter: strange[0] })
  try {
    const expression = convert(parse(written), { nodes }, 0)
    return modularValues(expression).every((value) => value === 'undefined')
      ? refuse('algebra.divides', {})
      : ok(expression)
  } catch (error) {
    return error instanceof NotAllowed ? { ok: false, error: error.why } : refuse('algebra.syntax', {})
  }
}

/** True where two expressions are equal as mathematics; false where that cannot be shown. */
export function equalExpressions(a: Expression, b: Expression): boolean {
  const left = modularValues(a)
  const right = modularValues(b)
  if (!left.includes('notRational') && !right.includes('notRational'))
    return left.every((value, i) => value === right[i])
  const one = floatValues(a)
  const other = floatValues(b)
  let compared = 0
  for (const [i, x] of one.entries()) {
    const y = at(other, i)
    if (Number.isFinite(x) !== Number.isFinite(y)) return false
    if (!Number.isFinite(x)) continue
    if (Math.abs(x - y) > 1e-9 * Math.max(1, Math.abs(x), Math.abs(y))) return false
    compared += 1
  }
  return compared >= 4
}
