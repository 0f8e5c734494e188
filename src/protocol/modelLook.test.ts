import { expect, it } from 'vitest'
import { packLook, unpackLook, type ModelLook } from './modelLook'

it('a look fits into a file and comes back: attention to a byte, every other channel, the same guesses', () => {
  const [T, C] = [3, 64]
  const look: ModelLook = {
    ...{ model: 'tiny', tokens: [5, 6, 7], pieces: ['a', 'b', 'c'], answerFrom: 2 },
    ...{ layers: 1, heads: 2, channels: C },
    attention: Float32Array.of(1, 0, 0, 0.25, 0.75, 0, 0.5, 0.125, 0.375, 1, 0, 0, 0, 1, 0, 0.2, 0.3, 0.5),
    stream: Float32Array.from({ length: 3 * T * C }, (_, i) => Math.sin(i)),
    guesses: ['a', 'b', 'c'].map((piece) => [
      [{ piece, logit: -1.5, p: 0.25 }],
      [{ piece, logit: 2, p: 0.5 }],
    ]),
  }
  const back = unpackLook(packLook(look))
  expect(back).toMatchObject({ model: 'tiny', tokens: [5, 6, 7], layers: 1, heads: 2, channels: 32 })
  expect(back.guesses).toEqual(look.guesses)
  back.attention.forEach((p, i) => expect(Math.abs(p - (look.attention[i] ?? NaN))).toBeLessThan(1 / 500))
  expect(back.stream).toHaveLength(3 * T * 32)
  // Row 1 of stage 2, its channel 5: every second of 64 is kept.
  expect((back.stream[(2 * T + 1) * 32 + 5] ?? NaN) / 127).toBeCloseTo(Math.sin((2 * T + 1) * C + 10), 1)
})
