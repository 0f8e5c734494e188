import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hash32 } from '../base/random'
import { planWaves, segmentsOf, type SampleRequest } from './waves'

const SLOTS = 6
const segments = { rows: 20, count: 2 }

const requests: fc.Arbitrary<SampleRequest[]> = fc.array(
  fc.record({
    prompt: fc.uint8Array({ minLength: 1, maxLength: 20, max: 2 }).map((bytes) => Uint32Array.from(bytes)),
    count: fc.nat(9),
    stream: fc.nat(),
  }),
  { maxLength: 8 },
)

describe('planWaves', () => {
  it('places every sample once, in order, within slots and prompt rows, over its own prompt', () => {
    fc.assert(
      fc.property(requests, (list) => {
        const placed: string[] = []
        for (const wave of planWaves(list, 3, SLOTS, segments)) {
          expect(wave.sequences.length).toBeGreaterThan(0)
          expect(wave.sequences.length).toBeLessThanOrEqual(SLOTS)
          expect(wave.segments.length).toBeLessThanOrEqual(segments.count)
          for (const segment of wave.segments) expect(segment.token.length).toBeLessThanOrEqual(segments.rows)
          const slotsOfSegments = wave.segments.flatMap(({ slots }) => [...slots])
          expect(slotsOfSegments.sort((a, b) => a - b)).toEqual([...wave.sequences.keys()])
          for (const [
            slot,
            { request, sample, stream, promptStart, promptLength },
          ] of wave.sequences.entries()) {
            placed.push(`${request}:${sample}`)
            const wanted = list[request] as SampleRequest
            const segment = wave.segments[Math.floor(promptStart / segments.rows)]
            const start = promptStart % segments.rows
            expect([...(segment?.token.subarray(start, start + promptLength) ?? [])]).toEqual([
              ...wanted.prompt,
            ])
            for (let i = 0; i < promptLength; i++) {
              expect(segment?.position[start + i]).toBe(i)
              expect([...(segment?.span.subarray(4 * (start + i), 4 * (start + i + 1)) ?? [])]).toEqual([
                start,
                start,
                start,
                start + promptLength,
              ])
            }
            expect(segment?.lastRows[segment.slots.indexOf(slot)]).toBe(start + promptLength - 1)
            expect(stream).toBe(hash32(wanted.stream, sample))
          }
        }
        expect(placed).toEqual(
          list.flatMap(({ count }, request) =>
            Array.from({ length: count }, (_, sample) => `${request}:${sample}`),
          ),
        )
      }),
    )
  })

  it('lays a shared prompt down once', () => {
    const prompt = Uint32Array.of(0, 1, 2, 1)
    const [wave, ...others] = planWaves(
      [
        { prompt, count: 3, stream: 1 },
        { prompt: Uint32Array.of(2), count: 1, stream: 2 },
        { prompt: prompt.slice(), count: 2, stream: 3 },
      ],
      3,
      SLOTS,
      segments,
    )
    expect(others).toEqual([])
    expect(wave?.segments.map(({ token }) => token.length)).toEqual([5])
    expect(wave?.sequences.map(({ promptStart }) => promptStart)).toEqual([0, 0, 0, 4, 0, 0])
  })

  it('names the request that is wrong', () => {
    const good = { prompt: Uint32Array.of(1), count: 1, stream: 0 }
    expect(() => planWaves([good, { ...good, prompt: new Uint32Array() }], 3, SLOTS, segments)).toThrow(
      'sample request 1: the prompt is empty',
    )
    expect(() => planWaves([{ ...good, prompt: new Uint32Array(21) }], 3, SLOTS, segments)).toThrow(
      '21 tokens',
    )
    expect(() => planWaves([{ ...good, prompt: Uint32Array.of(3) }], 3, SLOTS, segments)).toThrow('token 3')
    expect(() => planWaves([{ ...good, count: -1 }], 3, SLOTS, segments)).toThrow('-1 samples')
  })
})

describe('segmentsOf', () => {
  it('holds any prompt of the context, in segments that start at multiples of 64 rows', () => {
    expect(segmentsOf({ slots: 1, promptRows: 40, maxNew: 1 }, 512)).toEqual({ rows: 40, count: 1 })
    expect(segmentsOf({ slots: 1, promptRows: 8192, maxNew: 1 }, 512)).toEqual({ rows: 1024, count: 8 })
    expect(segmentsOf({ slots: 1, promptRows: 8192, maxNew: 1 }, 2000)).toEqual({ rows: 2048, count: 4 })
    expect(segmentsOf({ slots: 1, promptRows: 1500, maxNew: 1 }, 512)).toEqual({ rows: 1024, count: 1 })
  })
})
