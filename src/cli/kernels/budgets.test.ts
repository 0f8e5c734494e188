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

it('finds what asks for much more than has to move', () => {
  const few = {
    ...{ ...row, workload: 'roll-out' as const, label: 'quantised nt q4 3072x1024' },
    ...{ operations: 8 * 2 * 3072 * 1024, moved: 1000 },
  }
  expect(brokenBudgets([{ ...few, requested: 1300 }])).toEqual([])
  expect(brokenBudgets([{ ...few, requested: 2450 }])).toEqual([
    'Qwen3-0.6B, roll-out, quantised nt q4 3072x1024: asks for 2.45 x what has to move, more than 1.3 x',
  ])
  // Rows of a prompt are many, and go through tiles.
  expect(brokenBudgets([{ ...few, operations: 256 * few.operations, requested: 12000 }])).toEqual([])
  expect(brokenBudgets([{ ...row, label: 'swiglu', moved: 10, requested: 14 }])).toHaveLength(1)
})

it('finds attention that reads its keys too often', () => {
  const step = { ...row, workload: 'training step' as const, label: 'attention', operations: 2 ** 32 }
  const attention = { ...step, model: 'Qwen3-4B', moved: 5000 }
  // A fifth of what moves are keys and values: 1,000 bytes, 32 times.
  expect(brokenBudgets([{ ...attention, requested: 4000 + 32 * 1000 }])).toEqual([])
  expect(brokenBudgets([{ ...attention, requested: 4000 + 33 * 1000 }])).toEqual([
    'Qwen3-4B, training step, attention: reads keys 33.0 times, more than 32',
  ])
})
