import { describe, expect, it } from 'vitest'
import { layoutOf } from '../../model/parameters'
import { marks } from '../../spice/seats'
import { Tokenizer } from '../../text/tokenizer'
import { architectureOf } from '../../config/architecture'
import { readSnapshot, startPosition, writeSnapshot, type Snapshot } from './snapshot'

const tokenizer = Tokenizer.train(['Москва and 12 others, and 12 more. '.repeat(9)], 280, marks)
const architecture = architectureOf('nano', tokenizer.size)
const layout = layoutOf(architecture)
/** Padding between tensors is no parameter: it is zero and stays zero. */
const arena = (value: (i: number) => number): Float32Array<ArrayBuffer> => {
  const out = new Float32Array(layout.elements)
  for (const { offset, elements } of layout.places)
    for (let i = offset; i < offset + elements; i++) out[i] = value(i)
  return out
}
const snapshot: Snapshot = {
  architecture,
  tokenizer,
  values: arena((i) => Math.sin(i) / 3),
  optimizer: {
    optimizer: 'adamw',
    step: 17,
    tensors: { m: arena((i) => Math.cos(i) * 1e-12), v: arena((i) => i * 1e-20) },
  },
  position: {
    rounds: 3,
    warm: { step: 60, tokens: 999, seconds: 1.5 },
    warmed: true,
    questions: ['Сколько?', 'how many'],
    kept: { bytes: [10, 20], lean: 1, bare: 0 },
    corpus: 4294967295,
    kernels: 'nt few=few; groups=16',
    passRates: { clocks: 0.25 },
  },
}

describe('snapshots', () => {
  it('come back bit for bit', () => {
    const read = readSnapshot(writeSnapshot(snapshot))
    if (!read.ok) throw new Error(read.error.message)
    const bits = ({ values, optimizer }: Snapshot): Buffer[] =>
      [values, optimizer?.tensors['m'], optimizer?.tensors['v']]
        .map((part) => part ?? new Float32Array())
        .map((each) => Buffer.from(each.buffer, each.byteOffset, each.byteLength))
    const [before, after] = [bits(snapshot), bits(read.value)]
    expect(after.map((each, i) => each.equals(before[i] ?? Buffer.alloc(0)))).toEqual([true, true, true])
    expect(read.value.optimizer?.step).toBe(17)
    expect([read.value.architecture, read.value.position, read.value.tokenizer.toJSON()]).toEqual([
      architecture,
      snapshot.position,
      tokenizer.toJSON(),
    ])
  })

  it('are read as weights alone once exported, in half the bytes or less', () => {
    const [whole, exact, half] = [
      writeSnapshot(snapshot),
      writeSnapshot(snapshot, { half: false }),
      writeSnapshot(snapshot, { half: true }),
    ]
    expect(exact.length).toBeLessThan(whole.length / 2)
    expect(half.length).toBeLessThan(exact.length * 0.6)
    const read = readSnapshot(half)
    expect(read.ok && read.value.optimizer).toBeNull()
    expect(read.ok && read.value.values?.[5]).toBeCloseTo(snapshot.values?.[5] ?? NaN, 3)
  })

  it('are refused in one line when they are something else, cut off or inconsistent', () => {
    const codes = [
      new Uint8Array(3),
      writeSnapshot(snapshot).subarray(0, 5000),
      writeSnapshot({ ...snapshot, position: { ...startPosition, rounds: -1 } }),
      writeSnapshot({ ...snapshot, position: { ...startPosition, questions: [1] as unknown as string[] } }),
      writeSnapshot({ ...snapshot, tokenizer: Tokenizer.train([''], 261, marks) }),
    ].map((bytes) => {
      const read = readSnapshot(bytes)
      return read.ok ? 'accepted' : read.error.code
    })
    expect(codes).toEqual([
      'safetensors-short',
      expect.stringMatching(/^safetensors-/),
      'checkpoint-position',
      'checkpoint-position',
      'checkpoint-vocabulary',
    ])
  })
})
