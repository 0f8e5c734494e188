import { problem } from '../problems'
import { describe, expect, it } from 'vitest'
import type { Event } from '../protocol/door'
import { sampleEpisode, sampleMetrics, sampleRun } from '../replay/samples'
import { emptySession, heldRounds, reduce, withStoredRun, withError, type SessionState } from './session'

const after = (...events: readonly Event[]): SessionState => events.reduce(reduce, emptySession)
const status = (id: string | null, rounds = 0, running = false): Event => ({
  kind: 'status',
  run: id === null ? null : sampleRun(id, rounds),
  activity: running ? 'asking' : 'idle',
  running,
})
const round = (n: number, run = 'r'): Event => ({
  kind: 'round',
  run,
  metrics: sampleMetrics(n),
  tokensPerSecond: 10 * n,
})

describe('session', () => {
  it('gathers rounds in order, with their speeds', () => {
    const state = after(status('r'), round(0), round(1))
    expect(state.rounds.map((each) => each.round)).toEqual([0, 1])
    expect(state.speeds.get(1)).toBe(10)
  })

  it('drops what came after an earlier point when a run goes on from it', () => {
    expect(
      after(status('r'), round(0), round(1), round(2), round(1)).rounds.map((each) => each.round),
    ).toEqual([0, 1])
    expect(after(status('r'), round(0), round(1), round(2), status('r', 0)).rounds).toEqual([])
    expect(after(status('r', 2), round(0), round(1), round(2), status('r', 2)).rounds).toHaveLength(3)
  })

  it('forgets one run when another is opened, and takes nothing of a run that is not open', () => {
    const state = after(
      status('r'),
      round(0),
      { kind: 'probe', run: 'r', probe: { round: 0, accuracy: 1, answers: [] } },
      status('other'),
    )
    expect(state).toMatchObject({ rounds: [], probes: [], run: { id: 'other' } })
    expect(reduce(state, round(5, 'r')).rounds).toEqual([])
    expect(
      reduce(state, { kind: 'episodes', run: 'r', round: 5, episodes: [sampleEpisode(5)] }).episodes.size,
    ).toBe(0)
  })

  it('holds the episodes of the newest rounds only', () => {
    const many = Array.from({ length: heldRounds + 3 }, (_, i): Event => ({
      kind: 'episodes',
      run: 'r',
      round: i,
      episodes: [sampleEpisode(i)],
    }))
    const state = after(status('r'), ...many)
    expect(state.episodes.size).toBe(heldRounds)
    expect(state.episodes.has(0)).toBe(false)
    expect(state.episodes.has(heldRounds + 2)).toBe(true)
  })

  it('puts what was kept of a file in the place of what was read of it', () => {
    const outcome = { path: 'a.txt', documents: 2, duplicates: 0, failure: null }
    const other = { ...outcome, path: 'b.txt' }
    const corrected = { ...outcome, documents: 1, corrected: true } as const
    const told = [outcome, other, corrected].reduce(
      (state, each) => reduce(state, { kind: 'file', corpus: 'c', outcome: each }),
      emptySession,
    )
    expect(told.files.map((file) => file.outcome)).toEqual([corrected, other])
  })

  it('replaces warm-start points that are told again after a restart', () => {
    const point = (step: number) => ({ step, loss: 1, learningRate: 0.1, tokens: 1, seconds: 1 })
    const state = after(
      status('r'),
      { kind: 'warmStart', run: 'r', points: [point(0), point(10), point(20)] },
      { kind: 'warmStart', run: 'r', points: [point(10)] },
    )
    expect(state.warmStart.map(({ step }) => step)).toEqual([0, 10])
  })

  it('shows a lost device until the run goes on', () => {
    const gone = problem('device-lost', { reason: '', message: 'gone' })
    const lost = after(status('r', 0, true), { kind: 'deviceLost', failure: gone, recovering: true })
    expect(lost.lost).toEqual({ failure: gone, recovering: true })
    expect(reduce(lost, round(1)).lost).toBeNull()
    const opening = reduce(lost, { kind: 'status', run: lost.run, activity: 'opening', running: true })
    expect(opening.lost).not.toBeNull()
    expect(
      reduce(opening, { kind: 'status', run: lost.run, activity: 'warming', running: true }).lost,
    ).toBeNull()
  })

  it('clears the bar when nothing is going on', () => {
    const progress = {
      activity: 'compiling',
      detail: { kind: 'none' },
      done: 1,
      total: 2,
      unit: 'kernels',
    } as const
    const state = after(status('r', 0, true), { kind: 'progress', progress })
    expect(state).toMatchObject({ progress, activity: 'compiling' })
    expect(reduce(state, status('r', 0, false)).progress).toBeNull()
  })

  it('keeps one line for each kind of trouble, the newest four', () => {
    const state = ['a', 'b', 'a', 'c', 'd', 'e'].reduce(
      (so, code) => withError(so, { code, message: code }, null),
      emptySession,
    )
    expect(state.errors.map(({ failure }) => failure.code)).toEqual(['a', 'c', 'd', 'e'])
    expect(new Set(state.errors.map(({ id }) => id)).size).toBe(4)
  })

  it('fills in what was kept before it listened; what was told since wins', () => {
    const live = after(status('r', 3), round(2), {
      kind: 'checkpoint',
      checkpoint: { run: 'r', name: '3', rounds: 3, warmSteps: 0, created: 9, bytes: 2 },
    })
    const kept = {
      metrics: [0, 1, 2].map((n) => sampleMetrics(n, { passRate: 0.1 })),
      warmStart: [],
      probes: [{ round: 0, accuracy: 0.3, answers: [] }],
      checkpoints: [
        { run: 'r', name: 'warm', rounds: 0, warmSteps: 0, created: 1, bytes: 1 },
        { run: 'r', name: '3', rounds: 3, warmSteps: 0, created: 1, bytes: 1 },
      ],
    }
    const state = withStoredRun(live, 'r', kept)
    expect(state.rounds.map((each) => [each.round, each.passRate])).toEqual([
      [0, 0.1],
      [1, 0.1],
      [2, 0.5],
    ])
    expect(state.checkpoints.map(({ name, created }) => [name, created])).toEqual([
      ['warm', 1],
      ['3', 9],
    ])
    expect(state.speeds.get(0)).toBe(15)
    expect(withStoredRun(live, 'another', kept)).toBe(live)
  })
})
