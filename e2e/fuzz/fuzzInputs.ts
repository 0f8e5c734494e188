// The n-th input of a target under a seed, and what is checked of each.

import { Random, hashText } from '../../src/base/random'
import { mutate } from './mutations'
import { bytesOf, type Bytes, type Parts, type Target } from './target'

export class Inputs {
  private constructor(
    private readonly target: Target,
    private readonly seeds: readonly Bytes[],
    private readonly opened: readonly Parts[],
    private readonly tokens: readonly Uint8Array[],
  ) {}

  static async of(target: Target): Promise<Inputs> {
    const tokens = (target.tokens ?? []).map(bytesOf)
    return new Inputs(target, await target.seeds(), target.opened?.() ?? [], tokens)
  }

  input(seed: number, index: number): Bytes {
    const random = Random.from(seed, hashText(this.target.name), index)
    if (this.opened.length > 0 && random.chance(0.7)) {
      const { parts, pack } = random.pick(this.opened)
      const names = Object.keys(parts)
      const changed = { ...parts }
      for (let n = random.pick([1, 1, 2]); n > 0; n--) {
        const name = random.pick(names)
        changed[name] = this.mutated(changed[name] ?? new Uint8Array(), random, Object.values(parts))
      }
      return pack(changed)
    }
    return this.mutated(random.pick(this.seeds), random, this.seeds)
  }

  private mutated(bytes: Bytes, random: Random, others: readonly Bytes[]): Bytes {
    return mutate(bytes, random, random.pick(others), this.tokens)
  }

  /** What is wrong with how the n-th input was read, or null. */
  async check(seed: number, index: number): Promise<string | null> {
    const before = Reflect.ownKeys(Object.prototype).length
    try {
      const lines = await this.target.read(this.input(seed, index))
      const bad = lines.find((line) => line.trim() === '' || /[\r\n\u2028\u2029\0]/.test(line))
      if (bad !== undefined) return `says no line: ${JSON.stringify(bad.slice(0, 200))}`
    } catch (thrown) {
      return `throws: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`
    }
    return Reflect.ownKeys(Object.prototype).length === before ? null : 'changes Object.prototype'
  }
}
