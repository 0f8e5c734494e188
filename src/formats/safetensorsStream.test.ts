import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bfloatToFloat } from './floatTypes'
import { readHeader, readTensor } from './safetensors'
import { floatToBfloat, streamSafetensors, type StreamedTensor } from './safetensorsStream'
import { joined } from './ggufFixture'

async function bytesOf(
  tensors: readonly StreamedTensor[],
  dtype: 'F32' | 'F16' = 'F32',
): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of streamSafetensors(tensors, dtype)) parts.push(part)
  return joined(...parts)
}

const tensor = (name: string, shape: readonly number[], pieces: readonly number[][]): StreamedTensor => ({
  name,
  shape,
  async *pieces() {
    for (const piece of pieces) yield Float32Array.from(piece)
  },
})

describe('streamSafetensors', () => {
  it('writes what readHeader accepts, however the numbers come in pieces', async () => {
    const bytes = await bytesOf([tensor('a', [2, 2], [[1, 2], [], [3, 4]]), tensor('b', [3], [[5, 6, 7]])])
    const header = readHeader(bytes)
    if (!header.ok) throw new Error(header.error.message)
    expect(header.value.metadata).toEqual({ format: 'pt' })
    expect(
      header.value.entries.map((entry) => [entry.name, entry.shape, [...readTensor(bytes, entry)]]),
    ).toEqual([
      ['a', [2, 2], [1, 2, 3, 4]],
      ['b', [3], [5, 6, 7]],
    ])
  })

  it('refuses more or fewer numbers than promised, and a name twice', async () => {
    await expect(bytesOf([tensor('a', [3], [[1, 2]])])).rejects.toThrow('another count')
    await expect(bytesOf([tensor('a', [1], [[1, 2]])])).rejects.toThrow('another count')
    await expect(bytesOf([tensor('a', [1], [[1]]), tensor('a', [1], [[1]])])).rejects.toThrow('twice')
  })
})

describe('floatToBfloat', () => {
  it('takes the nearest, of two equally near the even one', () => {
    fc.assert(
      fc.property(
        fc.float({ noNaN: true, noDefaultInfinity: true, max: Math.fround(1e38), min: Math.fround(-1e38) }),
        (value) => {
          const bits = floatToBfloat(value)
          const near = Math.abs(bfloatToFloat(bits) - value)
          for (const other of [bits - 1, bits + 1].map((each) => bfloatToFloat(each & 0xffff)))
            if (Number.isFinite(other)) expect(near).toBeLessThanOrEqual(Math.abs(other - value))
          if (value === bfloatToFloat(bits)) expect(near).toBe(0)
        },
      ),
    )
    expect(floatToBfloat(1 + 2 ** -8)).toBe(0x3f80)
    expect(floatToBfloat(1 + 3 * 2 ** -8)).toBe(0x3f82)
    expect(floatToBfloat(Infinity)).toBe(0x7f80)
    expect(Number.isNaN(bfloatToFloat(floatToBfloat(NaN)))).toBe(true)
  })
})
