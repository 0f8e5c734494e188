// Mutations of valid inputs: flips, cuts, repeats, splices of two inputs, numbers at their limits and tokens
// that parsers trip over. The same seed gives the same bytes.

import { at } from '../../src/base/at'
import type { Random } from '../../src/base/random'
import { bytesOf, type Bytes } from './target'

/** No input grows over this: campaigns look for wrong turns, tests of limits for size. */
const MOST_BYTES = 300_000

const hostile = [
  '\0',
  '\ufeff',
  '\ufffd',
  '\u0301'.repeat(300),
  ' '.repeat(3000),
  '\n'.repeat(2000),
  '"',
  '"'.repeat(999),
  "'",
  '`'.repeat(200),
  '*a_ '.repeat(200),
  '> '.repeat(300),
  '['.repeat(500),
  ']('.repeat(200),
  '{'.repeat(500),
  '('.repeat(500),
  '<'.repeat(500),
  '<div>'.repeat(300),
  '</p>',
  '<!--',
  '<![CDATA[',
  '&#x110000;',
  '&amp;'.repeat(100),
  '%00',
  '../../../etc/passwd',
  '__proto__',
  '"__proto__":{"x":1},',
  'constructor',
  'prototype',
  'toString',
  'NaN',
  '-Infinity',
  '1e999',
  '-0',
  '9007199254740993',
  '99999999999999999999',
  '4294967295',
  '-1',
  '\u202e',
  '\ud800',
  '\\u0000',
  '\r',
  '\u2028',
].map(bytesOf)
const numbers = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff]

function joined(...parts: readonly Uint8Array[]): Bytes {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let end = 0
  for (const part of parts) {
    out.set(part, end)
    end += part.length
  }
  return out
}

const place = (bytes: Bytes, random: Random): number => random.integer(0, Math.max(0, bytes.length - 1))
function range(bytes: Bytes, random: Random): readonly [number, number] {
  const from = place(bytes, random)
  const longest = random.pick([4, 40, 400, bytes.length])
  return [from, Math.min(bytes.length, from + random.integer(0, longest))]
}
const put = (bytes: Bytes, from: number, to: number, inserted: Uint8Array): Bytes =>
  joined(bytes.subarray(0, from), inserted, bytes.subarray(to))

type Mutation = (bytes: Bytes, random: Random, other: Bytes, tokens: readonly Uint8Array[]) => Bytes

const mutations: readonly Mutation[] = [
  function flip(bytes, random) {
    const out = bytes.slice()
    for (let n = random.integer(1, 8); n > 0 && out.length > 0; n--) {
      const where = place(out, random)
      out[where] = at(out, where) ^ (1 << random.integer(0, 7))
    }
    return out
  },
  function anyBytes(bytes, random) {
    const [from, to] = range(bytes, random)
    return bytes.map((byte, i) => (i >= from && i < Math.min(to, from + 64) ? random.integer(0, 255) : byte))
  },
  (bytes, random) => bytes.slice(0, place(bytes, random)),
  (bytes, random) => bytes.slice(place(bytes, random)),
  function leaveOut(bytes, random) {
    const [from, to] = range(bytes, random)
    return put(bytes, from, to, new Uint8Array())
  },
  function repeat(bytes, random) {
    const [from, to] = range(bytes, random)
    const part = bytes.subarray(from, Math.min(to, from + 2000))
    const times = random.pick([1, 2, 10, 50])
    return put(bytes, to, to, joined(...Array.from({ length: times }, () => part)))
  },
  function move(bytes, random) {
    const [from, to] = range(bytes, random)
    const part = bytes.slice(from, to)
    const rest = put(bytes, from, to, new Uint8Array())
    const where = place(rest, random)
    return put(rest, where, where, part)
  },
  function splice(bytes, random, other) {
    return joined(bytes.subarray(0, place(bytes, random)), other.subarray(place(other, random)))
  },
  function binaryNumber(bytes, random) {
    const out = bytes.slice()
    const width = random.pick([1, 2, 4, 8])
    if (out.length < width) return out
    const where = random.integer(0, out.length - width)
    const number = random.pick(numbers)
    const little = random.chance(0.5)
    for (let i = 0; i < width; i++) {
      const shift = 8 * (little ? i : width - 1 - i)
      out[where + i] = shift < 32 ? (number >>> shift) & 0xff : number === 0xffffffff ? 0xff : 0
    }
    return out
  },
  function writtenNumber(bytes, random) {
    const text = new TextDecoder('latin1').decode(bytes)
    const found = [...text.matchAll(/\d+/g)]
    if (found.length === 0) return bytes
    const match = random.pick(found)
    const number = random.pick(['0', '-1', '1', '2', '65535', '4294967296', '1e308', '0.0001', '999999999'])
    return put(bytes, match.index, match.index + at(match, 0).length, bytesOf(number))
  },
  function token(bytes, random, _, tokens) {
    const [from, to] = range(bytes, random)
    const inserted = random.pick(tokens.length > 0 && random.chance(0.5) ? tokens : hostile)
    return put(bytes, from, random.chance(0.5) ? from : to, inserted)
  },
]

/** One to four mutations of `bytes`; `other` is a second valid input for splices. */
export function mutate(
  bytes: Bytes,
  random: Random,
  other: Bytes,
  tokens: readonly Uint8Array[] = [],
): Bytes {
  let out = bytes
  for (let n = random.pick([1, 1, 1, 2, 4]); n > 0; n--)
    out = random.pick(mutations)(out, random, other, tokens)
  return out.slice(0, MOST_BYTES)
}
