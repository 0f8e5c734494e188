import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../base/at'
import { oneOf } from '../base/tokenAutomaton'
import { preset, withValue } from '../config/config'
import type { RunConfig } from '../config/schema'
import type { TrainingSequence } from '../model/packing'
import type { UpdateSettings } from '../model/optimizerState'
import type { LossSettings } from '../model/trainer'
import type { Seat } from '../protocol/records'
import type { Trajectory } from '../spice/seats'
import { PolicyLearner, portions, type GradientTrainer } from './learner'

type Accumulated = LossSettings & { sequences: readonly TrainingSequence[] }

/** Counts what is asked of it; the norm of a set is the number of its sequences. */
class FakeTrainer implements GradientTrainer {
  readonly log: (Accumulated | UpdateSettings)[] = []
  private held = [0, 0]
  async accumulate(sequences: readonly TrainingSequence[], { set, clip, temperature }: LossSettings) {
    this.log.push({ sequences, set, clip, temperature })
    this.held[set] = at(this.held, set) + sequences.length
    return {
      loss: 0,
      tokens: sequences.reduce((sum, { tokens, from }) => sum + tokens.length - from, 0),
      clippedShare: 0.5,
    }
  }
  async step(settings: UpdateSettings) {
    this.log.push(settings)
    const norms = this.held
    this.held = [0, 0]
    return { norms, norm: 1 }
  }
  get accumulated(): Accumulated[] {
    return this.log.filter((each): each is Accumulated => 'set' in each)
  }
  get steps(): UpdateSettings[] {
    return this.log.filter((each): each is UpdateSettings => 'learningRate' in each)
  }
}

function trajectory(seat: Seat, advantage: number, tokens: readonly number[] = [7, 8, 9]): Trajectory {
  return {
    seat,
    prompt: [1, 2],
    completion: {
      tokens,
      logp: tokens.map((id) => -id / 10),
      entropy: tokens.map(() => 0),
      top: [],
      text: '',
      stopped: true,
    },
    advantage,
    weight: 0.25,
  }
}

const learn = (trainer: GradientTrainer, config: RunConfig = preset('nano'), round = 0): PolicyLearner =>
  new PolicyLearner(trainer, { config, seed: 5, round })

describe('PolicyLearner', () => {
  it('puts each seat in its own set, from the first generated token on, counts a shared prompt once, and steps once', async () => {
    const trainer = new FakeTrainer()
    const report = await learn(trainer).update(
      [trajectory('challenger', 0.5), trajectory('reasoner', -0.5), trajectory('reasoner', 0.5)],
      { learningRate: 1e-3 },
    )
    expect(trainer.accumulated.map(({ set, clip, sequences }) => [set, clip, sequences.length])).toEqual([
      [0, null, 1],
      [1, null, 2],
    ])
    const first = trainer.accumulated[0]?.sequences[0]
    expect(first).toEqual({ tokens: Uint32Array.of(1, 2, 7, 8, 9), from: 2, weight: 0.25, advantage: 0.5 })
    expect(trainer.steps).toHaveLength(1)
    expect(trainer.steps[0]).toMatchObject({
      ...{ learningRate: 1e-3, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0, maxNorm: 1 },
    })
    expect(report).toEqual({
      gradNormChallenger: 1,
      gradNormReasoner: 2,
      trainedTokens: 9,
      processedTokens: 13,
      clippedShare: 0.5,
    })
  })

  it('learns a completion over the tokens that it was held to', async () => {
    const trainer = new FakeTrainer()
    const automaton = oneOf([[7, 8]], 9)
    await learn(trainer).update([{ ...trajectory('reasoner', 1), automaton }, trajectory('reasoner', 1)], {
      learningRate: 1e-3,
    })
    expect(trainer.accumulated[0]?.sequences.map((each) => each.automaton)).toEqual([automaton, undefined])
  })

  it('leaves out what has no advantage or no token without changing the weight of the others', async () => {
    const trainer = new FakeTrainer()
    await learn(trainer).update(
      [
        trajectory('challenger', 0),
        trajectory('reasoner', 1),
        trajectory('reasoner', 0),
        trajectory('reasoner', 1, []),
      ],
      { learningRate: 1e-3 },
    )
    expect(trainer.accumulated).toHaveLength(1)
    expect(trainer.accumulated[0]?.sequences).toHaveLength(1)
    expect(trainer.accumulated[0]?.sequences[0]?.weight).toBe(0.25)
  })

  it('does not step where nothing is to be learned', async () => {
    const trainer = new FakeTrainer()
    const report = await learn(trainer).update([trajectory('challenger', 0)], { learningRate: 1e-3 })
    expect(trainer.log).toEqual([])
    expect(report).toEqual({
      gradNormChallenger: 0,
      gradNormReasoner: 0,
      trainedTokens: 0,
      processedTokens: 0,
      clippedShare: 0,
    })
  })

  it('with several steps shuffles into minibatches, clips against the old log-probabilities and scales to means', async () => {
    const config = withValue(preset('nano'), 'update.steps', 4)
    const all = Array.from({ length: 8 }, (_, i) =>
      trajectory(i % 2 === 0 ? 'challenger' : 'reasoner', 1, [20 + i]),
    )
    const trainer = new FakeTrainer()
    await learn(trainer, config).update(all, { learningRate: 1e-3 })
    expect(trainer.steps).toHaveLength(4)
    const sequences = trainer.accumulated.flatMap((each) => each.sequences)
    expect(sequences.map(({ tokens }) => tokens[2]).toSorted()).toEqual(
      all.map(({ completion }) => completion.tokens[0]),
    )
    expect(sequences.map(({ tokens }) => tokens[2])).not.toEqual(
      all.map(({ completion }) => completion.tokens[0]),
    )
    for (const { weight, oldLogProbs, tokens } of sequences) {
      expect(weight).toBe(0.25 * 4)
      expect(oldLogProbs?.[0]).toBeCloseTo(-at(tokens, 2) / 10, 5)
    }
    expect(trainer.accumulated[0]?.clip).toEqual({ low: 0.2, high: 0.2 })

    const again = new FakeTrainer()
    await learn(again, config).update(all, { learningRate: 1e-3 })
    expect(again.log).toEqual(trainer.log)
    const later = new FakeTrainer()
    await learn(later, config, 1).update(all, { learningRate: 1e-3 })
    expect(later.log).not.toEqual(trainer.log)
  })

  it('cuts into portions that differ by one at most and lose nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 20 }), (items, parts) => {
        const cut = portions(items, parts)
        const sizes = cut.map((each) => each.length)
        expect(cut.flat()).toEqual(items)
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
      }),
    )
  })
})
