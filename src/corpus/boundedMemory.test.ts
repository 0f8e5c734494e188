import { expect, it } from 'vitest'
import { boundMemory, withBuffersUpTo } from './boundedMemory'

it('refuses larger buffers, smaller ones while a reader says so', async () => {
  boundMemory(1000)
  expect(new Uint8Array(1000)).toHaveLength(1000)
  expect(() => new Uint8Array(1001)).toThrow(RangeError)
  await withBuffersUpTo(100, async () => {
    expect(() => new ArrayBuffer(101)).toThrow(RangeError)
    await withBuffersUpTo(5000, () => Promise.resolve(expect(() => new Uint8Array(101)).toThrow(RangeError)))
  })
  expect(new ArrayBuffer(1000).byteLength).toBe(1000)
})
