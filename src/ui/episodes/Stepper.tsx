// One episode, stepped: the scrub bar, the sentence, the two lanes, and the controls. Plays by itself where asked.
import { useEffect } from 'react'
import { shown as shownIn } from '../../state/stepper'
import { restAt, stepOn } from '../../state/timeline'
import { nextEpisode } from '../../state/stepper'
import { useApp, useSession, useView } from '../context'
import { ActionButton } from '../parts/Button'
import { words } from '../strings'
import { ChallengerLane } from './ChallengerLane'
import { ReasonerLane } from './ReasonerLane'
import { sentenceOf } from './sentence'
import { Track } from './Track'

const t = words.episodes

/** Moves on by itself; in reduced motion phase by phase, and slowly. */
function useAutoplay(length: number, tick: number, rest: number, next: number | null): void {
  const app = useApp()
  const playing = useView((state) => state.playing)
  useEffect(() => {
    if (!playing || length === 0) return undefined
    const timer = setTimeout(() => {
      if (next === null) nextEpisode(app, 1)
      else app.view.setState({ tick: next })
    }, rest)
    return () => clearTimeout(timer)
  }, [app, playing, length, tick, rest, next])
}

export function Stepper() {
  const app = useApp()
  const run = useSession((state) => state.run)
  const episodes = useSession((state) => state.episodes)
  const round = useView((state) => state.round)
  const episodeIndex = useView((state) => state.episode)
  const candidate = useView((state) => state.candidate)
  const tick = useView((state) => state.tick)
  const playing = useView((state) => state.playing)
  const speed = useView((state) => state.speed)
  const shown = shownIn({ episodes }, { round, episode: episodeIndex, candidate })
  const slow = app.env.reducedMotion
  const timeline = shown?.timeline
  useAutoplay(
    timeline?.length ?? 0,
    tick,
    timeline === undefined ? 0 : slow ? 4000 : restAt(timeline, tick),
    timeline === undefined ? null : stepOn(timeline, tick, slow ? 'phase' : 'token'),
  )
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
  if (shown === null || timeline === undefined || run === null) return null
  const { episode } = shown
  const sentence = sentenceOf(episode, timeline, tick)
  return (
    <article className="stepper card" data-testid="stepper" data-tick={tick}>
      <Track timeline={timeline} tick={tick} round={shown.round} />
      <div className="say">
        <p data-testid="sentence">{sentence}</p>
        <p className="hidden-text" aria-live="polite">{playing ? '' : sentence}</p>
        <div className="row" role="group" aria-label={t.controls}>
          <ActionButton action="step.back" icon="back" className="small">{t.back}</ActionButton>
          <ActionButton action="step.play" icon={playing ? 'pause' : 'play'} className="small">{playing ? t.pause : t.play}</ActionButton>
          <ActionButton action="step.on" icon="on" className="small">{t.on}</ActionButton>
          <span className="row small speed" role="group" aria-label={t.speed}>
            <span className="muted" aria-hidden="true">{t.speed}</span>
            {(['token', 'phase'] as const).map((each) => (
              <button key={each} type="button" className="button small" aria-pressed={speed === each} onClick={() => app.view.setState({ speed: each })}>
                {t.speeds[each]}
              </button>
            ))}
          </span>
        </div>
      </div>
      <div className="lanes">
        <ChallengerLane episode={episode} timeline={timeline} tick={tick} run={run} />
        <ReasonerLane episode={episode} timeline={timeline} tick={tick} run={run} />
      </div>
    </article>
  )
}
