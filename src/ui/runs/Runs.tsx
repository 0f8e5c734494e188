// The kept runs: open, rename, export, import, delete; checkpoints as weights; and how much room is used.
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { useApp, useSession, useView } from '../context'
import { bytes, count } from '../format'
import { FilePicker } from '../parts/FilePicker'
import { ActionButton } from '../parts/Button'
import { ViewHead } from '../parts/ViewHead'
import { noteOf } from '../problemText'
import { words } from '../strings'
import { runName } from './name'
import { isFound } from './Notes'
import { RunCard } from './RunCard'

const Compare = lazy(() => import('../compare/Compare'))
const Trial = lazy(() => import('./Trial'))
const t = words.runs
/** Above this share of the quota a person is told what can go. */
const nearlyFull = 0.9

function Usage() {
  const app = useApp()
  const usage = useStore(app.library, (state) => state.usage)
  if (usage === null || usage.quota === 0) return null
  const share = usage.used / usage.quota
  return (
    <div className="usage small" data-testid="usage">
      <p className="num">{t.usage(bytes(usage.used), bytes(usage.quota))}</p>
      <div
        className="bar"
        role="meter"
        aria-label={t.usageLabel}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <span style={{ width: `${Math.min(100, Math.max(0.5, share * 100))}%` }} />
      </div>
      {share > nearlyFull ? <p role="status">{t.full}</p> : null}
    </div>
  )
}

export default function Runs() {
  const app = useApp()
  const runs = useStore(app.library, (state) => state.runs)
  const open = useSession((state) => state.run)
  const recording = useSession((state) => state.source === 'recording')
  const reader = useView((state) => state.ownership === 'reader')
  const own = useMemo(
    () =>
      runs.map((run) => ({
        id: run.id,
        name: runName(run),
        linked: run.linked,
        rounds: run.rounds,
        recorded: false,
      })),
    [runs],
  )
  const [search, setSearch] = useState('')
  const found = runs.filter((run) => isFound(run, runName(run), search))
  useEffect(() => void app.refreshLibrary(), [app])
  const bring = async (file: File | undefined): Promise<void> => {
    if (file === undefined || !(await app.goLive())) return
    await app.send({ kind: 'run.import', data: file })
    await app.refreshLibrary()
  }
  return (
    <div className="view">
      <ViewHead title={t.title} lead={t.lead}>
        <div className="push row">
          <Usage />
          <ActionButton action="run.new">{words.train.newRun}</ActionButton>
          <FilePicker
            label={t.importRun}
            disabled={reader}
            testId="import"
            onFiles={(files) => void bring(files[0])}
          />
        </div>
      </ViewHead>
      {runs.length === 0 ? (
        <div className="card empty">
          <p>{t.none}</p>
        </div>
      ) : (
        <>
          {runs.length < 2 && search === '' ? null : (
            <div className="row">
              <input
                className="input"
                type="search"
                aria-label={t.notes.search}
                placeholder={t.notes.search}
                value={search}
                onChange={(event) => setSearch(event.target.value)}
              />
              {search === '' ? null : (
                <span className="small muted num" role="status">
                  {t.notes.found(count(found.length), count(runs.length))}
                </span>
              )}
            </div>
          )}
          <ul className="stack" data-testid="shelf">
            {found.map((run) => (
              <RunCard key={run.id} run={run} open={!recording && run.id === open?.id} onTag={setSearch} />
            ))}
          </ul>
        </>
      )}
      <Suspense
        fallback={
          <p className="empty" role="status">
            {words.shell.loading}
          </p>
        }
      >
        <Compare own={own} />
        {runs.length === 0 ? null : <Trial runs={runs} />}
      </Suspense>
      <section className="stack">
        <p>
          <button type="button" className="link" onClick={() => app.go('studies')}>
            {t.toStudies}
          </button>
        </p>
        <h2>{t.recorded}</h2>
        <div className="card row">
          <div>
            <strong>{recording && open !== null ? open.name : t.recordedFirst}</strong>
            <p className="small muted">{recording && open !== null ? noteOf(open) : t.recordedWhy}</p>
          </div>
          <button
            type="button"
            className="button push"
            onClick={() =>
              void (recording ? Promise.resolve() : app.watchRecording()).then(() => app.go('train'))
            }
          >
            {t.playRecorded}
          </button>
        </div>
      </section>
    </div>
  )
}
