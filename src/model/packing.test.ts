import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../base/at'
import { oneOf, startOf, statesAlong } from '../base/tokenAutomaton'
import { attended } from '../../shaders/attention/attention.ref'
import { automataOf, pack, rowsByToken, type TrainingSequence } from './packing'

const VOCABULARY = 50
const capacity = { rows: 24, lossRows: 16 }

const tokensOf = (minLength: number, maxLength: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: 0, max: VOCABULARY - 1 }), { minLength, maxLength })

/** Sequences that often go on from the same few prompts. */
const sequences: fc.Arbitrary<TrainingSequence[]> = fc
  .array(tokensOf(1, 9), { minLength: 1, maxLength: 3 })
  .chain((prompts) =>
    fc.array(
      fc
        .record({
          prompt: fc.nat({ max: prompts.length - 1 }),
          completion: tokensOf(1, 7),
          advantage: fc.integer({ min: -4, max: 4 }),
          scalar: fc.boolean(),
        })
        .map(({ prompt, completion, advantage, scalar }) => ({
          tokens: Uint32Array.from([...at(prompts, prompt), ...completion]),
          from: at(prompts, prompt).length,
          advantage,
          weight: scalar ? 0.5 : Float32Array.from(completion, (_, i) => i + 1),
          oldLogProbs: Float32Array.from(completion, (_, i) => -i - advantage),
        })),
      { minLength: 1, maxLength: 12 },
    ),
  )

describe('pack', () => {
  it('loses nothing, mixes nothing and keeps to its capacity', () => {
    fc.assert(
      fc.property(sequences, (list) => {
        const packed: number[] = []
        for (const batch of pack(list, VOCABULARY, capacity)) {
          expect(batch.rows).toBeLessThanOrEqual(capacity.rows)
          expect(batch.lossRows).toBeLessThanOrEqual(capacity.lossRows)
          expect(batch.rows).toBe(batch.token.length)
          expect(new Set(batch.lossRow).size).toBe(batch.lossRows)
          let lossEnd = 0
          for (const part of batch.parts) {
            packed.push(part.sequence)
            expect(part.lossStart).toBe(lossEnd)
            lossEnd += part.lossCount
            const { tokens, from, weight, oldLogProbs, advantage } = list[part.sequence] as TrainingSequence
            expect(part.lossCount).toBe(tokens.length - from)
            for (let i = 0; i < part.lossCount; i++) {
              const at = part.lossStart + i
              // A row with a loss sees its own sequence up to the token before the one that it predicts, at
              // the right positions.
              const seen = attended(batch.span, batch.lossRow[at] as number)
              expect(seen.map((row) => batch.token[row])).toEqual([...tokens.subarray(0, from + i)])
              expect(seen.map((row) => batch.position[row])).toEqual([...tokens.subarray(0, from + i).keys()])
              expect(batch.target[at]).toBe(tokens[from + i])
              expect(batch.advantage[at]).toBe(advantage)
              expect(batch.weight[at]).toBe(typeof weight === 'number' ? weight : weight[i])
              expect(batch.oldLogProb[at]).toBe(oldLogProbs?.[i])
            }
          }
          expect(lossEnd).toBe(batch.lossRows)
        }
        expect(packed.toSorted((a, b) => a - b)).toEqual(list.map((_, index) => index))
      }),
    )
  })

  it('gives each row the state in which its token was chosen, the free one where there was no automaton', () => {
    const automaton = oneOf([[5, 6], [7]], 8)
    const share = { from: 2, weight: 1, advantage: 1 }
    const list: TrainingSequence[] = [
      { ...share, tokens: Uint32Array.of(1, 2, 7, 8), automaton },
      { ...share, tokens: Uint32Array.of(3, 4, 7, 8) },
      { ...share, tokens: Uint32Array.of(1, 2, 5, 6, 8), automaton },
    ]
    const [batch, ...others] = pack(list, VOCABULARY, capacity)
    expect(others).toEqual([])
    const start = startOf(automataOf(list, VOCABULARY), automaton)
    const states = (tokens: number[]): number[] =>
      statesAlong(automaton, tokens).map((state) => start + state)
    expect([...(batch?.state ?? [])]).toEqual([...states([7, 8]), ...states([5, 6, 8]), 0, 0])
    expect(pack([at(list, 1)], VOCABULARY, capacity)[0]?.state).toBeNull()
    const wrong = { ...at(list, 0), tokens: Uint32Array.of(1, 2, 6, 8) }
    expect(() => pack([wrong], VOCABULARY, capacity)).toThrow('token 6 is not allowed')
  })

  it('tells keys the rows that see them, and no others', () => {
    fc.assert(
      fc.property(sequences, (list) => {
        for (const { rows, span } of pack(list, VOCABULARY, capacity)) {
          for (let row = 0; row < rows; row++) {
            const before = Array.from({ length: row + 1 }, (_, key) => key)
            expect(attended(span, row)).toEqual(before.filter((key) => row < (span[4 * key + 3] as number)))
          }
        }
      }),
    )
  })

  const goOn = (prompt: number[], ...completions: number[][]): TrainingSequence[] =>
    completions.map((completion) => ({
      tokens: Uint32Array.from([...prompt, ...completion]),
      from: prompt.length,
      weight: 1,
      advantage: 1,
    }))

  it('lays a prompt that several sequences go on from down once, but for its last token', () => {
    const [batch, ...others] = pack(
      [...goOn([1, 2, 3, 4], [5, 6], [7]), ...goOn([1, 2, 3, 9], [8]), ...goOn([4], [5], [6])],
      VOCABULARY,
      capacity,
    )
    expect(others).toEqual([])
    expect([...(batch?.token ?? [])]).toEqual([1, 2, 3, 4, 5, 4, 9, 4, 4])
    expect([...(batch?.position ?? [])]).toEqual([0, 1, 2, 3, 4, 3, 3, 0, 0])
    expect([...(batch?.lossRow ?? [])]).toEqual([3, 4, 5, 6, 7, 8])
  })

  it('brings sequences with one prompt together from wherever they stand', () => {
    const [a, b] = [goOn([1, 2], [3], [4]), goOn([5, 6], [7], [8])]
    const [batch] = pack(
      [a[0], b[0], a[1], b[1]].flatMap((each) => each ?? []),
      VOCABULARY,
      capacity,
    )
    expect(batch?.parts.map(({ sequence }) => sequence)).toEqual([0, 2, 1, 3])
    expect([...(batch?.token ?? [])]).toEqual([1, 2, 2, 5, 6, 6])
  })

  it('cuts a group that is too long, with its prompt in each part, and keeps one that fits whole', () => {
    const prompt = [1, 2, 3, 4, 5, 6, 7]
    const long = Array.from({ length: 5 }, (_, i) => Array.from({ length: 5 }, () => i))
    const batches = pack([...goOn([9, 9, 9], [8, 8, 8]), ...goOn(prompt, ...long)], VOCABULARY, capacity)
    // Loss rows end the first part after 3 + 2 x 5, and the second after 3 x 5.
    expect(batches.map(({ parts }) => parts.map(({ sequence }) => sequence))).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ])
    expect(batches.map(({ token }) => [...token].filter((t) => t === 7).length)).toEqual([2, 3])
    expect(batches.map(({ rows }) => rows)).toEqual([5 + 6 + 10, 6 + 15])
    const whole = pack(
      [...goOn([9, 9, 9, 9, 9, 9, 9], [8, 8, 8]), ...goOn(prompt, ...long.slice(0, 3))],
      VOCABULARY,
      capacity,
    )
    expect(whole.map(({ parts }) => parts.length)).toEqual([1, 3])
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
    [
      'old log-probabilities of another length',
      { oldLogProbs: Float32Array.of(0, 0, 0) },
      '3 old log-probabilities for 2',
    ],
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
