import { describe, expect, it, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { Episode } from '../protocol/records'
import { storeDoor, type ReadableStores } from '../protocol/storeDoor'
import { sampleEpisode, sampleMetrics, sampleRun } from '../replay/samples'
import { createRunHistory } from './runHistory'
import { emptySession, reduce, type SessionState } from './session'
import { createReadStored } from './stored'

function fixture(recorded: readonly Episode[] | null = null) {
  const session = createStore<SessionState>(() => emptySession)
  const episodes = vi.fn((_run: string, round: number) => Promise.resolve([sampleEpisode(round)]))
  const none = () => Promise.resolve([])
  const runs = {
    metrics: () => Promise.resolve([sampleMetrics(0), sampleMetrics(1, { passRate: 0.1 })]),
    warmStart: none,
    probes: none,
    checkpoints: none,
    episodes,
  }
  const doorOf = (kept: object) => storeDoor({ runs: kept, corpora: {} } as unknown as ReadableStores)
  const history = createRunHistory({
    session,
    query: createReadStored({
      engine: () => null,
      openReader: () => Promise.resolve(doorOf(runs)),
      trouble: () => undefined,
    }),
    recording: () =>
      recorded === null ? null : doorOf({ ...runs, episodes: () => Promise.resolve(recorded) }),
    flush: () => undefined,
  })
  return { history, session, episodes }
}

describe('the history of a run', () => {
  it('shows a kept run with its rounds, and the episodes of the newest', async () => {
    const { history, session } = fixture()
    await history.show(sampleRun('r', 2))
    const { run, rounds, episodes } = session.getState()
    expect([run?.id, rounds.map(({ round }) => round), [...episodes.keys()]]).toEqual(['r', [0, 1], [1]])
  })

  it('lets what was told win over what is read', async () => {
    const { history, session } = fixture()
    session.setState({ run: sampleRun('r', 2) })
    const told = {
      kind: 'round',
      run: 'r',
      metrics: sampleMetrics(1, { passRate: 0.9 }),
      tokensPerSecond: 1,
    } as const
    session.setState((state) => reduce(state, told), true)
    await history.fillIn('r')
    expect(session.getState().rounds.map(({ passRate }) => passRate)).toEqual([0.5, 0.9])
  })

  it('reads a round’s episodes once, from the recording where one is open', async () => {
    const kept = fixture()
    kept.session.setState({ run: sampleRun('r', 9) })
    await kept.history.loadEpisodes(4)
    await kept.history.loadEpisodes(4)
    expect(kept.episodes.mock.calls).toEqual([['r', 4]])
    const replayed = fixture([sampleEpisode(3, 7)])
    replayed.session.setState({ run: sampleRun('r', 9) })
    await replayed.history.loadEpisodes(3)
    expect(replayed.episodes).not.toHaveBeenCalled()
    expect(
      replayed.session
        .getState()
        .episodes.get(3)
        ?.map(({ episode }) => episode),
    ).toEqual([7])
  })

  it('fills nothing into another run than the open one', async () => {
    const { history, session } = fixture()
    session.setState({ run: sampleRun('other') })
    await history.fillIn('r')
    expect(session.getState()).toMatchObject({ rounds: [], run: { id: 'other' } })
  })
})
