import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readHeader, readTensor, writeSafetensors, type NamedTensor } from './safetensors'

/** A file with this header, whatever it claims, and `data` bytes of zeros. */
function file(header: unknown, data: number, claimedLength?: number | bigint): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header))
  const bytes = new Uint8Array(8 + json.length + data)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(claimedLength ?? json.length), true)
  bytes.set(json, 8)
  return bytes
}

const entry = (shape: unknown, begin: unknown, end: unknown, dtype: unknown = 'F32'): unknown => ({
  dtype,
  shape,
  data_offsets: [begin, end],
})

const tensors: fc.Arbitrary<NamedTensor[]> = fc.uniqueArray(
  fc
    .record({
      name: fc.string().filter((name) => name !== '__metadata__'),
      shape: fc.array(fc.nat(4), { maxLength: 3 }),
      seed: fc.float(),
    })
    .map(({ name, shape, seed }) => ({
      name,
      shape,
      data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => seed * (i + 1)),
    })),
  { selector: (tensor) => tensor.name, maxLength: 6 },
)

describe('writeSafetensors and readHeader', () => {
  it('give back names, shapes, metadata and every bit', () => {
    fc.assert(
      fc.property(tensors, fc.dictionary(fc.string(), fc.string()), (list, metadata) => {
        const bytes = writeSafetensors(list, metadata)
        const header = readHeader(bytes)
        if (!header.ok) throw new Error(header.error.message)
        expect({ ...header.value.metadata }).toEqual({ ...metadata })
        expect(header.value.entries.length).toBe(list.length)
        for (const { name, shape, data } of list) {
          const found = header.value.entries.find((e) => e.name === name)
          if (found === undefined) throw new Error(`lost ${name}`)
          expect(found.shape).toEqual(shape)
          expect(new Uint8Array(readTensor(bytes, found).buffer)).toEqual(new Uint8Array(data.buffer))
        }
      }),
    )
  })

  it('keep the names __proto__ and constructor apart from the language', () => {
    const bytes = writeSafetensors([
      { name: '__proto__', shape: [1], data: Float32Array.of(1) },
      { name: 'constructor', shape: [1], data: Float32Array.of(2) },
    ])
    const header = readHeader(bytes)
    expect(header.ok && header.value.entries.map((e) => e.name).sort()).toEqual(['__proto__', 'constructor'])
  })

  it('write halves that read back as the nearest half', () => {
    const bytes = writeSafetensors(
      [{ name: 'x', shape: [3], data: Float32Array.of(0.1, -2, 70000) }],
      {},
      'F16',
    )
    const header = readHeader(bytes)
    if (!header.ok) throw new Error(header.error.message)
    const [only] = header.value.entries
    expect(only && [...readTensor(bytes, only)]).toEqual([0.0999755859375, -2, Infinity])
  })

  it('read bfloat16 and a file that sits at an odd place of a larger buffer', () => {
    const whole = file({ x: entry([2], 0, 4, 'BF16') }, 4)
    whole.set([0x80, 0x3f, 0x40, 0xc0], whole.length - 4)
    const shifted = new Uint8Array(whole.length + 3)
    shifted.set(whole, 3)
    const bytes = shifted.subarray(3)
    const header = readHeader(bytes)
    if (!header.ok) throw new Error(header.error.message)
    const [only] = header.value.entries
    expect(only && [...readTensor(bytes, only)]).toEqual([1, -3])
  })

  it('refuse to write a tensor twice or with the wrong size', () => {
    const x = { name: 'x', shape: [2], data: new Float32Array(2) }
    expect(() => writeSafetensors([x, x])).toThrow('"x"')
    expect(() => writeSafetensors([{ ...x, shape: [3] }])).toThrow('2 numbers')
    expect(() => writeSafetensors([{ ...x, name: '__metadata__' }])).toThrow('__metadata__')
  })
})

describe('a broken file', () => {
  const broken: [string, Uint8Array, string][] = [
    ['empty', new Uint8Array(), 'safetensors-short'],
    ['a header beyond its end', file({}, 0, 1000), 'safetensors-header-cut'],
    ['a header of an absurd length', file({}, 0, 2n ** 63n), 'safetensors-header'],
    ['a header that is not text', new Uint8Array([2, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xfe]), 'safetensors-text'],
    ['a header that is not JSON', file('{"x":', 0), 'safetensors-json'],
    ['a header that is a list', file([], 0), 'safetensors-object'],
    [
      'a name twice',
      file(
        '{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\\u0078":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}',
        8,
      ),
      'safetensors-duplicate',
    ],
    [
      'a field twice',
      file('{"x":{"dtype":"F32","shape":[1],"shape":[2],"data_offsets":[0,8]}}', 8),
      'safetensors-duplicate',
    ],
    ['metadata that is not text', file({ __metadata__: { a: 1 } }, 0), 'safetensors-metadata-value'],
    ['metadata that is a list', file({ __metadata__: [] }, 0), 'safetensors-metadata'],
    ['an entry that is a number', file({ x: 4 }, 4), 'safetensors-entry'],
    ['a type that it cannot have', file({ x: entry([1], 0, 8, 'I64') }, 8), 'safetensors-dtype'],
    ['a type named like a method', file({ x: entry([1], 0, 8, 'toString') }, 8), 'safetensors-dtype'],
    ['a negative size', file({ x: entry([-1], 0, 4) }, 4), 'safetensors-shape'],
    ['a fractional size', file({ x: entry([1.5], 0, 6) }, 6), 'safetensors-shape'],
    ['a shape that overflows', file({ x: entry([2 ** 40, 2 ** 40], 0, 4) }, 4), 'safetensors-shape-size'],
    ['a shape larger than the file', file({ x: entry([2 ** 30], 0, 4) }, 4), 'safetensors-shape-size'],
    ['one offset', file({ x: { dtype: 'F32', shape: [1], data_offsets: [0] } }, 4), 'safetensors-offsets'],
    ['offsets beyond its end', file({ x: entry([2], 0, 8) }, 4), 'safetensors-beyond'],
    ['offsets that run backwards', file({ x: entry([0], 4, 0) }, 4), 'safetensors-beyond'],
    ['a size that its shape denies', file({ x: entry([2], 0, 4) }, 4), 'safetensors-size'],
    ['tensors that overlap', file({ x: entry([2], 0, 8), y: entry([2], 4, 12) }, 12), 'safetensors-overlap'],
    ['a hole', file({ x: entry([1], 0, 4), y: entry([1], 8, 12) }, 12), 'safetensors-gap'],
    ['bytes left over', file({ x: entry([1], 0, 4) }, 6), 'safetensors-left'],
  ]
  for (const [name, bytes, code] of broken) {
    it(`with ${name} is refused by name`, () => {
      const result = readHeader(bytes)
      expect(result.ok ? 'accepted' : result.error.code).toBe(code)
    })
  }

  it('never throws, whichever byte is damaged or wherever it is cut', () => {
    const good = writeSafetensors(
      [
        { name: 'a', shape: [2, 3], data: new Float32Array(6) },
        { name: 'b', shape: [], data: new Float32Array(1) },
      ],
      { step: '3' },
    )
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), (at, value, length) => {
        const damaged = good.slice(0, length)
        if (at < damaged.length) damaged[at] = value
        const header = readHeader(damaged)
        if (header.ok)
          for (const found of header.value.entries)
            expect(readTensor(damaged, found).length).toBeLessThanOrEqual(12)
        else expect(header.error.message.length).toBeGreaterThan(20)
      }),
      { numRuns: 400 },
    )
  })
})
