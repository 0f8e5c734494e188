import { expect, it } from 'vitest'
import { emptyReport, withFinding, withPart, type Finding } from './deviceReport'
import { deviceTable } from './deviceTable'

const empty = emptyReport({ made: '2026-01-02T03:04:05Z', by: 'command', host: 'linux x64' })
const findings: readonly Finding[] = [
  { kind: 'peaks', peaks: { flops: 1e13, bytes: 5e11 } },
  { kind: 'check', check: { operation: 'rope', checks: 4, failed: ['odd: wrong'], worst: 3 } },
  { kind: 'check', check: { operation: 'add', checks: 2, failed: [], worst: 0.1 } },
  {
    kind: 'product',
    product: {
      ...{ by: 'WebGPU', m: 1, n: 512, k: 256, weights: 'q4', ms: 0.5 },
      ...{ flops: 1e9, bytesPerSecond: 2.5e11 },
    },
  },
  ...[30, 10].map((ms): Finding => ({
    kind: 'kernel',
    share: {
      ...{ model: '5M', work: 'decode', kernel: `norm ${ms}`, count: 3, ms },
      ...{ share: 0.5, bound: 'memory' },
    },
  })),
  { kind: 'variant', variant: { kernel: 'matmul nt one', variant: 'half', ms: null } },
  { kind: 'note', note: 'nothing that a table shows' },
]

it('says of each part what was found, and of an empty one that it was not measured', () => {
  expect(deviceTable(empty).match(/Not measured\./g)).toHaveLength(8)
  const report = withPart(findings.reduce(withFinding, empty), {
    ...{ part: 'checks', state: 'cut', seconds: 2, notes: ['no time was left for sample'] },
  })
  const text = deviceTable(report)
  expect(text).toContain('5 of 6 checks of 2 operations pass.')
  expect(text).toContain('- rope: odd: wrong')
  expect(text).toContain('| 1 x 512 x 256 | WebGPU | q4 | 0.500 | 1.00 | 250 | 50 % |')
  expect(text).toContain('| 5M, decode: norm 30 | 3 | 30.0 | 75 % | 50 % | memory |')
  expect(text).toContain('| matmul nt one | half | wrong |')
  expect(text).toContain('| checks | cut | 2.0 | no time was left for sample |')
})

it('keeps the latest outcome of a part', () => {
  const once = withPart(empty, { part: 'peaks', state: 'failed', seconds: 1, notes: [] })
  const again = withPart(once, { part: 'peaks', state: 'done', seconds: 1, notes: [] })
  expect(again.parts.map(({ state }) => state)).toEqual(['done'])
})
