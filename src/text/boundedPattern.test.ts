import { performance } from 'node:perf_hooks'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProblemError } from '../problems'
import { BoundedPattern } from './boundedPattern'
import { knownPatterns } from './preTokenizers'

/** Without modifiers, which not every engine knows: the library takes them out too. */
const written = (source: string): string =>
  source.replaceAll(
    "(?i:'s|'t|'re|'ve|'m|'ll|'d)",
    "(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])",
  )
const known = knownPatterns.map(written)
const others = [
  "(?:'s|'t)|\\w+?\\b|[^\\S\\r\\n]+|\\d{2,3}|.",
  '^a|a$|\\Ba|(?<=x)y|(?<!x)z+',
  '(?:ab|C)+d?|[\\]\\-a]{2,}?|\\u{1F600}|\\x41|\\/',
  '(?:a|ab)(?:c|bcd)(?:d*)|\\p{Lu}\\p{Ll}*|\\P{L}',
  '(a*)*b|(?:x?)+y|\\s{0,2}$',
  '(?:one|two)(?= )|(?!z)[a-z]{1,4}|()',
]
const pieces = [
  'a',
  'b',
  'c',
  'd',
  'A',
  'z',
  'x',
  'y',
  ' ',
  '\n',
  '1',
  '22',
  "'s",
  "'LL",
  'é',
  '😀',
  'one ',
  'Éa',
  '.',
  '\r',
]
const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 24 }).map((parts) => parts.join(''))

describe('BoundedPattern', () => {
  it.each([...known, ...others])('finds what RegExp finds: %s', (source) => {
    const native = new RegExp(source, 'gu')
    const bounded = new BoundedPattern(native)
    const spans = (pattern: RegExp, text: string): string[] =>
      [...text.matchAll(pattern)].map((found) => `${found.index}:${found[0]}`)
    fc.assert(
      fc.property(texts, (text) => {
        expect(spans(bounded, text)).toEqual(spans(native, text))
        expect(text.replaceAll(bounded, '_')).toBe(text.replaceAll(native, '_'))
        expect(text.match(bounded)).toEqual(text.match(native))
      }),
      { numRuns: 120 },
    )
    expect('one, two'.split(new BoundedPattern(/, /gu))).toEqual(['one', 'two'])
  })

  it.each([
    ['(a+)+$', `${'a'.repeat(40)}b`],
    ['(a|a)*$', `${'a'.repeat(60)}b`],
    ['(?:a*a*)*c', 'a'.repeat(80)],
    ['\\s*\\s*\\s*\\s*x', ' '.repeat(5000)],
    ['(?:ab)+$', `${'ab'.repeat(50_000)}c`],
  ])('ends %s in a second or two, in one line', (source, text) => {
    const begun = performance.now()
    const run = (): unknown => [...text.matchAll(new BoundedPattern(new RegExp(source, 'gu')))]
    expect(run).toThrow(ProblemError)
    expect(run).toThrow(/^This tokenizer cannot be used: .+\.$/)
    expect(performance.now() - begun).toBeLessThan(10_000)
  })

  it('takes a long ordinary text', () => {
    const [llama] = known
    const text = 'The quick brown fox, 12345 times; it\'s "done".\n\n   '.repeat(400)
    const native = new RegExp(llama ?? '', 'gu')
    expect([...text.matchAll(new BoundedPattern(native))].length).toBe([...text.matchAll(native)].length)
  })

  it('refuses references to groups', () => {
    expect(() => new BoundedPattern(/(a)\1/gu)).toThrow('contains \\1,')
  })
})
