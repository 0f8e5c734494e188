// The first view: a recorded episode already playing, and the two ways to begin.
import { lazy, Suspense, useRef } from 'react'
import { addFiles, goLiveWithBuiltIn } from '../../state/commands'
import { fromFiles } from '../../state/intake'
import { current } from '../../state/stepper'
import { useApp, useSession, useView } from '../context'
import { Stepper } from '../episodes/Stepper'
import { roundNumber } from '../format'
import { GpuGuide, showGuide } from '../gpu/GpuGuide'
import { Icon } from '../parts/Icon'
import { RateLine } from '../parts/RateLine'
import { useInTurn } from '../parts/useInTurn'
import { Course } from '../train/Course'
import { runName } from '../runs/name'
import { openLesson } from '../../state/teaching'
import { words } from '../strings'
import { preferred } from '../strings/language'

const Rivalry = lazy(() => import('../rivalry/Rivalry'))
const t = words.home

/** Pass rate of the rounds so far as one small line; the chart proper is a view further. */
function Spark() {
  const rounds = useSession((state) => state.rounds)
  const rates = rounds.map(({ passRate }) => passRate).filter((rate) => rate !== null)
  return <RateLine rates={rates} width={120} height={28} className="spark" />
}

export function Home() {
  const app = useApp()
  const picker = useRef<HTMLInputElement>(null)
  const run = useSession((state) => state.run)
  const recording = useSession((state) => state.source === 'recording')
  const live = useSession((state) => state.source === 'live')
  const hasEpisode = useSession((state) => state.episodes.size > 0)
  // The episode above it moves first.
  const rivalry = useInTurn(hasEpisode, false)
  const absent = useView((state) => state.gpu.kind === 'absent')
  const round = useView((state) => state.round)
  return (
    <div className="view home">
      <section className="hero" aria-labelledby="hero-title">
        <h1 id="hero-title">{t.title}</h1>
        <p className="lead">{t.lead}</p>
        <div className="row begin">
          {live && run !== null ? (
            <button type="button" className="button primary large" onClick={() => app.go('train')}>
              {t.yours}
            </button>
          ) : absent ? (
            <>
              <button type="button" className="button primary large" onClick={() => app.go('train')}>
                <Icon name="play" />
                {t.watch}
              </button>
              <button
                type="button"
                className="button large"
                onClick={() => showGuide(app)}
                title={t.noGpu}
                data-testid="go-live"
              >
                {words.gpu.turnOn}
              </button>
            </>
          ) : (
            <button
              type="button"
              className="button primary large"
              onClick={() => void goLiveWithBuiltIn(app)}
              title={t.liveWhy}
              data-testid="go-live"
            >
              <Icon name="play" />
              {t.live}
            </button>
          )}
          <button
            type="button"
            className="button large"
            onClick={() => picker.current?.click()}
            data-testid="start-own"
          >
            {t.own}
          </button>
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            aria-hidden="true"
            tabIndex={-1}
            data-testid="home-files"
            onChange={(event) => {
              void addFiles(app, fromFiles(event.target.files ?? []))
              event.target.value = ''
            }}
          />
        </div>
        {absent || live ? null : <p className="small muted">{t.liveWhy}</p>}
        {absent ? (
          <p className="row">
            <strong>{words.gpu.title}.</strong>
            <button type="button" className="link" onClick={() => showGuide(app)}>
              {words.gpu.what}
            </button>
          </p>
        ) : null}
        <p className="row">
          <button
            type="button"
            className="link"
            onClick={() => void openLesson(app, 'self-play', preferred)}
            data-testid="first-lesson"
          >
            {t.lesson}
          </button>
        </p>
        <p className="small muted row privacy">
          <Icon name="lock" size={15} />
          {absent ? t.privacyAbsent : t.privacy}
        </p>
      </section>
      <section className="stage" aria-label={recording ? t.playing : words.episodes.title}>
        <div className="row">
          {run === null ? null : (
            <span className="badge">{recording ? t.recorded(runName(run)) : runName(run)}</span>
          )}
          {run !== null && (round !== null || current(app) !== null) ? (
            <span className="small muted num at">
              {words.train.at(roundNumber(round ?? current(app)?.round ?? 0))}
            </span>
          ) : null}
          <span className="push row">
            <Spark />
            <button type="button" className="button small" onClick={() => app.go('train')}>
              {t.learn}
            </button>
          </span>
        </div>
        {recording ? <Course /> : null}
        {hasEpisode ? (
          <Stepper />
        ) : (
          <div className="card empty" role="status">
            {live ? words.episodes.none : words.shell.loading}
          </div>
        )}
      </section>
      {rivalry ? (
        <Suspense fallback={null}>
          <Rivalry />
        </Suspense>
      ) : null}
      {absent ? <GpuGuide /> : null}
    </div>
  )
}
