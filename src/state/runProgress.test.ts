import { expect, it } from 'vitest'
import { sampleRun } from '../replay/samples'
import { progressOf } from './runProgress'

it('never tells of more rounds than there are to be', () => {
  const run = sampleRun('r', 10_000)
  const asked = run.linked.config.game.rounds
  expect(asked).toBeLessThan(10_000)
  expect(progressOf({ ...run, state: 'paused' })).toEqual({ state: 'finished', done: 10_000, total: 10_000 })
  expect(progressOf({ ...run, state: 'playing' }).state).toBe('playing')
  expect(progressOf({ ...run, state: 'paused', rounds: 1 })).toEqual({
    state: 'paused',
    done: 1,
    total: asked,
  })
})
