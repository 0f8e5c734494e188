import { describe, expect, it } from 'vitest'
import { Random } from '../base/random'
import { preset, withValue } from '../config/config'
import type { TrainingSequence } from '../model/packing'
import { processedBy, type GradientTrainer } from './learner'
import { batchesOf, drawLearned, practise } from './practice'

const sequence = (prompt: number, completion: number, key = 1): TrainingSequence => ({
  tokens: new Uint32Array(prompt + completion).fill(key),
  from: prompt,
  weight: 1,
  advantage: 1,
})
const learnedBy = (all: readonly TrainingSequence[]): number =>
  all.reduce((sum, { tokens, from }) => sum + tokens.length - from, 0)

describe('practice', () => {
  it('draws exactly as many learned tokens as asked for, cutting the last example', async () => {
    let progress = 0
    const drawn = await drawLearned(
      (random, share) => {
        progress = share
        return sequence(3, random.integer(0, 9))
      },
      Random.from(1),
      100,
    )
    expect(learnedBy(drawn)).toBe(100)
    expect(progress).toBe(1)
    expect(drawn.every(({ tokens, from }) => tokens.length > from)).toBe(true)
    await expect(drawLearned(() => sequence(3, 0), Random.from(1), 10)).rejects.toThrow(
      'Add longer documents',
    )
  })

  it('fills batches up to their size and loses nothing', () => {
    const all = Array.from({ length: 10 }, () => sequence(3, 4))
    expect(batchesOf(all, 21).map((batch) => batch.length)).toEqual([3, 3, 3, 1])
    expect(batchesOf(all, 1).map((batch) => batch.length)).toEqual(Array.from({ length: 10 }, () => 1))
  })

  it('steps once a batch, with losses that are means, and repeats from seed and round', async () => {
    const config = withValue(
      withValue(preset('nano'), 'update.exampleTokens', 200),
      'warmStart.batchTokens',
      100,
    )
    const seen: number[] = []
    const rates: number[] = []
    const trainer: GradientTrainer = {
      accumulate: async (batch, { clip }) => {
        seen.push(...batch.map(({ tokens }) => tokens.length))
        expect(clip).toBeNull()
        expect(
          batch.reduce((sum, { tokens, from, weight }) => sum + Number(weight) * (tokens.length - from), 0),
        ).toBeCloseTo(1, 6)
        return { loss: 1, tokens: learnedBy(batch), clippedShare: 0 }
      },
      step: async ({ learningRate }) => {
        rates.push(learningRate)
        return { norms: [2, 0], norm: 2 }
      },
    }
    const draw = (random: Random): TrainingSequence => sequence(4, random.integer(5, 15))
    const run = (round: number) => practise(trainer, draw, { config, seed: 7, round, learningRate: 0.5 })
    const report = await run(3)
    expect(report).toMatchObject({ trainedTokens: 200, gradNormReasoner: 2, clippedShare: 0 })
    expect(report.processedTokens).toBeGreaterThan(200)
    expect(rates.length).toBeGreaterThan(2)
    expect(new Set(rates)).toEqual(new Set([0.5]))
    const first = seen.splice(0)
    await run(3)
    expect(seen.splice(0)).toEqual(first)
    await run(4)
    expect(seen).not.toEqual(first)
  })
})

describe('processedBy', () => {
  it('counts a prompt that sequences share once, and prompts of other tokens apart', () => {
    expect(processedBy([sequence(5, 2), sequence(5, 3), sequence(5, 1, 9), sequence(4, 1)])).toBe(
      5 + 2 + 3 + 5 + 1 + 4 + 1,
    )
  })
})
