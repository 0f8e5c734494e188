// A text read once and asked many times: its words, numbers and expressions, each made when first wanted.

import { equalExpressions, parseExpression } from '../algebra/algebraicExpression'
import { expressionsIn, type FoundExpression } from './findExpressions'
import { numberOf, numbersIn, type NumberToken } from './numbers'
import { findPhrases, words, type Word } from './splitWords'

export interface Span {
  readonly start: number
  readonly end: number
}

export class Reading {
  private readonly cache: {
    words?: readonly Word[]
    numbers?: readonly NumberToken[]
    expressions?: readonly FoundExpression[]
    wordSet?: ReadonlySet<string>
  } = {}

  constructor(readonly text: string) {}

  get words(): readonly Word[] {
    return (this.cache.words ??= words(this.text))
  }
  get numbers(): readonly NumberToken[] {
    return (this.cache.numbers ??= numbersIn(this.text))
  }
  get expressions(): readonly FoundExpression[] {
    return (this.cache.expressions ??= expressionsIn(this.text))
  }
  get wordSet(): ReadonlySet<string> {
    return (this.cache.wordSet ??= new Set(this.words.map((word) => word.text)))
  }

  /** Where a number of this value stands as a token of its own. */
  findNumber(value: string): Span | null {
    return this.numbers.find((token) => token.value === value) ?? null
  }

  /** Where the words of the phrase stand in a row, not beginning or ending inside a number. */
  findWords(phrase: string): Span | null {
    const cuts = (at: number): boolean => this.numbers.some((token) => token.start < at && at < token.end)
    return findPhrases(this.words, phrase).find((span) => !cuts(span.start) && !cuts(span.end)) ?? null
  }

  /** Where an expression stands that is equal as mathematics. */
  findExpression(written: string): Span | null {
    const parsed = parseExpression(written)
    if (!parsed.ok) return null
    return this.expressions.find((found) => equalExpressions(found.expression, parsed.value)) ?? null
  }

  /** Where something stands as what it is: number, formula or words. */
  findAny(written: string): Span | null {
    const value = numberOf(written)
    if (value !== null) return this.findNumber(value)
    const parsed = parseExpression(written)
    return parsed.ok && parsed.value.kind === 'operate'
      ? this.findExpression(written)
      : this.findWords(written)
  }
}
