// The run that is open: its controls, what it is doing, and its charts; or the form for a new one.
import { lazy, Suspense } from 'react'
import { perform } from '../../state/actions'
import { automaticName } from '../../state/draft'
import { progressOf } from '../../state/runProgress'
import { useApp, useDraft, useSession, useView } from '../context'
import { count } from '../format'
import { GpuGuide } from '../gpu/GpuGuide'
import { ActionButton } from '../parts/Button'
import { Work } from '../parts/Progress'
import { words } from '../strings'
import { runMakeUp, runName } from '../runs/name'
import { Course } from './Course'
import { LiveStage } from './LiveStage'
import { Outcome } from './Outcome'
import { Ring } from './Ring'
import { RoundStep } from './RoundStep'
import { Setup } from './Setup'
import { TimeLeft } from './TimeLeft'

const Charts = lazy(() => import('../charts/Charts'))
const Rivalry = lazy(() => import('../rivalry/Rivalry'))
const t = words.train

function Controls() {
  const run = useSession((state) => state.run)
  const running = useSession((state) => state.running)
  const recording = useSession((state) => state.source === 'recording')
  if (run === null) return null
  return (
    <div className="row controls" role="group" aria-label={t.title}>
      {running ? (
        <ActionButton action="run.pause" icon="pause" className="primary">
          {t.pause}
        </ActionButton>
      ) : (
        <ActionButton action="run.start" icon="play" className="primary">
          {recording ? t.play : run.rounds > 0 || run.warmSteps > 0 ? t.goOn : t.start}
        </ActionButton>
      )}
      <ActionButton action="run.step" icon="step">
        {t.step}
      </ActionButton>
      <ActionButton action="run.stop" icon="stop">
        {t.stop}
      </ActionButton>
      <ActionButton action="run.new" className="quiet">
        {recording ? t.goLive : t.newRun}
      </ActionButton>
    </div>
  )
}

/** A link brought settings, while what is shown is another run. */
function Brought() {
  const app = useApp()
  const brought = useView((state) => state.brought)
  const linked = useDraft((state) => state.linked)
  if (!brought) return null
  return (
    <div className="notice" data-testid="brought">
      <div>{t.brought(runName({ name: automaticName(linked), linked }))}</div>
      <button type="button" className="button" onClick={() => perform(app, 'run.new')}>
        {t.broughtGo}
      </button>
    </div>
  )
}

export default function Train() {
  const run = useSession((state) => state.run)
  const recording = useSession((state) => state.source === 'recording')
  const working = useSession((state) => state.activity !== 'idle')
  const software = useSession((state) => state.device?.software === true)
  const absent = useView((state) => state.gpu.kind === 'absent')
  /** It is not known yet whether a run is kept, or the kept one is being opened. */
  const waiting = useView((state) => state.opening || !state.settled) && run === null
  const going =
    useView((state) => state.goingLive) && (run === null || run.state === 'new' || run.state === 'warm')
  return (
    <div className="view">
      <div className="view-head">
        <div>
          <h1 data-testid="run-name">{run !== null ? runName(run) : waiting ? t.title : t.newTitle}</h1>
          {run === null ? null : (
            <p className="num" data-testid="run-state" data-state={run.state} data-rounds={run.rounds}>
              {recording ? <span className="badge">{t.recording}</span> : null}{' '}
              {t.state[progressOf(run).state]} ·{' '}
              {t.roundsDone(count(run.rounds), count(progressOf(run).total))}
              {runName(run) === runMakeUp(run) ? null : <span className="small"> · {runMakeUp(run)}</span>}
            </p>
          )}
        </div>
        <div className="push">
          <Controls />
        </div>
      </div>
      {recording ? (
        <>
          <p className="muted">{t.recordingWhy}</p>
          <Course />
        </>
      ) : null}
      {run === null || going ? null : <Brought />}
      {software && run !== null && run.linked.preset !== 'nano' && !recording ? (
        <p className="muted">{t.slow}</p>
      ) : null}
      {going ? (
        <section className="card stack going" data-testid="going-live">
          <h2>{t.going}</h2>
          <p className="muted">{t.goingWhy}</p>
          <Work />
        </section>
      ) : working && !recording && !waiting ? (
        <div className="card">
          <Work>
            <TimeLeft />
          </Work>
        </div>
      ) : null}
      {run === null ? (
        waiting ? (
          <section className="card stack" role="status" data-testid="opening">
            <h2>{t.opening}</h2>
            <Work />
          </section>
        ) : going ? null : (
          <Setup />
        )
      ) : (
        <>
          <Outcome />
          <LiveStage />
          <RoundStep />
          <Suspense fallback={null}>
            <Rivalry />
          </Suspense>
          <Ring />
          <Suspense
            fallback={
              <p className="empty" role="status">
                {words.shell.loading}
              </p>
            }
          >
            <Charts />
          </Suspense>
        </>
      )}
      {absent ? <GpuGuide /> : null}
    </div>
  )
}
