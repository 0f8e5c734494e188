// The models that peers are given, as far as it shows without them: what is written can be read back, number
// by number.
import { describe, expect, it } from 'vitest'
import { at } from '../../src/base/at'
import { ggufFile } from './ggufFile'
import { greedy, likeliest, llamaOf, promptOf } from './llamaModel'
import { onnxModel } from './onnxFile'
import { checkProduct, numbers, operands, WrongResult } from './side'
import { models, type MatmulTask } from './benchTasks'

/** Fields of a protocol buffer: number and bytes, or a whole number. */
function fields(bytes: Uint8Array): { number: number; value: Uint8Array | number }[] {
  const out: { number: number; value: Uint8Array | number }[] = []
  let at = 0
  const varint = (): number => {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0
      value += (byte & 127) * 2 ** shift
      if (byte < 128) return value
    }
  }
  while (at < bytes.length) {
    const key = varint()
    if ((key & 7) === 0) out.push({ number: key >> 3, value: varint() })
    else if ((key & 7) === 5) {
      out.push({ number: key >> 3, value: bytes.slice(at, at + 4) })
      at += 4
    } else {
      const length = varint()
      out.push({ number: key >> 3, value: bytes.slice(at, at + length) })
      at += length
    }
  }
  return out
}

const text = (value: Uint8Array | number | undefined): string => new TextDecoder().decode(value as Uint8Array)

describe('an ONNX file', () => {
  it('holds its nodes, sizes and numbers', () => {
    const model = onnxModel({
      nodes: [
        {
          op: 'Gemm',
          inputs: ['a', 'b'],
          outputs: ['out'],
          attributes: { transB: 1, alpha: { float: 0.5 } },
        },
      ],
      inputs: [{ name: 'a', type: 'float32', shape: ['N', 300] }],
      outputs: [{ name: 'out', type: 'float32', shape: ['N', 2] }],
      constants: [{ name: 'b', type: 'float32', shape: [2, 300], data: numbers(600, 1) }],
    })
    const graph = fields(fields(model).find(({ number }) => number === 7)?.value as Uint8Array)
    const node = fields(graph.find(({ number }) => number === 1)?.value as Uint8Array)
    expect(node.filter(({ number }) => number === 1).map(({ value }) => text(value))).toEqual(['a', 'b'])
    expect(text(node.find(({ number }) => number === 4)?.value)).toBe('Gemm')
    const alpha = fields(node.filter(({ number }) => number === 5)[1]?.value as Uint8Array)
    expect(
      new Float32Array((alpha.find(({ number }) => number === 2)?.value as Uint8Array).slice().buffer)[0],
    ).toBe(0.5)
    const tensor = fields(graph.find(({ number }) => number === 5)?.value as Uint8Array)
    expect(tensor.filter(({ number }) => number === 1).map(({ value }) => value)).toEqual([2, 300])
    expect(
      new Float32Array((tensor.find(({ number }) => number === 9)?.value as Uint8Array).slice().buffer),
    ).toEqual(numbers(600, 1))
  })
})

describe('a GGUF file', () => {
  it('begins with its counts and holds each tensor at its aligned place', () => {
    const data = [numbers(5, 1), numbers(64, 2)] as const
    const file = ggufFile({ ...models['0.1M'], hidden: 172, context: 64, ropeBase: 2000, normEps: 1e-6 }, [
      { name: 'output_norm.weight', shape: [5], data: data[0] },
      { name: 'output.weight', shape: [32, 2], data: data[1] },
    ])
    const view = new DataView(file.buffer)
    expect(text(file.subarray(0, 4))).toBe('GGUF')
    expect([view.getUint32(4, true), Number(view.getBigUint64(8, true))]).toEqual([3, 2])
    expect(file.length % 32).toBe(0)
    // No token is a lone byte of a longer letter.
    const words = new TextDecoder().decode(file)
    for (const word of ['<0x41>', '<0x7F>', String.fromCodePoint(0x180), String.fromCodePoint(0x1ff)])
      expect(words).toContain(word)
    expect(words).not.toContain('<0x80>')
    expect(new Float32Array(file.slice(-256).buffer)).toEqual(data[1])
    expect(new Float32Array(file.slice(-256 - 32, -256 - 12).buffer)).toEqual(data[0])
  })
})

describe('the model that peers are given', () => {
  it('writes printable tokens, each the likeliest after those before it', () => {
    const llama = llamaOf({ label: 'small', width: 16, layers: 1, heads: 2, vocabulary: 256 })
    const written = greedy(llama, promptOf(4, 7), 5)
    expect(written).toHaveLength(5)
    for (const token of written) expect(token).toBeGreaterThanOrEqual(32)
    expect(greedy(llama, [...promptOf(4, 7), ...written.slice(0, 2)], 3)).toEqual(written.slice(2))
    expect(likeliest([1, 3, 3, 2])).toBe(1)
  })
})

describe('the check of a product', () => {
  const task: MatmulTask = { work: 'matmul.tn', size: 'small', m: 3, n: 2, k: 4, turns: 1, sides: [] }
  it('passes the right one in every form and notices one wrong number', () => {
    for (const work of ['matmul.nn', 'matmul.nt', 'matmul.tn'] as const) {
      const { a, b } = operands({ ...task, work })
      const out = Array.from({ length: 6 }, (_, at) => {
        const [m, n] = [Math.floor(at / 2), at % 2]
        return [0, 1, 2, 3].reduce(
          (sum, k) =>
            sum +
            (a[work === 'matmul.tn' ? k * 3 + m : m * 4 + k] ?? NaN) *
              (b[work === 'matmul.nt' ? n * 4 + k : k * 2 + n] ?? NaN),
          0,
        )
      })
      expect(checkProduct({ ...task, work }, a, b, out)).toMatch(/^6 elements/)
      expect(() => checkProduct({ ...task, work }, a, b, out.with(5, at(out, 5) + 1e-3))).toThrow(WrongResult)
    }
  })
})
