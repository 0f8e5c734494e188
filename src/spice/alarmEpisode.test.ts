import { describe, expect, it } from 'vitest'
import type { Candidate, Episode, Task } from '../protocol/records'
import { sampleAttempt, sampleCandidate, sampleEpisode } from '../replay/samples'
import { alarmEpisode } from './alarmEpisode'
import { alarmKinds, type AlarmKind } from './health'
import { storyAnalyser } from './stories/analyse'

const task = (change: Partial<Task>): Task => ({
  type: 'string',
  question: 'Is it so?',
  options: [],
  gold: 'yes',
  steps: [],
  source: null,
  ...change,
})
const candidate = (change: Partial<Candidate>): Candidate => ({ ...sampleCandidate(true), ...change })
const good = candidate({
  task: task({
    type: 'integer',
    gold: '11',
    question: 'Mia had 6 pens in a box. Mia found 5 more. How many pens are there now?',
  }),
  reward: 0.2,
})
const invalid = candidate({
  valid: false,
  task: null,
  reward: -0.1,
  gates: [{ gate: 'duplicate', passed: false, reason: 'Asked.' }],
})

function episode(
  index: number,
  candidates: readonly Candidate[],
  rewards: readonly number[] = [1, 0],
  entropy = 0.5,
): Episode {
  const attempts = candidates.flatMap((each, at) =>
    each.valid
      ? rewards.map((reward) => ({
          ...sampleAttempt(reward === 1),
          candidate: at,
          reward,
          entropy: [entropy],
        }))
      : [],
  )
  return {
    ...sampleEpisode(0, index),
    episode: index,
    candidates: candidates.map((each) => ({ ...each, entropy: [entropy] })),
    attempts,
  }
}
/** A sound episode, then the one that shows it, then a sound one. */
const find = (kind: AlarmKind, bad: (index: number) => Episode): number | null =>
  alarmEpisode(kind, [episode(0, [good, invalid]), bad(1), episode(2, [good, invalid])], storyAnalyser)

describe('alarmEpisode', () => {
  it.each<[AlarmKind, (index: number) => Episode]>([
    ['noValidTasks', (index) => episode(index, [invalid, invalid])],
    ['invalidGroups', (index) => episode(index, [invalid, invalid])],
    ['repeats', (index) => episode(index, [good, invalid, invalid])],
    ['entropyCollapse', (index) => episode(index, [good, invalid], [1, 0], 0.001)],
    ['rewardWithoutProbe', (index) => episode(index, [{ ...good, reward: 0.9 }, invalid])],
    ['noSignal', (index) => episode(index, [good, invalid], [1, 1])],
    [
      'guessInflation',
      (index) =>
        episode(index, [
          candidate({ task: task({ type: 'mcq', options: ['a', 'b', 'c', 'd'], gold: 'A' }), reward: 0.68 }),
          invalid,
        ]),
    ],
    ['coinFlips', (index) => episode(index, [candidate({ task: task({}), reward: 0.9 }), invalid])],
    [
      'wrongGold',
      (index) => episode(index, [{ ...good, task: task({ ...good.task, gold: '12' }) }, invalid]),
    ],
    [
      'leaks',
      (index) =>
        episode(index, [candidate({ task: task({ question: 'Is it yes or is it not?' }) }), invalid]),
    ],
  ])('of %s is the episode that shows it, and none where none does', (kind, bad) => {
    expect(find(kind, bad)).toBe(1)
    expect(alarmEpisode(kind, [], storyAnalyser)).toBeNull()
  })

  it('names none for what no episode shows, and knows every alarm', () => {
    for (const kind of alarmKinds)
      expect(() => alarmEpisode(kind, [episode(0, [good, invalid])], storyAnalyser)).not.toThrow()
    expect(find('notFinite', (index) => episode(index, [invalid]))).toBeNull()
    expect(alarmEpisode('wrongGold', [episode(0, [good, invalid])], storyAnalyser)).toBeNull()
  })
})
