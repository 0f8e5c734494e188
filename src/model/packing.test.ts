import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pack, rowsByToken, type TrainingSequence } from './packing'

const VOCABULARY = 50
const capacity = { rows: 24, lossRows: 16 }

const sequences: fc.Arbitrary<TrainingSequence[]> = fc.array(
  fc.integer({ min: 2, max: 16 }).chain((length) =>
    fc
      .record({
        tokens: fc.uint8Array({ minLength: length, maxLength: length, max: VOCABULARY - 1 }),
        from: fc.integer({ min: 1, max: length - 1 }),
        advantage: fc.integer({ min: -4, max: 4 }),
        scalar: fc.boolean(),
      })
      .map(({ tokens, from, advantage, scalar }) => ({
        tokens: Uint32Array.from(tokens),
        from,
        advantage,
        weight: scalar ? 0.5 : Float32Array.from({ length: length - from }, (_, i) => i + 1),
        oldLogProbs: Float32Array.from({ length: length - from }, (_, i) => -i - advantage),
      })),
  ),
  { minLength: 1, maxLength: 12 },
)

describe('pack', () => {
  it('loses nothing, mixes nothing and keeps to its capacity', () => {
    fc.assert(
      fc.property(sequences, (list) => {
        const batches = pack(list, VOCABULARY, capacity)
        const order: number[] = []
        for (const batch of batches) {
          expect(batch.rows).toBeLessThanOrEqual(capacity.rows)
          expect(batch.lossRows).toBeLessThanOrEqual(capacity.lossRows)
          expect(batch.rows).toBe(batch.token.length)
          let lossEnd = 0
          for (const part of batch.parts) {
            order.push(part.sequence)
            expect(part.lossStart).toBe(lossEnd)
            lossEnd += part.lossCount
            const { tokens, from, weight, oldLogProbs, advantage } = list[part.sequence] as TrainingSequence
            expect(part.lossCount).toBe(tokens.length - from)
            const lastRow = batch.lossRow[part.lossStart + part.lossCount - 1] as number
            const start = batch.start[lastRow] as number
            const end = start + tokens.length - 1
            expect(lastRow).toBe(end - 1)
            // The rows of a sequence are its own tokens, know their positions and see only each other.
            expect([...batch.token.subarray(start, end)]).toEqual([...tokens.subarray(0, -1)])
            for (let row = start; row < end; row++) {
              expect(batch.position[row]).toBe(row - start)
              expect(batch.start[row]).toBe(start)
              expect(batch.end[row]).toBe(end)
            }
            // A row with a loss predicts the next token of the same sequence.
            for (let i = 0; i < part.lossCount; i++) {
              const at = part.lossStart + i
              expect((batch.lossRow[at] as number) - start).toBe(from - 1 + i)
              expect(batch.target[at]).toBe(tokens[from + i])
              expect(batch.advantage[at]).toBe(advantage)
              expect(batch.weight[at]).toBe(typeof weight === 'number' ? weight : weight[i])
              expect(batch.oldLogProb[at]).toBe(oldLogProbs?.[i])
            }
          }
          expect(lossEnd).toBe(batch.lossRows)
        }
        expect(order).toEqual(list.map((_, index) => index))
      }),
    )
  })

  it('packs nothing into no micro-batches', () => {
    expect(pack([], VOCABULARY, capacity)).toEqual([])
  })

  const good: TrainingSequence = { tokens: Uint32Array.of(1, 2, 3), from: 1, weight: 1, advantage: 1 }
  const bad: [string, Partial<TrainingSequence>, string][] = [
    ['predicting the first token', { from: 0 }, 'training sequence 1: loss starts at token 0'],
    ['predicting nothing', { from: 3 }, 'nothing is predicted'],
    ['a foreign token', { tokens: Uint32Array.of(1, 50) }, 'token 50 is outside the vocabulary of 50'],
    ['too many tokens', { tokens: new Uint32Array(26), from: 20 }, 'need 25 rows'],
    ['too many predictions', { tokens: new Uint32Array(20) }, '19 predicted tokens'],
    ['missing weights', { weight: Float32Array.of(1) }, '1 weights for 2'],
    ['old log-probabilities of another length', { oldLogProbs: Float32Array.of(0, 0, 0) }, '3 old log-probabilities for 2'],
    ['an advantage that is not a number', { advantage: Number.NaN }, 'advantage is NaN'],
  ]
  for (const [name, change, message] of bad) {
    it(`refuses ${name}`, () => {
      expect(() => pack([good, { ...good, ...change }], VOCABULARY, capacity)).toThrow(message)
    })
  }
})

describe('rowsByToken', () => {
  it('lists every row once, under its token, ascending', () => {
    fc.assert(
      fc.property(fc.uint8Array({ max: VOCABULARY - 1, maxLength: 80 }), (bytes) => {
        const token = Uint32Array.from(bytes)
        const { order, offsets } = rowsByToken(token, VOCABULARY)
        expect([...order].sort((a, b) => a - b)).toEqual([...token.keys()])
        expect(offsets[0]).toBe(0)
        expect(offsets[VOCABULARY]).toBe(token.length)
        for (let t = 0; t < VOCABULARY; t++) {
          const rows = [...order.subarray(offsets[t], offsets[t + 1])]
          expect(rows).toEqual([...token.keys()].filter((row) => token[row] === t))
        }
      }),
    )
  })
})
