// What was recorded of the open run before this page listened, and episodes that are no longer in memory:
// read from where they are kept, and filled into the session.

import type { StoreApi } from 'zustand/vanilla'
import type { Door } from '../protocol/door'
import type { RunRecord } from '../protocol/records'
import { reduce, withStoredRun, type SessionState } from './session'
import type { ReadStored } from './stored'

export interface RunHistory {
  /** Fills in what was recorded of a run, and the episodes of its newest round. */
  fillIn(run: string): Promise<void>
  /** Shows a run as the open one, without the engine. */
  show(run: RunRecord): Promise<void>
  loadEpisodes(round: number): Promise<void>
}

export interface RunHistorySources {
  readonly session: StoreApi<SessionState>
  readonly query: ReadStored
  /** The recording's door, where one is open. */
  readonly recording: () => Pick<Door, 'query'> | null
  /** Applies the events that wait, so that what was told wins over what is read. */
  readonly flush: () => void
}

export function createRunHistory(sources: RunHistorySources): RunHistory {
  const { session, query, recording, flush } = sources

  async function loadEpisodes(round: number): Promise<void> {
    const { run, episodes } = session.getState()
    if (run === null || episodes.has(round)) return
    const wanted = { kind: 'run.episodes', run: run.id, round } as const
    const recorded = await recording()?.query(wanted)
    const found = recorded?.ok === true ? recorded.value : await query(wanted)
    session.setState(
      (state) =>
        state.episodes.has(round)
          ? state
          : reduce(state, { kind: 'episodes', run: run.id, round, episodes: found ?? [] }),
      true,
    )
  }

  async function fillIn(run: string): Promise<void> {
    const [metrics, warmStart, probes, checkpoints] = await Promise.all([
      query({ kind: 'run.metrics', run }),
      query({ kind: 'run.warmStart', run }),
      query({ kind: 'run.probes', run }),
      query({ kind: 'run.checkpoints', run }),
    ])
    if (metrics === null || warmStart === null || probes === null || checkpoints === null) return
    flush()
    session.setState((state) => withStoredRun(state, run, { metrics, warmStart, probes, checkpoints }), true)
    // The stepper has something to show, wherever it is opened first; episodes of other rounds come when they
    // are looked at.
    const newest = metrics.at(-1)
    if (newest !== undefined && session.getState().run?.id === run) await loadEpisodes(newest.round)
  }

  return {
    fillIn,
    loadEpisodes,
    async show(run) {
      session.setState(
        (state) => reduce(state, { kind: 'status', run, activity: 'idle', running: false }),
        true,
      )
      await fillIn(run.id)
    },
  }
}
