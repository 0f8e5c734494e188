// One episode, stepped: the scrub bar, the sentence and its formula, the two lanes, and the controls. Plays
// by itself where asked.
import { useEffect, useMemo, useRef, type RefObject } from 'react'
import { on, shown as shownIn } from '../../state/stepper'
import { positionAt, reached, restAt, speeds, stepOn, type Speed, type Timeline } from '../../state/timeline'
import { showFormulas } from '../../state/view'
import { asPlayed, recomputed, isAsPlayed, type TrainedSeats } from '../../state/whatIf'
import { useApp, useSession, useView } from '../context'
import { count } from '../format'
import { ActionButton } from '../parts/Button'
import { words } from '../strings'
import { ChallengerLane } from './ChallengerLane'
import { liveFormula } from './liveFormula'
import { ReasonerLane } from './ReasonerLane'
import { Glossed } from '../parts/Glossed'
import { sentenceOf } from './sentence'
import { Track } from './Track'
import { Update } from './Update'

const t = words.episodes
const whoLearns: readonly TrainedSeats[] = ['both', 'challenger', 'reasoner']

/** Milliseconds that autoplay rests before it takes a whole phase, or a whole round, at once. */
const stepRest: Readonly<Record<Exclude<Speed, 'token'>, number>> = { phase: 3000, round: 3500 }

/** Moves on by itself at the chosen speed; in reduced motion never token by token, and slowly. */
function useAutoplay(timeline: Timeline | undefined, tick: number): void {
  const app = useApp()
  const playing = useView((state) => state.playing)
  const chosen = useView((state) => state.speed)
  const speed = app.env.reducedMotion && chosen === 'token' ? 'phase' : chosen
  const next = timeline === undefined ? undefined : stepOn(timeline, tick, speed)
  const rest = app.env.reducedMotion
    ? 4000
    : speed !== 'token'
      ? stepRest[speed]
      : timeline === undefined
        ? 0
        : restAt(timeline, tick)
  // Not of the timeline itself, which is made anew with each round that comes in: the rest would never end
  // while rounds do.
  useEffect(() => {
    if (!playing || next === undefined) return undefined
    const timer = setTimeout(() => (next === null ? on(app) : app.view.setState({ tick: next })), rest)
    return () => clearTimeout(timer)
  }, [app, playing, next, rest, tick, speed])
}

/** What was imagined, and the way back; who learns can be imagined too. */
function WhatIfBar({ trains, open }: { readonly trains: TrainedSeats; readonly open: boolean }) {
  const app = useApp()
  const whatIf = useView((state) => state.whatIf)
  if (!open && isAsPlayed(whatIf)) return null
  return (
    <div className="what-if row" data-testid="what-if" data-changed={!isAsPlayed(whatIf)}>
      <span className="row small" role="group" aria-label={t.whoLearns}>
        <span className="muted" aria-hidden="true">
          {t.whoLearns}
        </span>
        {whoLearns.map((each) => (
          <button
            key={each}
            type="button"
            className="button small"
            aria-pressed={trains === each}
            onClick={() => app.view.setState({ whatIf: { ...whatIf, trains: each }, playing: false })}
          >
            {t.learns[each]}
          </button>
        ))}
      </span>
      {isAsPlayed(whatIf) ? null : (
        <span className="row small push">
          <strong>
            {whatIf.flipped.length > 0 ? t.imagined(count(whatIf.flipped.length)) : t.imaginedSeat}
          </strong>
          <button
            type="button"
            className="button small"
            onClick={() => app.view.setState({ whatIf: asPlayed })}
          >
            {t.asPlayed}
          </button>
        </span>
      )}
    </div>
  )
}

/** Whoever steps by hand is shown the part that is new; while it plays, the page holds still. */
function useInView(article: RefObject<HTMLElement | null>, phase: string | undefined): void {
  const app = useApp()
  useEffect(() => {
    const { playing, view } = app.view.getState()
    if (playing || view !== 'episodes' || phase === undefined || phase === 'passage') return
    article.current
      ?.querySelector('.update, .part[data-now=true]')
      ?.scrollIntoView({ block: 'nearest', behavior: app.env.reducedMotion ? 'auto' : 'smooth' })
  }, [app, article, phase])
}

export function Stepper() {
  const app = useApp()
  const run = useSession((state) => state.run)
  const episodes = useSession((state) => state.episodes)
  const rounds = useSession((state) => state.rounds)
  const round = useView((state) => state.round)
  const episodeIndex = useView((state) => state.episode)
  const candidate = useView((state) => state.candidate)
  const at = useView((state) => state.tick)
  const playing = useView((state) => state.playing)
  const speed = useView((state) => state.speed)
  const whatIf = useView((state) => state.whatIf)
  const formulas = useView((state) => state.formulas)
  const shown = useMemo(
    () => shownIn({ episodes }, { round, episode: episodeIndex, candidate }),
    [episodes, round, episodeIndex, candidate],
  )
  const timeline = shown?.timeline
  const tick = Math.min(at, (timeline?.length ?? 1) - 1)
  useAutoplay(timeline, tick)
  // The round that is shown first stays open, although newer ones arrive.
  const pinned = round === null && shown !== null ? shown.round : null
  useEffect(() => {
    if (pinned !== null) app.view.setState({ round: pinned })
  }, [app, pinned])
  // Rounds that are no longer held are read again.
  const absent = round !== null && run !== null && !episodes.has(round) ? round : null
  useEffect(() => {
    if (absent !== null) void app.loadEpisodes(absent)
  }, [app, absent])
  const article = useRef<HTMLElement>(null)
  useInView(article, timeline === undefined ? undefined : positionAt(timeline, tick).phase)
  const record = shown?.episode
  const episode = useMemo(
    () => (record === undefined || run === null ? undefined : recomputed(record, run, whatIf)),
    [record, run, whatIf],
  )
  if (shown === null || timeline === undefined || run === null || episode === undefined) return null
  const metrics = rounds.find((each) => each.round === shown.round)
  const sentence = sentenceOf(episode, timeline, tick)
  const { phase } = positionAt(timeline, tick)
  const trains = whatIf.trains ?? run.linked.config.game.trains
  const lane = { episode, timeline, tick, run, trains }
  return (
    <article ref={article} className="stepper card" data-testid="stepper" data-tick={tick} data-phase={phase}>
      <Track episode={episode} timeline={timeline} tick={tick} round={shown.round} />
      <div className="say">
        <div>
          <p data-testid="sentence" className="sentence">
            <Glossed text={sentence} />
          </p>
          {formulas ? (
            <p className="live-formula num" data-testid="live-formula">
              {liveFormula(episode, timeline, tick, run, metrics)}
            </p>
          ) : null}
        </div>
        <p className="hidden-text" aria-live="polite">
          {playing ? '' : sentence}
        </p>
        <div className="row" role="group" aria-label={t.controls}>
          <ActionButton action="step.back" icon="back" className="small">
            {t.back}
          </ActionButton>
          <ActionButton action="step.play" icon={playing ? 'pause' : 'play'} className="small">
            {playing ? t.pause : t.play}
          </ActionButton>
          <ActionButton action="step.on" icon="on" className="small">
            {t.on}
          </ActionButton>
          <button
            type="button"
            className="button small quiet"
            aria-pressed={formulas}
            onClick={() => showFormulas(app.view, !formulas, app.env.keep)}
          >
            {t.formulas}
          </button>
          <span className="row small speed" role="group" aria-label={t.speed}>
            <span className="muted" aria-hidden="true">
              {t.speed}
            </span>
            {speeds.map((each) => (
              <button
                key={each}
                type="button"
                className="button small"
                aria-pressed={speed === each}
                onClick={() => app.view.setState({ speed: each })}
              >
                {t.speeds[each]}
              </button>
            ))}
          </span>
        </div>
      </div>
      <WhatIfBar trains={trains} open={reached(timeline, tick, 'rewards')} />
      {reached(timeline, tick, 'gradient') ? (
        <Update
          episode={episode}
          run={run}
          metrics={metrics}
          trains={trains}
          moved={reached(timeline, tick, 'weights')}
        />
      ) : null}
      <div className="lanes">
        <ChallengerLane {...lane} />
        <ReasonerLane {...lane} />
      </div>
    </article>
  )
}
