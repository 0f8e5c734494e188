import { describe, expect, it } from 'vitest'
import { Inputs } from './fuzzInputs'
import { bytesOf, type Target } from './target'
import { targets } from './targets'

const target = (read: Target['read']): Target => ({
  name: 'own',
  seeds: () => [bytesOf('{"a": [1, 2, 3]}'), bytesOf('plain words')],
  read,
})
const first = async (read: Target['read']) => (await Inputs.of(target(read))).check(1, 0)

describe('the campaign', () => {
  it('gives the same input for the same seed and number, and others for others', async () => {
    const inputs = await Inputs.of(target(async () => []))
    const all = Array.from({ length: 200 }, (_, n) => inputs.input(7, n))
    expect(Array.from({ length: 200 }, (_, n) => inputs.input(7, n))).toEqual(all)
    expect(new Set(all.map((bytes) => bytes.join())).size).toBeGreaterThan(150)
    expect(inputs.input(8, 0)).not.toEqual(all[0])
  })

  it('tells a reader that throws, says no line, or changes what all objects share', async () => {
    expect(await first(async () => ['one line'])).toBeNull()
    expect(await first(() => Promise.reject(new Error('oh')))).toMatch(/^throws: Error: oh/)
    expect(await first(async () => ['two\nlines'])).toMatch(/^says no line/)
    expect(await first(async () => [''])).toMatch(/^says no line/)
    const prototype: object = Object.prototype
    const found = await first(async () => {
      Object.defineProperty(prototype, 'polluted', { value: 1, configurable: true })
      return []
    })
    Reflect.deleteProperty(prototype, 'polluted')
    expect(found).toBe('changes Object.prototype')
  })

  it.each(targets.map((each) => [each.name, each] as const))(
    '%s: reads its seeds and a few mutations',
    async (_, each) => {
      for (const seed of await each.seeds()) await each.read(seed)
      const inputs = await Inputs.of(each)
      for (let n = 0; n < 8; n++) expect([n, await inputs.check(3, n)]).toEqual([n, null])
    },
  )
})
