import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Extent, Tensor } from '../gpu'
import { expectRows, expectShape, linearGroups, matrixShape } from './launch'

const tensor = (shape: readonly number[], type: Tensor['type'] = 'f32'): Tensor => ({
  buffer: {} as GPUBuffer,
  offset: 0,
  shape,
  type,
  label: 'x',
})

describe('linearGroups', () => {
  it('covers every group within the limit of each dimension, wasting less than one row', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (count) => {
        const [x, y, z] = linearGroups(count)
        expect(x).toBeLessThanOrEqual(65535)
        expect(y).toBeLessThanOrEqual(65535)
        expect(z).toBe(1)
        expect(x * y).toBeGreaterThanOrEqual(count)
        expect(x * y - count).toBeLessThan(y)
      }),
    )
    expect(linearGroups(65535)).toEqual([65535, 1, 1])
    expect(linearGroups(65536)).toEqual([32768, 2, 1])
  })
})

describe('checks of shapes', () => {
  it('let a fitting tensor pass and name what does not fit', () => {
    expect(() => expectShape('op', 'a', tensor([2, 3]), [2, 3])).not.toThrow()
    expect(() => expectShape('op', 'a', tensor([2, 3]), [3, 2])).toThrow(
      'op: a "x" is [2, 3], expected [3, 2]',
    )
    expect(() => expectShape('op', 'a', tensor([6]), [2, 3])).toThrow('expected [2, 3]')
    expect(() => expectShape('op', 'a', tensor([2], 'u32'), [2])).toThrow('op: a "x" holds u32, expected f32')
    expect(matrixShape('op', 'a', tensor([4, 5]))).toEqual([4, 5])
    expect(() => matrixShape('op', 'a', tensor([4, 5, 6]))).toThrow('expected a matrix')
    const rows = { label: 'rows', capacity: 4 } as Extent
    expect(() => expectRows('op', 'a', tensor([4, 1]), rows)).not.toThrow()
    expect(() => expectRows('op', 'a', tensor([3, 1]), rows)).toThrow(
      'op: a "x" has 3 rows, fewer than the capacity 4 of "rows"',
    )
  })
})
