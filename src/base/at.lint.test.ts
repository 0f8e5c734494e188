import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'

const lint = new ESLint()

/** Lines of `code`, as if it stood in that file, on which a missing element becomes an invented value. */
async function invented(filePath: string, code: string): Promise<number[]> {
  const [result] = await lint.lintText(code, { filePath })
  return (result?.messages ?? [])
    .filter(({ ruleId }) => ruleId === 'project/no-invented-element')
    .map(({ line }) => line)
}

describe('project/no-invented-element', { timeout: 120_000 }, () => {
  it('refuses a made-up value for a missing element, and leaves tables and named defaults alone', async () => {
    const lines = await invented(
      'src/ops/launch.ts',
      `declare const xs: number[], words: Uint32Array, rows: { name: string }[][], i: 0 | 1, other: number
declare const table: Record<string, number>, maybe: { name?: string }
export const bad = [
  xs[0] ?? 0,
  words[i] ?? NaN,
  xs.at(-1) ?? -1,
  rows[0]?.[1]?.name ?? '',
  rows[1] ?? [],
  xs[1] ?? other,
]
const [first = 0] = xs
export const good = [table['a'] ?? 0, maybe.name ?? '', first]
`,
    )
    expect(lines).toEqual([4, 5, 6, 7, 8, 9, 11])
  })

  it('lets a named default stand for an element outside of the rooms of the numbers', async () => {
    const code = `declare const xs: string[], other: string
export const all = [xs[0] ?? other, xs[0] ?? null]
`
    expect(await invented('src/spice/task.ts', code)).toEqual([])
    expect(await invented('src/model/model.ts', code)).toEqual([2, 2])
  })
})
