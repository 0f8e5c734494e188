import { describe, expect, it } from 'vitest'
import { markdown, rowsOf, secondsAtBest, statisticsOf } from './compilerTable.mjs'

const SAID = `
@@pipeline 0
*** SHADER STATS ***
SGPRs: 128
VGPRs: 24
Spilled SGPRs: 0
Spilled VGPRs: 0
LDS size: 1024
Scratch size: 0
Subgroups per SIMD: 32
@@pipeline 1
SGPRs: 128
VGPRs: 256
Spilled SGPRs: 1
Spilled VGPRs: 7
LDS size: 0
Scratch size: 1792
Subgroups per SIMD: 4
@@pipeline 2
`

const traffic = { moved: 1000, requested: 1500, operations: 400 }
const kernel = { count: 1, groups: 2, threads: 128, traffic }
const uses = [
  {
    model: 'tiny',
    workload: 'decode',
    dispatches: 3,
    kernels: [
      { ...kernel, label: 'norm', pipeline: 0 },
      { ...kernel, label: 'loss', pipeline: 1, traffic: { ...traffic, moved: 10 } },
      { ...kernel, label: 'unknown', pipeline: 2, traffic: { ...traffic, moved: 20 } },
    ],
  },
]
const gpus = { one: { peak: 100, bandwidth: 10 } }

describe('the table of kernels', () => {
  it('reads what the compiler said of each pipeline, and nothing where it said nothing', () => {
    expect([...statisticsOf(SAID)]).toEqual([
      [0, { registers: 24, spilled: 0, scratch: 0, waves: 32, workgroupMemory: 1024 }],
      [1, { registers: 256, spilled: 8, scratch: 1792, waves: 4, workgroupMemory: 0 }],
    ])
  })

  it('takes the longer of what the bytes and what the operations need', () => {
    expect(secondsAtBest(traffic, gpus.one)).toBe(100)
    expect(secondsAtBest({ ...traffic, moved: 1 }, gpus.one)).toBe(4)
  })

  it('has the slowest first, and keeps what spills whatever it is cut to', () => {
    const rows = rowsOf(uses, statisticsOf(SAID), gpus)
    expect(rows.map(({ label, registers }) => [label, registers])).toEqual([
      ['norm', 24],
      ['loss', 256],
      ['unknown', undefined],
    ])
    const text = markdown({ family: 'navi31', rows, uses, gpus, most: 1 })
    expect(text).toContain('## tiny, decode: 3 dispatches (45 with one per operation)')
    expect(text).toContain('| norm | 24 | 0 | 0 | 32 | 1024 | 1 | 2 | 128 | 1 | 1.50 x | 0.0 | 100000000.0 |')
    expect(text).toContain('| loss | 256 | 8 | 1792 | 4 |')
    expect(text).not.toContain('| unknown |')
  })
})
