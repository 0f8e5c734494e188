import { describe, expect, it } from 'vitest'
import { at } from '../base/at'
import { Random } from '../base/random'
import { preset, withValue } from '../config/config'
import type { TrainingSequence } from '../model/packing'
import type { WarmStartPoint } from '../protocol/records'
import type { GradientTrainer } from './learner'
import { drawBatch, normalised, warmStart, warmStartRate, type WarmPosition } from './warmStart'

const config = withValue(withValue(preset('nano'), 'warmStart.steps', 12), 'warmStart.batchTokens', 64)
const draw = (random: Random): TrainingSequence => ({
  tokens: Uint32Array.from({ length: random.integer(5, 20) }, () => random.integer(0, 99)),
  from: 1,
  weight: 1,
  advantage: 1,
})
const zero: WarmPosition = { step: 0, tokens: 0, seconds: 0 }

function recorder(loss = 2) {
  const log: unknown[] = []
  const trainer: GradientTrainer = {
    async accumulate(sequences) {
      log.push(sequences.map(({ tokens }) => [...tokens]))
      return { loss, tokens: 1, clippedShare: 0 }
    },
    async step({ learningRate }) {
      log.push(learningRate)
      return { norms: [1], norm: 1 }
    },
  }
  return { log, trainer }
}

async function run(from: WarmPosition, stopAt: number, loss = 2) {
  const { log, trainer } = recorder(loss)
  const points: WarmStartPoint[] = []
  let steps = from.step
  const position = await warmStart(trainer, draw, {
    config,
    seed: 3,
    from,
    stopping: () => steps >= stopAt,
    onStep: ({ step }, point) => {
      steps = step
      if (point !== null) points.push(point)
    },
    now: () => 0,
  })
  return { log, points, position }
}

describe('warmStart', () => {
  it('stopped and resumed equals not having stopped', async () => {
    const whole = await run(zero, Infinity)
    const first = await run(zero, 5)
    const second = await run(first.position, Infinity)
    expect(first.position.step).toBe(5)
    expect([...first.log, ...second.log]).toEqual(whole.log)
    expect([...first.points, ...second.points]).toEqual(whole.points)
    expect(second.position).toEqual(whole.position)
    expect(whole.position.step).toBe(12)
  })

  it('says which setting to change when the loss is no number', async () => {
    await expect(run(zero, Infinity, NaN)).rejects.toThrow('warmStart.learningRate')
  })

  it('fills batches up to their tokens and never over them, a single long example aside', async () => {
    const { log } = await run(zero, Infinity)
    for (const batch of log.filter((each) => Array.isArray(each)) as number[][][]) {
      const tokens = batch.flat().length
      expect(tokens).toBeLessThanOrEqual(64)
      expect(tokens).toBeGreaterThan(64 - 21)
    }
    const long: TrainingSequence = { tokens: new Uint32Array(200), from: 1, weight: 1, advantage: 1 }
    expect(await drawBatch(() => long, Random.from(1), 64)).toEqual([long])
  })

  it('refuses a source without anything to predict', async () => {
    const empty: TrainingSequence = { tokens: new Uint32Array(1), from: 1, weight: 1, advantage: 1 }
    await expect(drawBatch(() => empty, Random.from(1), 64)).rejects.toThrow('too short')
  })

  it('makes the loss a weighted mean', () => {
    const batch = normalised([
      { tokens: new Uint32Array(4), from: 2, weight: 3, advantage: 1 },
      { tokens: new Uint32Array(3), from: 1, weight: Float32Array.of(1, 3), advantage: 1 },
    ])
    expect(batch[0]?.weight).toBeCloseTo(0.3)
    expect([...(batch[1]?.weight as Float32Array)]).toEqual([expect.closeTo(0.1), expect.closeTo(0.3)])
  })
})

describe('warmStartRate', () => {
  it('rises to the peak, then falls to a tenth of it without a jump', () => {
    const rates = Array.from({ length: 1000 }, (_, step) => warmStartRate(step, 1000, 1))
    expect(Math.max(...rates)).toBe(1)
    expect(rates.indexOf(1)).toBe(59)
    expect(rates[0]).toBeCloseTo(1 / 60)
    expect(rates.at(-1)).toBeCloseTo(0.1, 4)
    for (let i = 61; i < 1000; i++) expect(rates[i]).toBeLessThanOrEqual(at(rates, i - 1))
    expect(warmStartRate(0, 1, 1)).toBe(1)
  })
})
