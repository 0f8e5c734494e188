// How far a run is, as it is told. Runs of files and runs that were gone on with may have more rounds than
// their configuration asks for.

import type { RunRecord } from '../protocol/records'

export interface RunProgress {
  readonly state: RunRecord['state']
  readonly done: number
  readonly total: number
}

export function progressOf(run: Pick<RunRecord, 'state' | 'rounds' | 'linked'>): RunProgress {
  const asked = run.linked.config.game.rounds
  return {
    state: run.state === 'paused' && run.rounds > asked ? 'finished' : run.state,
    done: run.rounds,
    total: Math.max(run.rounds, asked),
  }
}
