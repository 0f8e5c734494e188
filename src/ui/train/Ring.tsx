// The time machine: the open run's checkpoints along its rounds. From each one can go back, or branch with
// one setting changed.
import { useState } from 'react'
import { branchFrom, openRun } from '../../state/commands'
import { useApp, useSession, useView } from '../context'
import { count } from '../format'
import { words } from '../strings'

const t = words.train.ring

export function Ring() {
  const app = useApp()
  const run = useSession((state) => state.run)
  const live = useSession((state) => state.source === 'live')
  const running = useSession((state) => state.running)
  const checkpoints = useSession((state) => state.checkpoints)
  const reader = useView((state) => state.ownership === 'reader')
  const [chosen, setChosen] = useState<string | null>(null)
  if (run === null || !live || checkpoints.length === 0) return null
  const sorted = [...checkpoints].sort((a, b) => a.rounds - b.rounds)
  const last = Math.max(1, run.rounds, ...sorted.map(({ rounds }) => rounds))
  const picked = sorted.find(({ name }) => name === chosen)
  return (
    <section className="card ring" aria-label={t.title} data-testid="ring">
      <h3>{t.title}</h3>
      <div className="ring-line">
        {sorted.map(({ name, rounds }) => (
          <button
            key={name}
            type="button"
            className="ring-mark num"
            aria-pressed={name === chosen}
            style={{ insetInlineStart: `${(100 * rounds) / last}%` }}
            aria-label={rounds === 0 ? words.ask.warm : words.ask.rounds(count(rounds))}
            onClick={() => setChosen(name === chosen ? null : name)}
          >
            {rounds}
          </button>
        ))}
      </div>
      {picked === undefined ? (
        <p className="small muted">{t.hint}</p>
      ) : (
        <div className="row">
          <span className="small">
            {picked.rounds === 0 ? words.ask.warm : words.ask.rounds(count(picked.rounds))}
          </span>
          <span className="push row">
            <button
              type="button"
              className="button small"
              disabled={running || reader}
              onClick={() => void openRun(app, run.id, picked.name)}
            >
              {t.back}
            </button>
            <button
              type="button"
              className="button small primary"
              disabled={running || reader}
              onClick={() => void branchFrom(app, run, picked.name)}
              data-testid="branch"
            >
              {words.runs.branch}
            </button>
          </span>
          {running ? <span className="small muted">{t.pause}</span> : null}
        </div>
      )}
    </section>
  )
}
