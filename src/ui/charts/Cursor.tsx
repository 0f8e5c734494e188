// The one cursor over all charts: pointing or arrow keys choose a round, a click or Enter opens its episodes.
// It moves by style alone, so no chart is drawn again for it.
import type { KeyboardEvent, PointerEvent } from 'react'
import { openRound } from '../../state/commands'
import { useApp, useView } from '../context'
import { count } from '../format'
import { words } from '../strings'
import { margins } from './Plot'

interface Props {
  /** Rounds that are there, ascending. */
  readonly rounds: readonly number[]
  /** Columns of equal width instead of places on an axis. */
  readonly columns: boolean
  readonly label: string
  readonly valueText: (round: number) => string
}

/** Share of the width at which a round stands. */
export function placeOf(rounds: readonly number[], round: number, columns: boolean): number {
  const first = rounds[0] ?? 0
  const last = rounds.at(-1) ?? first
  if (columns) return (Math.max(0, rounds.indexOf(round)) + 0.5) / Math.max(1, rounds.length)
  return (round - first) / Math.max(1, last - first)
}

/** The round nearest to a share of the width. */
export function roundAt(rounds: readonly number[], share: number, columns: boolean): number {
  const fitted = Math.min(1, Math.max(0, share))
  const first = rounds[0] ?? 0
  if (columns) return rounds[Math.min(rounds.length - 1, Math.floor(fitted * rounds.length))] ?? first
  const wanted = first + fitted * ((rounds.at(-1) ?? first) - first)
  return rounds.reduce((nearest, round) => (Math.abs(round - wanted) < Math.abs(nearest - wanted) ? round : nearest), first)
}

export function Cursor({ rounds, columns, label, valueText }: Props) {
  const app = useApp()
  const cursor = useView((state) => state.cursor)
  const first = rounds[0] ?? 0
  const last = rounds.at(-1) ?? 0
  const at = cursor !== null && cursor >= first && cursor <= last ? cursor : null
  const point = (event: PointerEvent<HTMLElement>): void => {
    const box = event.currentTarget.getBoundingClientRect()
    app.view.setState({ cursor: roundAt(rounds, (event.clientX - box.left) / Math.max(1, box.width), columns) })
  }
  const onKey = (event: KeyboardEvent): void => {
    const index = rounds.indexOf(at ?? last)
    if (event.key === 'Enter') {
      event.preventDefault()
      openRound(app, at ?? last)
      return
    }
    if (event.key === 'Escape') {
      app.view.setState({ cursor: null })
      return
    }
    const to = { ArrowLeft: index - 1, ArrowDown: index - 1, ArrowRight: index + 1, ArrowUp: index + 1, PageDown: index - 10, PageUp: index + 10, Home: 0, End: rounds.length - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    app.view.setState({ cursor: rounds[Math.min(rounds.length - 1, Math.max(0, to))] ?? null })
  }
  return (
    <div
      className="cursor"
      style={{ left: margins.left, right: margins.right, top: margins.top, bottom: margins.bottom }}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={first}
      aria-valuemax={last}
      aria-valuenow={at ?? last}
      aria-valuetext={`${words.train.at(count(at ?? last))}: ${valueText(at ?? last)}`}
      onPointerMove={point}
      onPointerLeave={() => app.view.setState({ cursor: null })}
      onClick={() => { const { cursor: now } = app.view.getState(); if (now !== null) openRound(app, now) }}
      onKeyDown={onKey}
    >
      {at === null ? null : <span style={{ left: `${100 * placeOf(rounds, at, columns)}%` }} />}
    </div>
  )
}
