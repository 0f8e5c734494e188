import { describe, expect, it } from 'vitest'
import { download, testGpu } from '../../shaders/testing/testDevice'
import { shared, sharedUniform } from './shared'

describe('shared memory', () => {
  it('is one buffer by name until more is asked for, and then leaves the older one alone', async () => {
    const gpu = await testGpu()
    const first = shared(gpu, 'scratch', 100)
    expect(shared(gpu, 'scratch', 128)).toBe(first)
    expect(shared(gpu, 'other', 100)).not.toBe(first)
    const larger = shared(gpu, 'scratch', 129)
    expect(larger).not.toBe(first)
    expect(shared(gpu, 'scratch', 100)).toBe(larger)
    gpu.write(first, Float32Array.of(1))
    expect((await download(gpu, first))[0]).toBe(1)
    expect((await download(gpu, larger))[0]).toBe(0)
  })

  it('keeps one uniform for equal numbers', async () => {
    const gpu = await testGpu()
    const uniform = sharedUniform(gpu, [1, 2, 3, 4])
    expect(sharedUniform(gpu, [1, 2, 3, 4])).toBe(uniform)
    expect(sharedUniform(gpu, [1, 2, 3, 5])).not.toBe(uniform)
    const [bytes] = await gpu.read([uniform])
    expect([...new Uint32Array(bytes ?? new ArrayBuffer(0))]).toEqual([1, 2, 3, 4])
  })
})
