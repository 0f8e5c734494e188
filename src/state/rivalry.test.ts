import { expect, it } from 'vitest'
import { sampleMetrics } from '../replay/samples'
import { rivalryOf } from './rivalry'

it('draws each question by its own share, and the paths by the numbers of the run', () => {
  const rounds = [
    { ...sampleMetrics(0), passRate: 0.5, passHistogram: [1, 0, 2, 0, 1], premiseHistogram: [0, 0, 4] },
    { ...sampleMetrics(1), passRate: null, passHistogram: [], premiseHistogram: [] },
  ]
  const drawn = rivalryOf(rounds, [{ round: 0, accuracy: 0.25, answers: [] }])
  expect(drawn.dots.map(({ round, rate, index, of }) => [round, rate, index, of])).toEqual([
    [0, 0, 0, 1],
    [0, 0.5, 0, 2],
    [0, 0.5, 1, 2],
    [0, 1, 0, 1],
  ])
  expect(drawn.meet).toEqual([{ round: 0, value: 0.5 }])
  expect(drawn.skill).toEqual([{ round: 0, value: 0.25 }])
  expect(drawn).toMatchObject({ most: 4, asked: [{ round: 0, value: 0.5 }], rounds: [0, 1] })
})
