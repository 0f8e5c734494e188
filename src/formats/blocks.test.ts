import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { at } from '../base/at'
import { blockShapes, bytesOfNumbers, dequantise } from './blocks'
import { blockTypes, superBlockTypes, tensorTypes, type TensorType } from './blockTypes'
import { ggufTensors, readGguf } from './gguf'
import { floatPieces, floatsOf } from './tensors'

const folder = join(import.meta.dirname, '..', '..', 'e2e', 'fixtures', 'models')
const blob = new Blob([new Uint8Array(readFileSync(join(folder, 'types.gguf')))])

interface Numbers {
  readonly type: string
  readonly first: readonly number[]
  readonly sum: number
}
const { numbers } = JSON.parse(gunzipSync(readFileSync(join(folder, 'types.json.gz'))).toString('utf8')) as {
  numbers: Record<string, Numbers>
}

/** GGUF names of the tensors whose numbers gguf-py wrote down. */
const places: Record<string, string> = {
  'model.embed_tokens.weight': 'token_embd.weight',
  'lm_head.weight': 'output.weight',
  'model.layers.0.self_attn.v_proj.weight': 'blk.0.attn_v.weight',
  'model.layers.0.self_attn.o_proj.weight': 'blk.0.attn_output.weight',
  'model.layers.0.mlp.gate_proj.weight': 'blk.0.ffn_gate.weight',
  'model.layers.0.mlp.up_proj.weight': 'blk.0.ffn_up.weight',
  'model.layers.0.mlp.down_proj.weight': 'blk.0.ffn_down.weight',
}

describe('dequantise', () => {
  it('gives what gguf-py gives, bit for bit', async () => {
    const read = await readGguf(blob)
    if (!read.ok) throw new Error(read.error.message)
    const source = ggufTensors(blob, read.value)
    expect(Object.keys(numbers).sort()).toEqual(Object.keys(places).sort())
    const seen = new Set<string>()
    for (const [name, { type, first, sum }] of Object.entries(numbers)) {
      const own = places[name] ?? ''
      expect(source.tensors.get(own)?.type).toBe(type)
      const values = await floatsOf(source, own)
      expect(Array.from(values.subarray(0, first.length))).toEqual(first)
      expect(values.reduce((all, value) => all + Math.abs(value), 0)).toBeCloseTo(sum, 6)
      seen.add(type)
    }
    expect([...seen].sort()).toEqual(['BF16', 'F16', 'F32', 'Q4_K', 'Q6_K', 'Q8_0'])
  })

  const made = JSON.parse(readFileSync(join(folder, 'blocks.json'), 'utf8')) as Record<
    string,
    { readonly blocks: string; readonly numbers: string }
  >
  it.each([...blockTypes, ...superBlockTypes])('gives what gguf-py gives of random blocks of %s', (type) => {
    const { blocks, numbers: expected } = at(
      Object.entries(made).flatMap(([name, each]) => (name === type ? [each] : [])),
      0,
    )
    const numbers = new Float32Array(Uint8Array.from(Buffer.from(expected, 'base64')).buffer)
    expect(numbers.length).toBe(2 * blockShapes[type].numbers)
    expect(new Set(numbers).size).toBeGreaterThan(8)
    expect(dequantise(type, Buffer.from(blocks, 'base64'))).toEqual(numbers)
  })

  // Blocks written out by hand from ggml's equations: scale 0.5 (0x3800), minimum -3 (0xc200).
  const half = [0x00, 0x38]
  const minusThree = [0x00, 0xc2]
  const pairs = Array.from({ length: 16 }, (_, i) => i | ((15 - i) << 4))
  it.each<[TensorType, number[], (i: number) => number]>([
    ['Q4_0', [...half, ...pairs], (i) => 0.5 * ((i < 16 ? i : 31 - i) - 8)],
    ['Q4_1', [...half, ...minusThree, ...pairs], (i) => 0.5 * (i < 16 ? i : 31 - i) - 3],
    ['Q8_0', [...half, ...Array.from({ length: 32 }, (_, i) => (i - 16) & 255)], (i) => 0.5 * (i - 16)],
  ])('reads %s as ggml defines it', (type, block, value) => {
    const bytes = Uint8Array.from([...block, ...block])
    expect([...dequantise(type, bytes)]).toEqual(Array.from({ length: 64 }, (_, i) => value(i % 32)))
  })

  it('refuses half a block', () => {
    for (const type of tensorTypes)
      expect(() => dequantise(type, new Uint8Array(blockShapes[type].bytes + 1))).toThrow(type)
    expect(bytesOfNumbers('Q6_K', 512)).toBe(420)
  })
})

describe('floatPieces', () => {
  it('cuts a large tensor at rows and leaves nothing out', async () => {
    const rows = 5000
    const columns = 1000
    const source = {
      tensors: new Map([['x', { name: 'x', type: 'F32' as const, shape: [rows, columns] }]]),
      rows: async (_: string, from: number, to: number) => {
        const numbers = new Float32Array((to - from) * columns)
        for (let row = from; row < to; row++)
          numbers.fill(row, (row - from) * columns, (row + 1 - from) * columns)
        return new Uint8Array(numbers.buffer)
      },
    }
    let next = 0
    let pieces = 0
    for await (const [at, values] of floatPieces(source, 'x')) {
      expect(at).toBe(next)
      expect(values[0]).toBe(at / columns)
      expect(values.at(-1)).toBe((at + values.length) / columns - 1)
      next += values.length
      pieces += 1
    }
    expect(next).toBe(rows * columns)
    expect(pieces).toBeGreaterThan(1)
  })
})
