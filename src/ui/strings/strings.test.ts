// Every language is whole: the same keys, functions where there are functions, nothing empty, and nothing
// left in English by mistake.
import { describe, expect, it } from 'vitest'
import { fieldList } from '../../config/config'
import { de } from './de'
import { en } from './en'
import { chooseLanguage } from './language'
import { table } from './table'

function* leaves(value: unknown, path = ''): Generator<readonly [string, unknown]> {
  if (typeof value !== 'object' || value === null) yield [path, value]
  else
    for (const [key, inner] of Object.entries(value))
      yield* leaves(inner, path === '' ? key : `${path}.${key}`)
}

describe.each(table.slice(1))('$name', async ({ load }) => {
  const theirs = new Map(leaves(await load()))
  const ours = [...leaves(en)]
  it('has every word of the English catalogue, of the same kind', () => {
    expect(theirs.size).toBeGreaterThan(500)
    const missing = ours
      .filter(([path, value]) => typeof theirs.get(path) !== typeof value && !/guide\.\w+\.steps/.test(path))
      .map(([path]) => path)
    expect(missing).toEqual([])
    for (const [path, value] of theirs) if (typeof value === 'string') expect(value.trim(), path).not.toBe('')
  })
  it('is not English: nearly all sentences differ', () => {
    const sentences = ours.filter(([, value]) => typeof value === 'string' && value.includes(' '))
    const same = sentences.filter(([path, value]) => theirs.get(path) === value).map(([path]) => path)
    expect(same.length / sentences.length, same.join(', ')).toBeLessThan(0.03)
  })
})

describe('what the engine says in English', () => {
  it('has German words: the units of every setting, and what it is at', () => {
    const units = new Set(
      fieldList.flatMap(([, field]) => ('unit' in field && field.unit !== undefined ? [field.unit] : [])),
    )
    for (const words of [en, de]) expect([...units].filter((unit) => !(unit in words.units))).toEqual([])
    expect(
      (
        [
          { kind: 'round', round: 3 },
          { kind: 'loss', loss: 0.4119 },
          { kind: 'timingKernels' },
          { kind: 'name', name: 'a name' },
          { kind: 'none' },
        ] as const
      ).map((detail) => de.shell.detail(detail)),
    ).toEqual(['Runde 3', 'Verlust 0,412', 'misst Kernel', 'a name', ''])
    expect(['ours (LoRA)', '3.1', '2508.05004 (tau)'].map(de.train.source)).toEqual([
      'Quelle: eigen (LoRA)',
      'Quelle: SPICE, 3.1',
      'Quelle: arXiv 2508.05004 (tau)',
    ])
    expect(['ours', 'Eq. 1'].map(en.train.source)).toEqual(['Source: ours', 'Source: SPICE, Eq. 1'])
  })
})

describe('language', () => {
  it('is the one chosen here, else the browser’s own, else English', () => {
    const chosen = (...asked: [string | null, readonly string[]]) => chooseLanguage(table, ...asked).tag
    expect(chosen('de', ['en-US'])).toBe('de')
    expect(chosen(null, ['fr', 'de-AT', 'en'])).toBe('de')
    expect(chosen('xx', ['fr'])).toBe('en')
    expect(chosen(null, [])).toBe('en')
  })
  it('is the closest where the table has two of one language', () => {
    const [en, ...others] = table
    const portuguese = ['pt-PT', 'pt-BR'].map((tag) => ({ ...en, tag }))
    expect(chooseLanguage([en, ...others, ...portuguese], null, ['pt-br']).tag).toBe('pt-BR')
    expect(chooseLanguage([en, ...others, ...portuguese], null, ['pt']).tag).toBe('pt-PT')
  })
})
