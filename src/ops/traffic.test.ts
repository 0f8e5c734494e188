import { describe, expect, it } from 'vitest'
import { addTraffic, attentionTraffic, productTraffic, rowsTraffic } from './traffic'

describe('what a kernel asks of memory', () => {
  it('of a product: each tile reads its rows and its columns', () => {
    expect(productTraffic({ m: 128, n: 256, k: 10, rows: 64, columns: 64 })).toEqual({
      moved: 4 * (1280 + 2560 + 128 * 256),
      requested: 4 * (4 * 1280 + 2 * 2560 + 128 * 256),
      operations: 2 * 128 * 256 * 10,
    })
    // A row alone times weights of half a byte reads them once.
    const { moved, requested } = productTraffic({ m: 1, n: 64, k: 32, rows: 1, columns: 32, bytes: 0.5 })
    expect([moved, requested]).toEqual([128 + 1024 + 256, 2 * 128 + 1024 + 256])
  })

  it('of rows: vectors come again with every workgroup', () => {
    expect(rowsTraffic({ rows: 10, width: 8, matrices: 2, vectors: 1, together: 4, operations: 3 })).toEqual({
      moved: 4 * (160 + 8),
      requested: 4 * (160 + 24),
      operations: 240,
    })
    expect(addTraffic(3, 5)).toEqual({ moved: 60, requested: 60, operations: 15 })
  })

  it('of attention: every block of owners walks over half of the rows', () => {
    const shape = { rows: 64, heads: 4, headDim: 8, own: 8, walked: 4, products: 2 }
    const { moved, requested, operations } = attentionTraffic({ ...shape, together: 16, walks: 4 })
    const matrix = 4 * 64 * 8
    expect([moved, requested]).toEqual([12 * matrix, (8 + (4 * 4) / 2) * matrix])
    expect(operations).toBe(2 * 64 * 64 * 4 * 8)
  })
})
