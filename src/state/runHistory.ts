// What was recorded of the open run before this page listened, and episodes that are no longer in memory:
// read from where they are kept, and filled into the session.

import type { StoreApi } from 'zustand/vanilla'
import type { RunStore } from '../protocol/ports'
import type { Episode, RunRecord } from '../protocol/records'
import { reduce, withKept, type SessionState } from './session'

type Recorded = Pick<RunStore, 'metrics' | 'warmStart' | 'probes' | 'checkpoints' | 'episodes'>

export interface RunHistory {
  /** Fills in what was recorded of a run, and the episodes of its newest round. */
  fillIn(run: string): Promise<void>
  /** Shows a run as the open one, without the engine. */
  show(run: RunRecord): Promise<void>
  loadEpisodes(round: number): Promise<void>
}

export interface RunHistorySources {
  readonly session: StoreApi<SessionState>
  readonly kept: () => Promise<Recorded | null>
  /** Episodes of the recording that is open; null where none is. */
  readonly recordedEpisodes: (round: number) => Promise<readonly Episode[]> | null
  /** Applies the events that wait, so that what was told wins over what is read. */
  readonly flush: () => void
}

export function createRunHistory(sources: RunHistorySources): RunHistory {
  const { session, kept, recordedEpisodes, flush } = sources

  async function loadEpisodes(round: number): Promise<void> {
    const { run, episodes } = session.getState()
    if (run === null || episodes.has(round)) return
    const found = await (recordedEpisodes(round) ?? kept().then((runs) => runs?.episodes(run.id, round)))
    session.setState(
      (state) =>
        state.episodes.has(round)
          ? state
          : reduce(state, { kind: 'episodes', run: run.id, round, episodes: found ?? [] }),
      true,
    )
  }

  async function fillIn(run: string): Promise<void> {
    const runs = await kept()
    if (runs === null) return
    const [metrics, warmStart, probes, checkpoints] = await Promise.all([
      runs.metrics(run),
      runs.warmStart(run),
      runs.probes(run),
      runs.checkpoints(run),
    ])
    flush()
    session.setState((state) => withKept(state, run, { metrics, warmStart, probes, checkpoints }), true)
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
