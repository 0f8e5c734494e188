import { expect, it } from 'vitest'
import { compared } from './against.mjs'

it('compares medians of what both revisions have, and names the rest', () => {
  const now = [3, 100, 2].map((ms) => ({ 'tiny: add': ms, 'tiny: new': 1 }))
  const before = [1, 2, 2].map((ms) => ({ 'tiny: add': ms, 'tiny: old': 1 }))
  const { rows, alone } = compared(now, before)
  expect(rows).toEqual([{ name: 'tiny: add', ms: 3, old: 2, speed: 2 / 3 }])
  expect(alone).toEqual(['tiny: new', 'tiny: old'])
})
