// The time machine: the open run's checkpoints along its rounds. From each one can go back, or branch with
// one setting changed.
import { useEffect, useRef, useState } from 'react'
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
  // More checkpoints than the line has room for are scrolled through, from the newest.
  const line = useRef<HTMLOListElement>(null)
  useEffect(() => {
    if (line.current !== null) line.current.scrollLeft = line.current.scrollWidth
  }, [checkpoints.length])
  if (run === null || !live || checkpoints.length === 0) return null
  const sorted = [...checkpoints].sort((a, b) => a.rounds - b.rounds)
  const picked = sorted.find(({ name }) => name === chosen)
  return (
    <section className="card ring" aria-label={t.title} data-testid="ring">
      <h3>{t.title}</h3>
      <ol className="ring-line" ref={line}>
        {sorted.map(({ name, rounds }) => (
          <li key={name}>
            <button
              type="button"
              className="ring-mark num"
              aria-pressed={name === chosen}
              aria-label={rounds === 0 ? words.ask.warm : words.ask.rounds(count(rounds))}
              onClick={() => setChosen(name === chosen ? null : name)}
            >
              {rounds}
            </button>
          </li>
        ))}
      </ol>
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
