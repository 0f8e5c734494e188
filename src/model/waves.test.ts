import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hash32 } from '../base/random'
import { planWaves, type SampleRequest } from './waves'

const capacity = { slots: 6, promptRows: 20, maxNew: 4 }

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
        for (const wave of planWaves(list, 3, capacity)) {
          expect(wave.sequences.length).toBeGreaterThan(0)
          expect(wave.sequences.length).toBeLessThanOrEqual(capacity.slots)
          expect(wave.token.length).toBeLessThanOrEqual(capacity.promptRows)
          for (const { request, sample, stream, promptStart, promptLength } of wave.sequences) {
            placed.push(`${request}:${sample}`)
            const wanted = list[request] as SampleRequest
            expect([...wave.token.subarray(promptStart, promptStart + promptLength)]).toEqual([...wanted.prompt])
            for (let i = 0; i < promptLength; i++) {
              expect(wave.position[promptStart + i]).toBe(i)
              expect(wave.start[promptStart + i]).toBe(promptStart)
            }
            expect(stream).toBe(hash32(wanted.stream, sample))
          }
        }
        expect(placed).toEqual(list.flatMap(({ count }, request) => Array.from({ length: count }, (_, sample) => `${request}:${sample}`)))
      }),
    )
  })

  it('lays a shared prompt down once', () => {
    const prompt = Uint32Array.of(0, 1, 2, 1)
    const [wave, ...others] = planWaves([{ prompt, count: 3, stream: 1 }, { prompt: Uint32Array.of(2), count: 1, stream: 2 }, { prompt: prompt.slice(), count: 2, stream: 3 }], 3, capacity)
    expect(others).toEqual([])
    expect(wave?.token.length).toBe(5)
    expect(wave?.sequences.map(({ promptStart }) => promptStart)).toEqual([0, 0, 0, 4, 0, 0])
  })

  it('names the request that is wrong', () => {
    const good = { prompt: Uint32Array.of(1), count: 1, stream: 0 }
    expect(() => planWaves([good, { ...good, prompt: new Uint32Array() }], 3, capacity)).toThrow('sample request 1: the prompt is empty')
    expect(() => planWaves([{ ...good, prompt: new Uint32Array(21) }], 3, capacity)).toThrow('21 tokens')
    expect(() => planWaves([{ ...good, prompt: Uint32Array.of(3) }], 3, capacity)).toThrow('token 3')
    expect(() => planWaves([{ ...good, count: -1 }], 3, capacity)).toThrow('-1 samples')
  })
})
