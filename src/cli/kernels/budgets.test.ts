import { expect, it } from 'vitest'
import { brokenBudgets } from './budgets.mjs'

const row = {
  model: 'Qwen3-0.6B',
  workload: 'decode',
  label: 'quantised nt q4 1024x1024',
  registers: 60,
  spilled: 0,
  scratch: 0,
  waves: 20,
  workgroupMemory: 4096,
  count: 28,
  groups: 32,
  threads: 8192,
  moved: 1,
  requested: 1,
  operations: 2 ** 21,
  times: [],
}

it('finds what spills, uses scratch, has few waves or few threads', () => {
  expect(brokenBudgets([row])).toEqual([])
  expect(brokenBudgets([{ ...row, spilled: 3, scratch: 12 }])).toHaveLength(2)
  expect(brokenBudgets([{ ...row, waves: 11 }])).toHaveLength(1)
  expect(brokenBudgets([{ ...row, label: 'attention', waves: 8 }])).toEqual([])
  expect(brokenBudgets([{ ...row, label: 'attention', waves: 7 }])).toHaveLength(1)
  expect(brokenBudgets([{ ...row, threads: 1024 }])).toEqual([
    'Qwen3-0.6B, decode, quantised nt q4 1024x1024: 1024 threads, fewer than 4096',
  ])
  expect(brokenBudgets([{ ...row, threads: 1024, operations: 1e5 }])).toEqual([])
  expect(brokenBudgets([{ ...row, label: 'rmsnorm', threads: 32 }])).toHaveLength(1)
  const tiny = { ...row, model: 'tiny', label: 'attention', count: 22 }
  expect(brokenBudgets([tiny])).toEqual([])
  expect(brokenBudgets([{ ...tiny, count: 23 }])).toEqual(['tiny, decode: 23 dispatches, more than 22'])
  const trained = { ...tiny, workload: 'training step' as const, count: 88 }
  expect(brokenBudgets([trained])).toEqual(['tiny, training step: 88 dispatches, more than 87'])
  const { registers: _, ...silent } = row
  expect(brokenBudgets([silent])).toHaveLength(1)
})
