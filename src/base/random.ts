// Seeded random numbers: every draw of a run comes from here, so that a run repeats from its seed
// and a stopped run goes on as if it had not stopped (the state is four numbers that can be saved).

import { at } from './at'

export type RandomState = readonly [number, number, number, number]

/** Mixes any list of u32 keys into one u32 (murmur3's finaliser over a running hash). */
export function hash32(...keys: readonly number[]): number {
  let h = 0x9e3779b9
  for (const key of keys) {
    h = Math.imul(h ^ (key >>> 0), 0x85ebca6b)
    h ^= h >>> 13
    h = Math.imul(h, 0xc2b2ae35)
    h ^= h >>> 16
  }
  return h >>> 0
}

/** u32 hash of a string's UTF-16 code units, for keys made of names. */
export function hashText(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return hash32(h, text.length)
}

/** sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, passes PractRand and BigCrush. */
export class Random {
  private a: number
  private b: number
  private c: number
  private counter: number

  private constructor(state: RandomState) {
    ;[this.a, this.b, this.c, this.counter] = state
  }

  /** A generator for the given keys; equal keys give equal draws, different keys independent ones. */
  static from(...keys: readonly number[]): Random {
    const seed = hash32(...keys)
    const random = new Random([hash32(seed, 1), hash32(seed, 2), hash32(seed, 3), 1])
    for (let i = 0; i < 12; i++) random.u32()
    return random
  }

  static restore(state: RandomState): Random {
    return new Random(state)
  }

  get state(): RandomState {
    return [this.a, this.b, this.c, this.counter]
  }

  /** Uniform in 0 .. 2^32 - 1. */
  u32(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum
    this.c |= 0
    return sum >>> 0
  }

  /** Uniform in [0, 1), 53 bits. */
  uniform(): number {
    return ((this.u32() >>> 5) * 67108864 + (this.u32() >>> 6)) / 9007199254740992
  }

  /** Uniform integer in low .. high, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.uniform() * (high - low + 1))
  }

  /** True with probability p. */
  chance(p: number): boolean {
    return this.uniform() < p
  }

  /** Standard normal (Box-Muller, one of the pair). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()))
    return radius * Math.cos(2 * Math.PI * this.uniform())
  }

  /** One item, uniformly. Throws on an empty list. */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('pick: the list is empty')
    return items[this.integer(0, items.length - 1)] as T
  }

  /** One index, with probability proportional to its weight. */
  weighted(weights: readonly number[]): number {
    let left = this.uniform() * weights.reduce((sum, w) => sum + w, 0)
    for (let i = 0; i < weights.length; i++) {
      left -= at(weights, i)
      if (left < 0) return i
    }
    return weights.length - 1
  }

  /** A new list in uniformly random order (Fisher-Yates). */
  shuffled<T>(items: readonly T[]): T[] {
    const out = items.slice()
    for (let i = out.length - 1; i > 0; i--) {
      const j = this.integer(0, i)
      ;[out[i], out[j]] = [out[j] as T, out[i] as T]
    }
    return out
  }

  /** `count` different items in random order; all of them if there are fewer. */
  sample<T>(items: readonly T[], count: number): T[] {
    return this.shuffled(items).slice(0, count)
  }
}
