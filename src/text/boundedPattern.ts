// A stranger's regular expression, matched step by step under a budget: one that would go back for years, as
// (a+)+$ on forty letters a, is ended. Takes the syntax that `RegExp` accepts with the flag u, without
// references to groups. Knows no tokenizer.

import { at } from '../base/at'
import { problem, ProblemError } from '../problems'

/** Steps of one text: so many, and more for each code unit. Ordinary patterns take some ten a unit. */
const LEAST_STEPS = 500_000
const STEPS_A_UNIT = 300

interface State {
  readonly text: string
  steps: number
}
/** Goes on from a place with what follows; gives where the whole match ends, or -1. */
type Next = (from: number) => number
type Matcher = (state: State, from: number, next: Next) => number

function step(state: State): void {
  if (--state.steps < 0) throw new ProblemError(problem('tokenizer-work'))
}

const widthAt = (text: string, index: number): number => ((text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1)

/** One character, by the expression's own words for it. */
class CharacterSet {
  private readonly known = new Map<number, boolean>()
  private readonly pattern: RegExp

  constructor(source: string, flags: string) {
    this.pattern = new RegExp(`^(?:${source})$`, flags)
  }

  /** Code units of the character at `index` where it is one of the set, else 0. */
  match(text: string, index: number): number {
    const code = text.codePointAt(index)
    if (code === undefined) return 0
    let belongs = this.known.get(code)
    if (belongs === undefined) this.known.set(code, (belongs = this.pattern.test(String.fromCodePoint(code))))
    return belongs ? (code > 0xffff ? 2 : 1) : 0
  }
}

const one =
  (set: CharacterSet): Matcher =>
  (state, from, next) => {
    step(state)
    const width = set.match(state.text, from)
    return width === 0 ? -1 : next(from + width)
  }

const sequence = (parts: readonly Matcher[]): Matcher =>
  parts.reduceRight<Matcher>(
    (rest, part) => (state, from, next) => part(state, from, (to) => rest(state, to, next)),
    (_, from, next) => next(from),
  )

const choice =
  (ways: readonly Matcher[]): Matcher =>
  (state, from, next) => {
    for (const way of ways) {
      step(state)
      const end = way(state, from, next)
      if (end >= 0) return end
    }
    return -1
  }

interface Repeat {
  readonly least: number
  readonly most: number
  readonly lazy: boolean
}

function repeatOne(set: CharacterSet, { least, most, lazy }: Repeat): Matcher {
  return (state, from, next) => {
    const ends = [from]
    const grow = (): boolean => {
      step(state)
      const end = at(ends, ends.length - 1)
      const width = ends.length > most ? 0 : set.match(state.text, end)
      if (width > 0) ends.push(end + width)
      return width > 0
    }
    if (lazy) {
      for (let count = 0; ; count++) {
        const end = count >= least ? next(at(ends, count)) : -1
        if (end >= 0 || !grow()) return end
      }
    }
    while (grow());
    for (let count = ends.length - 1; count >= least; count--) {
      step(state)
      const end = next(at(ends, count))
      if (end >= 0) return end
    }
    return -1
  }
}

function repeat(part: Matcher, { least, most, lazy }: Repeat): Matcher {
  return (state, start, next) => {
    const more = (from: number, count: number): number =>
      count >= most ? -1 : part(state, from, (to) => (to === from && count >= least ? -1 : go(to, count + 1)))
    const leave = (from: number, count: number): number => (count >= least ? next(from) : -1)
    const go = (from: number, count: number): number => {
      step(state)
      const end = lazy ? leave(from, count) : more(from, count)
      return end >= 0 ? end : lazy ? more(from, count) : leave(from, count)
    }
    return go(start, 0)
  }
}

const look =
  (inner: Matcher, negative: boolean): Matcher =>
  (state, from, next) =>
    inner(state, from, (to) => to) >= 0 === negative ? -1 : next(from)

const lookBehind =
  (inner: Matcher, negative: boolean): Matcher =>
  (state, from, next) => {
    let found = false
    for (let start = from; start >= 0 && !found; start--) {
      step(state)
      found = inner(state, start, (to) => (to === from ? to : -1)) >= 0
    }
    return found === negative ? -1 : next(from)
  }

/** A place between characters, by the expression's own words for it: ^ $ \b \B. */
const place = (source: string, flags: string): Matcher => {
  const pattern = new RegExp(source, `${flags}y`)
  return (state, from, next) => {
    step(state)
    // One character to each side tells all of them.
    const before = Math.max(0, from - 1)
    const around = state.text.slice(before, from + 1)
    pattern.lastIndex = from - before
    const atEnd = from === state.text.length
    if (
      source === '$' &&
      !atEnd &&
      !(flags.includes('m') && /[\n\r\u2028\u2029]/u.test(at(state.text, from)))
    )
      return -1
    if (source === '^' && from > 0 && !flags.includes('m')) return -1
    return (source === '$' && atEnd) || pattern.test(around) ? next(from) : -1
  }
}

const unknownPart = (part: string): ProblemError => new ProblemError(problem('tokenizer-pattern', { part }))

/** Reads what `RegExp` has accepted already, so it need not find what is wrong. */
class Reader {
  private index = 0

  constructor(private readonly source: string) {}

  alternatives(flags: string): Matcher {
    const ways: Matcher[] = []
    do ways.push(this.terms(flags))
    while (this.take('|'))
    return ways.length === 1 ? at(ways, 0) : choice(ways)
  }

  private terms(flags: string): Matcher {
    const parts: Matcher[] = []
    while (this.index < this.source.length && !'|)'.includes(at(this.source, this.index)))
      parts.push(this.term(flags))
    return sequence(parts)
  }

  private term(flags: string): Matcher {
    if (this.source[this.index] === '(') {
      const group = this.group(flags)
      const times = this.repeat()
      return times === null ? group : repeat(group, times)
    }
    const written = this.match(
      /\[(?:\\.|[^\]\\])*\]|\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\\u[\da-fA-F]{4}|\\x[\da-fA-F]{2}|\\c[A-Za-z]|\\.|./suy,
    )
    if (/^\\[1-9k]/u.test(written)) throw unknownPart(written)
    if (/^(?:[\^$]|\\[bB])$/u.test(written)) return place(written, flags)
    const set = new CharacterSet(written, flags)
    const times = this.repeat()
    return times === null ? one(set) : repeatOne(set, times)
  }

  private group(flags: string): Matcher {
    const head = this.match(/\((?:\?(?:<?[=!]|:|<[^>]*>))?/uy)
    if (this.source[this.index] === '?') throw unknownPart(this.source.slice(this.index - 1, this.index + 3))
    const inner = this.alternatives(flags)
    this.take(')')
    if (head === '(?=' || head === '(?!') return look(inner, head === '(?!')
    if (head === '(?<=' || head === '(?<!') return lookBehind(inner, head === '(?<!')
    return inner
  }

  private repeat(): Repeat | null {
    const written = this.match(/(?:[*+?]|\{\d+(?:,\d*)?\})?\??/uy)
    if (written === '') return null
    const lazy = written.length > 1 && written.endsWith('?')
    const [, first, comma, second] = /^\{(\d+)(,?)(\d*)\}/u.exec(written) ?? []
    if (first !== undefined) {
      const most = comma === '' ? Number(first) : second === '' ? Infinity : Number(second)
      return { least: Number(first), most, lazy }
    }
    return { least: written.startsWith('+') ? 1 : 0, most: written.startsWith('?') ? 1 : Infinity, lazy }
  }

  private match(sticky: RegExp): string {
    sticky.lastIndex = this.index
    const found = sticky.exec(this.source)
    this.index = sticky.lastIndex
    return found === null ? '' : found[0]
  }

  private take(letter: string): boolean {
    const there = this.source[this.index] === letter
    if (there) this.index += 1
    return there
  }
}

/**
 * As `RegExp`, for match, matchAll, replace and split, but without captured groups. Throws ProblemError where
 * a text takes too many steps.
 */
export class BoundedPattern extends RegExp {
  private readonly program: Matcher
  private state: State = { text: '', steps: 0 }

  constructor(pattern: RegExp, flags = pattern.flags) {
    super(pattern.source, flags)
    this.program =
      pattern instanceof BoundedPattern
        ? pattern.program
        : new Reader(pattern.source).alternatives(pattern.flags.replace(/[gyd]/gu, ''))
  }

  override exec(text: string): RegExpExecArray | null {
    if (this.state.text !== text || this.lastIndex === 0)
      this.state = { text, steps: LEAST_STEPS + STEPS_A_UNIT * text.length }
    for (let from = this.lastIndex; from <= text.length; from += widthAt(text, from)) {
      const end = this.endFrom(from)
      if (end >= 0) {
        this.lastIndex = end
        return Object.assign([text.slice(from, end)] as [string], { index: from, input: text })
      }
      if (this.sticky) break
    }
    this.lastIndex = 0
    return null
  }

  private endFrom(from: number): number {
    try {
      return this.program(this.state, from, (to) => to)
    } catch (thrown) {
      // A stack that overflows is a text on which the pattern works too long.
      throw thrown instanceof RangeError ? new ProblemError(problem('tokenizer-work')) : thrown
    }
  }
}
