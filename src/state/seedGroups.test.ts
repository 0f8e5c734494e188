import { describe, expect, it } from 'vitest'
import { preset, withValue } from '../config/config'
import { sampleMetrics } from '../replay/samples'
import { bandOf, commonName, differingPaths, seedGroups, valueOf, type ComparableRun } from './seedGroups'

const run = (
  id: string,
  seed: number,
  changes: readonly (readonly [string, unknown])[] = [],
): ComparableRun => ({
  id,
  name: `Stories, seed ${seed}`,
  linked: {
    preset: 'nano',
    seed,
    config: changes.reduce((config, [path, value]) => withValue(config, path, value), preset('nano')),
  },
  rounds: 3,
  recorded: true,
})

describe('seed groups', () => {
  it('tells only what differs', () => {
    const runs = [
      run('a', 1),
      run('b', 2, [['game.temperature', 0.5]]),
      run('c', 3, [['reward.shuffled', true]]),
    ]
    expect(differingPaths(runs)).toEqual(['game.temperature', 'reward.shuffled'])
    expect(runs.map((each) => valueOf(each, 'reward.shuffled'))).toEqual([false, false, true])
    expect(differingPaths([run('a', 1), run('b', 2)])).toEqual([])
    expect(differingPaths([])).toEqual([])
  })

  it('folds seeds into one family, named by what their names have in common', () => {
    const folded = seedGroups([run('a', 1), run('b', 2), run('c', 3, [['reward.shuffled', true]])])
    expect(folded.map(({ members, name }) => [members.map(({ id }) => id), name])).toEqual([
      [['a', 'b'], 'Stories'],
      [['c'], 'Stories, seed 3'],
    ])
    expect(commonName(['x 1', 'y 1'])).toBe('')
    expect(commonName(['Nano · Rounds 15 · Seed 1', 'Nano · Rounds 15 · Seed 2'])).toBe('Nano · Rounds 15')
    expect(commonName(['Nano · Startzahl 1', 'Nano · Startzahl 12'], 'Startzahl')).toBe('Nano')
    expect(commonName(['Geschichten, seed 1', 'Geschichten, seed 2'], 'Startzahl')).toBe('Geschichten')
    expect(commonName(['Birdseed 1', 'Birdseed 2'])).toBe('Birdseed')
    expect(
      seedGroups(
        [
          { ...run('a', 1), name: 'x' },
          { ...run('b', 2), name: 'y' },
        ],
        'seed',
        () => 'Nano',
      )[0]?.name,
    ).toBe('Nano')
  })

  it('draws one run as a line and several as a mean with its interval', () => {
    const of = (...rates: readonly (number | null)[]) =>
      rates.map((passRate, round) => sampleMetrics(round, { passRate }))
    expect(bandOf([of(0.5, null)], ({ passRate }) => passRate)).toEqual([
      { round: 0, mean: 0.5, low: null, high: null },
      { round: 1, mean: null, low: null, high: null },
    ])
    const [point] = bandOf([of(0.4), of(0.5), of(0.6)], ({ passRate }) => passRate)
    expect(point?.mean).toBeCloseTo(0.5, 12)
    // Student's t with two degrees of freedom: 4.303 standard errors of 0.1 / sqrt 3.
    expect((point?.high ?? 0) - 0.5).toBeCloseTo(4.303 * (0.1 / Math.sqrt(3)), 3)
    expect(bandOf([of(0), of(1)], ({ passRate }) => passRate, [0, 1])[0]).toMatchObject({ low: 0, high: 1 })
  })
})
