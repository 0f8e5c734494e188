import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sizeNames } from '../config/architecture'
import { kernelFiles, withoutComments } from '../../vite.config'
import type { App } from './app'
import { blocksOf, kernelSources } from './xray'

describe('blocks', () => {
  it('are operations that have kernels and a check, in every size', () => {
    for (const size of sizeNames) {
      for (const { operation } of blocksOf(size, 640))
        expect(
          existsSync(new URL(`../../shaders/${operation}/${operation}.check.ts`, import.meta.url)),
          operation,
        ).toBe(true)
    }
    expect(blocksOf('nano', 640).find(({ id }) => id === 'qkv')?.shape).toBe('(R, 64) · (192, 64)ᵀ')
  })
})

describe('sources', () => {
  it('of every block are written by the build, with their imports linked in', async () => {
    const sources = JSON.parse((await kernelFiles()).get('kernels.json') ?? '[]') as {
      readonly operation: string
      readonly text: string
    }[]
    for (const { operation } of blocksOf('nano', 640))
      expect(sources.filter((each) => each.operation === operation).length, operation).toBeGreaterThan(0)
    for (const { text } of sources) {
      expect(text).toContain('@compute')
      expect(text).not.toMatch(/^import /m)
    }
  })
  it('go to a device without what only people read', () => {
    expect(withoutComments('// head\n\nfn f() { // why\n  /* what\n  is it */ return 4 / 2;\n}\n')).toBe(
      'fn f() {\nreturn 4 / 2;\n}',
    )
  })
  it('that cannot be read are none', async () => {
    const app = (body: string) =>
      ({ env: { kernels: 'k', fetcher: () => Promise.resolve(new Response(body)) } }) as unknown as App
    expect(await kernelSources(app('nonsense'))).toEqual([])
    expect(await kernelSources(app('[{"operation":"a","file":"b","text":"c"},7]'))).toHaveLength(1)
  })
})
