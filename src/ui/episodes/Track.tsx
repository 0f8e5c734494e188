// The scrub bar: phases side by side, filled as far as the episode is shown. One slider for pointer and keys.
import { useRef, type KeyboardEvent, type PointerEvent } from 'react'
import type { Episode } from '../../protocol/records'
import { marksOf, phases, positionAt, shownOf, stepBack, stepOn, type Timeline } from '../../state/timeline'
import { useApp } from '../context'
import { count } from '../format'
import { words } from '../strings'

const t = words.episodes

/** The tick under a share 0..1 of the bar's width; every phase is equally wide. */
export function tickAt(timeline: Timeline, share: number): number {
  const place = Math.min(0.9999, Math.max(0, share)) * phases.length
  const span = timeline.spans[Math.floor(place)]
  return span === undefined
    ? 0
    : span.start + Math.min(span.count - 1, Math.floor((place - Math.floor(place)) * span.count))
}

export function Track({
  episode,
  timeline,
  tick,
  round,
}: {
  readonly episode: Episode
  readonly timeline: Timeline
  readonly tick: number
  readonly round: number
}) {
  const app = useApp()
  const bar = useRef<HTMLDivElement>(null)
  const { phase, shown, count: all } = positionAt(timeline, tick)
  const marks = marksOf(episode, timeline)
  const move = (to: number): void =>
    app.view.setState({ tick: Math.min(timeline.length - 1, Math.max(0, to)), playing: false, round })
  const onPointer = (event: PointerEvent): void => {
    const box = bar.current?.getBoundingClientRect()
    if (box === undefined || box.width === 0 || (event.type === 'pointermove' && event.buttons === 0)) return
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId)
    move(tickAt(timeline, (event.clientX - box.left) / box.width))
  }
  const onKey = (event: KeyboardEvent): void => {
    const to: number | null | undefined = {
      ArrowRight: tick + 1,
      ArrowUp: tick + 1,
      ArrowLeft: tick - 1,
      ArrowDown: tick - 1,
      PageUp: stepOn(timeline, tick, 'phase'),
      PageDown: stepBack(timeline, tick, 'phase'),
      Home: 0,
      End: timeline.length - 1,
    }[event.key]
    if (to == null) return
    event.preventDefault()
    move(to)
  }
  return (
    <div
      ref={bar}
      className="track"
      role="slider"
      tabIndex={0}
      aria-label={t.scrub}
      aria-valuemin={0}
      aria-valuemax={timeline.length - 1}
      aria-valuenow={tick}
      aria-valuetext={t.scrubText(t.phase[phase], count(shown), count(all))}
      onPointerDown={onPointer}
      onPointerMove={onPointer}
      onKeyDown={onKey}
      data-testid="track"
      data-phase={phase}
    >
      {timeline.spans.map((span) => (
        <span key={span.phase} className="segment" data-now={span.phase === phase}>
          <span className="fill">
            <span style={{ width: `${(100 * shownOf(timeline, tick, span.phase)) / span.count}%` }} />
          </span>
          <span className="marks" aria-hidden="true">
            {marks
              .filter((mark) => mark.phase === span.phase)
              .map((mark, index) => (
                <span key={index} data-kind={mark.kind} style={{ insetInlineStart: `${100 * mark.at}%` }} />
              ))}
          </span>
          <span className="name">{t.phase[span.phase]}</span>
        </span>
      ))}
    </div>
  )
}
