import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FrameReader, frameParts, type MachineArrays } from './frames'

const bytesOf = (header: object, arrays?: MachineArrays): Uint8Array =>
  Uint8Array.from(frameParts(header, arrays).flatMap((part) => [...part]))

describe('frames', () => {
  const arrays = {
    ids: Uint32Array.of(1, 2 ** 32 - 1),
    logp: Float32Array.of(-0.5, NaN, 10),
    none: new Uint32Array(),
  }

  it('come out as they went in, wherever the stream is cut', () => {
    const stream = Uint8Array.from([
      ...bytesOf({ id: 1, text: 'line\nfeed' }, arrays),
      ...bytesOf({ id: 2 }),
      ...bytesOf({ id: 3 }, { ids: arrays.ids }),
    ])
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (cuts) => {
        const reader = new FrameReader()
        const frames = []
        for (let [from, i] = [0, 0]; from < stream.length; i++) {
          const to = from + (cuts[i % cuts.length] ?? 1)
          frames.push(...reader.take(stream.slice(from, to)))
          from = to
        }
        expect(frames).toEqual([
          { header: { id: 1, text: 'line\nfeed' }, arrays },
          { header: { id: 2 }, arrays: {} },
          { header: { id: 3 }, arrays: { ids: arrays.ids } },
        ])
      }),
      { numRuns: 50 },
    )
  })

  it('holds numbers as bytes, never as text', () => {
    const [line = new Uint8Array(), ...rest] = frameParts({ id: 1 }, arrays)
    expect(new TextDecoder().decode(line)).toBe(
      '{"id":1,"arrays":[["ids","u32",[2]],["logp","f32",[3]],["none","u32",[0]]]}\n',
    )
    expect(rest.map(({ length }) => length)).toEqual([8, 12, 0])
  })

  it('refuses what is no frame', () => {
    expect(() => new FrameReader().take(new TextEncoder().encode('hello\n'))).toThrow()
    expect(() => new FrameReader().take(new TextEncoder().encode('{"arrays":[["a","f64",[1]]]}\n'))).toThrow(
      /array of a frame/,
    )
  })
})
