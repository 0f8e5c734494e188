// Mathematics as a tree: recursive descent over the tokens, under hard limits. It judges nothing equal.
//
//   sum     = [+-] product {[+-] product}
//   product = power {[*/:] power | power}        a missing sign multiplies; 1/2x is x/2
//   power   = postfix [^ signed]                 right to left; -x^2 is -(x^2)
//   postfix = atom {!}
//   atom    = number [\frac] | name | (sum) | |sum| | function power | \frac | \sqrt | \binom

import { at } from '../../base/at'
import { reason } from '../../protocol/refusal'
import { mathTokens, DisallowedExpressionError, type MathToken } from './tokens'
import { functionNames, type Expression } from './tree'

export const expressionLimits = { characters: 200, nodes: 120, depth: 24, digits: 17 } as const

const number = (text: string): Expression => ({ kind: 'number', text })
const operate = (operator: '+' | '-' | '*' | '/' | '^', left: Expression, right: Expression): Expression => ({
  kind: 'operate',
  operator,
  left,
  right,
})
const wholeNumber = (e: Expression): number | null =>
  e.kind === 'number' && /^\d{1,9}$/u.test(e.text) ? Number(e.text) : null

/** The lower argument of a binomial up to which it is written out as a product. */
const MOST_FACTORS = 12

/** n over k: n (n-1) ... (n-k+1) / k! for a small whole k, else by factorials. */
function binomial(n: Expression, k: Expression): Expression {
  const count = wholeNumber(k)
  const factorial = (of: Expression): Expression => ({ kind: 'call', name: 'factorial', of })
  if (count === null || count > MOST_FACTORS)
    return operate('/', factorial(n), operate('*', factorial(k), factorial(operate('-', n, k))))
  let over: Expression = number('1')
  for (let i = 0; i < count; i++) over = operate('*', over, i === 0 ? n : operate('-', n, number(String(i))))
  return operate('/', over, factorial(k))
}

class Parser {
  private next = 0
  private depth = 0
  private bars = 0

  constructor(
    private readonly tokens: MathToken[],
    private readonly words: boolean,
  ) {}

  whole(): Expression {
    const e = this.overOrChoose()
    if (this.next < this.tokens.length) throw new DisallowedExpressionError(reason('algebra.syntax', {}))
    return e
  }

  private peek(): MathToken | undefined {
    return this.tokens[this.next]
  }

  private isSign(text: string): boolean {
    const token = this.peek()
    return token?.kind === 'sign' && token.text === text
  }

  private take(text: string): boolean {
    if (!this.isSign(text)) return false
    this.next += 1
    return true
  }

  private expect(text: string): void {
    if (!this.take(text)) throw new DisallowedExpressionError(reason('algebra.syntax', {}))
  }

  /** Every level counts, so that no text costs more than its limits. */
  private level(make: () => Expression): Expression {
    this.depth += 1
    if (this.depth > 6 * expressionLimits.depth)
      throw new DisallowedExpressionError(reason('algebra.nested', {}))
    const e = make()
    this.depth -= 1
    return e
  }

  private sum(): Expression {
    return this.level(() => {
      let left = this.signed(() => this.product())
      for (;;) {
        if (this.take('+')) left = operate('+', left, this.product())
        else if (this.take('-')) left = operate('-', left, this.product())
        else return left
      }
    })
  }

  private signed(rest: () => Expression): Expression {
    return this.level(() => {
      if (this.take('-')) return { kind: 'negate', of: this.signed(rest) }
      if (this.take('+')) return this.signed(rest)
      return rest()
    })
  }

  private product(): Expression {
    let left = this.power()
    for (;;) {
      if (this.take('*'))
        left = operate(
          '*',
          left,
          this.signed(() => this.power()),
        )
      else if (this.take('/') || (this.words && this.take(':')))
        left = operate(
          '/',
          left,
          this.signed(() => this.power()),
        )
      else if (this.beginsFactor()) left = operate('*', left, this.power())
      else return left
    }
  }

  /** What multiplies without a sign: anything but a number, which would be a list of two. */
  private beginsFactor(): boolean {
    const token = this.peek()
    if (token === undefined || token.kind === 'number') return false
    if (token.kind !== 'sign') return true
    return (
      token.text === '(' ||
      token.text === '[' ||
      token.text === '{' ||
      (token.text === '|' && this.bars === 0)
    )
  }

  private power(): Expression {
    return this.level(() => {
      const base = this.postfix()
      return this.take('^') ? operate('^', base, this.exponent()) : base
    })
  }

  private exponent(): Expression {
    return this.signed(() => this.power())
  }

  private postfix(): Expression {
    let e = this.atom()
    while (this.take('!')) e = { kind: 'call', name: 'factorial', of: e }
    return e
  }

  /** What a pair of braces holds: {1 \over 2} and {n \choose k} have their sign in its midst. */
  private overOrChoose(): Expression {
    const e = this.sum()
    if (this.take('over')) return operate('/', e, this.sum())
    return this.take('choose') ? binomial(e, this.sum()) : e
  }

  private group(close: string): Expression {
    const e = close === '}' ? this.overOrChoose() : this.sum()
    this.expect(close)
    return e
  }

  /** An argument of a command: a group in braces, else one digit or letter, as \frac12 and \sqrt2 have it. */
  private argument(): Expression {
    if (this.take('{')) return this.group('}')
    const token = this.peek()
    if (token?.kind === 'number' && /^\d{2,}$/u.test(token.text)) {
      // \frac12 holds 1 and 2: the first digit is the argument, the others stay.
      const [first, rest] = [at(token.text, 0), token.text.slice(1)]
      this.tokens.splice(this.next, 1, { kind: 'number', text: first }, { kind: 'number', text: rest })
    }
    if (token?.kind === 'name') {
      // \frac x2 is x/2, not x_2 of something.
      this.next += 1
      return { kind: 'variable', name: token.text + (this.isSign('_') ? this.index(true) : '') }
    }
    return this.atom()
  }

  private atom(): Expression {
    return this.level(() => {
      const token = this.peek()
      if (token === undefined) throw new DisallowedExpressionError(reason('algebra.operand', {}))
      this.next += 1
      switch (token.kind) {
        case 'number':
          return this.mixed(token.text)
        case 'name':
          return this.name(token)
        case 'function':
          return this.call(token.text)
        case 'command':
          return this.command(token.text)
        case 'sign':
          return this.bracket(token.text)
      }
    })
  }

  private bracket(sign: string): Expression {
    if (sign === '(') return this.group(')')
    if (sign === '{') return this.group('}')
    if (sign === '[') return this.group(']')
    if (sign === '|') {
      this.bars += 1
      const of = this.sum()
      this.bars -= 1
      this.expect('|')
      return { kind: 'call', name: 'abs', of }
    }
    throw new DisallowedExpressionError(reason('algebra.syntax', {}))
  }

  /** 1\frac{1}{2} is one and a half; 2\frac{x}{3} is a product. */
  private mixed(text: string): Expression {
    if (text.replace('.', '').replace(/^0+/u, '').length > expressionLimits.digits)
      throw new DisallowedExpressionError(reason('algebra.digits', { most: expressionLimits.digits }))
    const next = this.peek()
    if (!/^\d+$/u.test(text) || next?.kind !== 'command' || next.text !== 'frac') return number(text)
    const before = this.next
    this.next += 1
    const over = this.argument()
    const under = this.argument()
    const [n, d] = [wholeNumber(over), wholeNumber(under)]
    if (n !== null && d !== null && n < d) return operate('+', number(text), operate('/', over, under))
    this.next = before
    return number(text)
  }

  private name({ text, word }: Extract<MathToken, { kind: 'name' }>): Expression {
    if (word && !this.words) throw new DisallowedExpressionError(reason('algebra.variable', { name: text }))
    return { kind: 'variable', name: text + this.index(word) }
  }

  /** x_1, x_{12} and x1 are one name; in a longer word digits are no index. */
  private index(word: boolean): string {
    const next = this.peek()
    if (next?.kind === 'number' && !word && /^\d{1,2}$/u.test(next.text)) {
      this.next += 1
      return next.text
    }
    if (!this.take('_')) return ''
    const braced = this.take('{')
    const token = this.peek()
    if (token?.kind !== 'number' && token?.kind !== 'name')
      throw new DisallowedExpressionError(reason('algebra.syntax', {}))
    this.next += 1
    if (braced) this.expect('}')
    return token.text
  }

  private call(written: string): Expression {
    const name = functionNames.find((each) => each === written)
    if (name === undefined) throw new DisallowedExpressionError(reason('algebra.function', { name: written }))
    let base: Expression | null = null
    if (name === 'log' && this.take('_')) base = this.argument()
    const raised = this.take('^') ? (this.isSign('{') ? this.argument() : this.exponent()) : null
    const of = this.functionArgument()
    const inverse =
      raised !== null && raised.kind === 'negate' && wholeNumber(raised.of) === 1
        ? functionNames.find((each) => each === `a${name}`)
        : undefined
    if (inverse !== undefined) return { kind: 'call', name: inverse, of }
    const value: Expression =
      base === null
        ? { kind: 'call', name, of }
        : operate('/', { kind: 'call', name: 'ln', of }, { kind: 'call', name: 'ln', of: base })
    return raised === null ? value : operate('^', value, raised)
  }

  /** \sin x, \sin 2x, \sin(x) y: a bracket is the whole argument, else what stands side by side. */
  private functionArgument(): Expression {
    if (this.take('(')) return this.group(')')
    if (this.take('{')) return this.group('}')
    let of = this.power()
    for (;;) {
      const token = this.peek()
      if (token?.kind !== 'name' && token?.kind !== 'command') return of
      of = operate('*', of, this.power())
    }
  }

  private command(text: 'frac' | 'sqrt' | 'binom'): Expression {
    if (text === 'frac') {
      const over = this.argument()
      return operate('/', over, this.argument())
    }
    if (text === 'binom') {
      const n = this.argument()
      return binomial(n, this.argument())
    }
    const degree = this.take('[') ? this.group(']') : null
    const of = this.take('(') ? this.group(')') : this.argument()
    return degree === null
      ? { kind: 'call', name: 'sqrt', of }
      : operate('^', of, operate('/', number('1'), degree))
  }
}

function deepest(text: string): number {
  let depth = 0
  let most = 0
  for (const letter of text) {
    if (letter === '(' || letter === '^' || letter === '{') depth += 1
    if (letter === ')' || letter === '}') depth -= 1
    most = Math.max(most, depth)
  }
  return most
}

function size(e: Expression): number {
  if (e.kind === 'operate') return 1 + size(e.left) + size(e.right)
  return e.kind === 'negate' || e.kind === 'call' ? 1 + size(e.of) : 1
}

/**
 * The tree of `text`; throws DisallowedExpressionError. `words` reads letters side by side as a product:
 * xyz is x y z.
 */
export function parseMath(text: string, { words }: { readonly words: boolean }): Expression {
  const { characters, depth, nodes } = expressionLimits
  if (text.length > characters)
    throw new DisallowedExpressionError(reason('algebra.characters', { most: characters }))
  if (text.trim() === '') throw new DisallowedExpressionError(reason('algebra.empty', {}))
  if (deepest(text) > 2 * depth) throw new DisallowedExpressionError(reason('algebra.nested', {}))
  const e = new Parser(mathTokens(text, 2 * characters), words).whole()
  if (size(e) > nodes) throw new DisallowedExpressionError(reason('algebra.large', {}))
  return e
}
