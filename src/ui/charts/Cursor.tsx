// The one cursor over all charts: pointing or arrow keys choose a round, a click or Enter opens its episodes.
// It moves by style alone, so no chart is drawn again for it.
import { at, last } from '../../base/at'
import type { KeyboardEvent, PointerEvent } from 'react'
import type { Alarm } from '../../spice/health'
import { openRound } from '../../state/commands'
import { useApp, useView } from '../context'
import { roundNumber } from '../format'
import { words } from '../strings'
import { margins } from './Plot'

interface Props {
  /** Rounds that are there, ascending. */
  readonly rounds: readonly number[]
  /** Where each of them stands on the axis. */
  readonly places: readonly number[]
  readonly alarms?: readonly Alarm[]
  /** Columns of equal width instead of places on an axis. */
  readonly columns: boolean
  readonly label: string
  readonly valueText: (round: number) => string
}

/** Share of the width at which a round stands. */
export function placeOf(rounds: readonly number[], round: number, columns: boolean): number {
  if (columns) return (Math.max(0, rounds.indexOf(round)) + 0.5) / rounds.length
  const first = at(rounds, 0)
  return (round - first) / Math.max(1, last(rounds) - first)
}

/** The round nearest to a share of the width. */
export function roundAt(rounds: readonly number[], share: number, columns: boolean): number {
  const fitted = Math.min(1, Math.max(0, share))
  if (columns) return at(rounds, Math.min(rounds.length - 1, Math.floor(fitted * rounds.length)))
  const first = at(rounds, 0)
  const wanted = first + fitted * (last(rounds) - first)
  return rounds.reduce(
    (nearest, round) => (Math.abs(round - wanted) < Math.abs(nearest - wanted) ? round : nearest),
    first,
  )
}

/** Share of the width of a round by its place on the axis. */
export function shareOf(
  rounds: readonly number[],
  places: readonly number[],
  round: number,
  columns: boolean,
): number {
  return columns
    ? placeOf(rounds, round, true)
    : placeOf(places, rounds.includes(round) ? at(places, rounds.indexOf(round)) : last(places), false)
}

/** The round whose place is nearest to a share of the width. */
export function pointedRound(
  rounds: readonly number[],
  places: readonly number[],
  share: number,
  columns: boolean,
): number {
  if (columns) return roundAt(rounds, share, true)
  return at(rounds, places.indexOf(roundAt(places, share, false)))
}

export function Cursor({ rounds, places, alarms = [], columns, label, valueText }: Props) {
  const app = useApp()
  const cursor = useView((state) => state.cursor)
  const oldest = at(rounds, 0)
  const newest = last(rounds)
  const chosen = cursor !== null && cursor >= oldest && cursor <= newest ? cursor : null
  const point = (event: PointerEvent<HTMLElement>): void => {
    const box = event.currentTarget.getBoundingClientRect()
    app.view.setState({
      cursor: pointedRound(rounds, places, (event.clientX - box.left) / Math.max(1, box.width), columns),
    })
  }
  const onKey = (event: KeyboardEvent): void => {
    const index = rounds.indexOf(chosen ?? newest)
    if (event.key === 'Enter') {
      event.preventDefault()
      openRound(app, chosen ?? newest)
      return
    }
    if (event.key === 'Escape') {
      app.view.setState({ cursor: null })
      return
    }
    const to = {
      ArrowLeft: index - 1,
      ArrowDown: index - 1,
      ArrowRight: index + 1,
      ArrowUp: index + 1,
      PageDown: index - 10,
      PageUp: index + 10,
      Home: 0,
      End: rounds.length - 1,
    }[event.key]
    if (to === undefined) return
    event.preventDefault()
    app.view.setState({ cursor: at(rounds, Math.min(rounds.length - 1, Math.max(0, to))) })
  }
  return (
    <div
      className="cursor"
      style={{ left: margins.left, right: margins.right, top: margins.top, bottom: margins.bottom }}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={oldest}
      aria-valuemax={newest}
      aria-valuenow={chosen ?? newest}
      aria-valuetext={`${words.train.at(roundNumber(chosen ?? newest))}: ${valueText(chosen ?? newest)}`}
      onPointerMove={point}
      onPointerLeave={() => app.view.setState({ cursor: null })}
      onClick={() => {
        const { cursor: now } = app.view.getState()
        if (now !== null) openRound(app, now)
      }}
      onKeyDown={onKey}
    >
      {alarms.map(({ kind, round }) => (
        <span
          key={`${kind} ${round}`}
          className="alarm-mark"
          title={words.alarms[kind].title}
          style={{ left: `${100 * shareOf(rounds, places, round, columns)}%` }}
        />
      ))}
      {chosen === null ? null : (
        <span className="line" style={{ left: `${100 * shareOf(rounds, places, chosen, columns)}%` }} />
      )}
    </div>
  )
}
