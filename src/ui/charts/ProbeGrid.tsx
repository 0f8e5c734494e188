// The probe as a grid of rounds by questions. A cell is a question in a round; the one that is pointed at is
// read below, in two rounds side by side, with the words that changed.
import { at as elementAt } from '../../base/at'
import { useMemo, useState, type KeyboardEvent } from 'react'
import { gridOf, wordDifference, writtenOf } from '../../state/probeGrid'
import { useSession, useView } from '../context'
import { count, percent } from '../format'
import { Icon } from '../parts/Icon'
import { words } from '../strings'

const t = words.train.probes

export function ProbeGrid() {
  const probes = useSession((state) => state.probes)
  const cursor = useView((state) => state.cursor)
  const grid = useMemo(() => gridOf(probes), [probes])
  const [at, setAt] = useState(0)
  const [pair, setPair] = useState<readonly [number, number] | null>(null)
  const [from, to] = pair ?? [0, probes.length - 1]
  const column = grid[Math.min(at, grid.length - 1)]
  if (column === undefined || probes.length < 2) return <p className="muted small">{t.few}</p>
  const onKey = (event: KeyboardEvent): void => {
    const next = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: grid.length - 1,
      PageUp: at - 20,
      PageDown: at + 20,
    }[event.key]
    if (next === undefined) return
    event.preventDefault()
    setAt(Math.min(grid.length - 1, Math.max(0, next)))
  }
  const written = (index: number): string | null => writtenOf(probes[index]?.answers[column.index])
  const [before, after] = [written(from), written(to)]
  const near = cursor === null ? -1 : probes.findLastIndex(({ round }) => round <= cursor)
  const picker = (side: 0 | 1) => (
    <select
      className="input narrow"
      aria-label={side === 0 ? words.ask.before : words.ask.after}
      value={side === 0 ? from : to}
      onChange={(event) =>
        setPair(side === 0 ? [Number(event.target.value), to] : [from, Number(event.target.value)])
      }
    >
      {probes.map(({ round, accuracy }, index) => (
        <option
          key={round}
          value={index}
        >{`${words.ask.probes(count(round))}, ${percent(accuracy, 0)}`}</option>
      ))}
    </select>
  )
  return (
    <div className="stack probe-grid" data-testid="probe-grid">
      <p className="small muted">{t.about}</p>
      <div className="grid-frame">
        <ol className="grid-rows small num" aria-hidden="true">
          {probes.map(({ round }, row) => (
            <li key={round} data-near={row === near}>
              {count(round)}
            </li>
          ))}
        </ol>
        <svg
          role="slider"
          tabIndex={0}
          aria-label={t.label}
          aria-valuemin={1}
          aria-valuemax={grid.length}
          aria-valuenow={at + 1}
          aria-valuetext={`${column.question} ${column.cells.map((cell, row) => `${words.ask.probes(count(elementAt(probes, row).round))} ${words.episodes.verdict[cell === null ? 'noAnswer' : cell ? 'right' : 'wrong']}`).join(', ')}`}
          viewBox={`0 0 ${grid.length} ${probes.length}`}
          preserveAspectRatio="none"
          style={{ height: Math.min(320, probes.length * 22) }}
          onKeyDown={onKey}
          onPointerMove={(event) => {
            const box = event.currentTarget.getBoundingClientRect()
            setAt(
              Math.min(
                grid.length - 1,
                Math.max(0, Math.floor(((event.clientX - box.left) / Math.max(1, box.width)) * grid.length)),
              ),
            )
          }}
        >
          {grid.flatMap(({ cells }, x) =>
            cells.map((cell, y) => (
              <rect
                key={`${x} ${y}`}
                x={x + 0.06}
                y={y + 0.06}
                width={0.88}
                height={0.88}
                data-cell={cell === null ? 'none' : cell ? 'right' : 'wrong'}
              />
            )),
          )}
          <rect x={at} y={0} width={1} height={probes.length} className="here" />
        </svg>
      </div>
      <div className="probe-read">
        <p className="question">
          {column.question}{' '}
          <span className="muted">
            {words.ask.gold}: <strong className="num">{column.gold}</strong>
          </span>
        </p>
        <div className="row">
          {picker(0)}
          <span aria-hidden="true">→</span>
          {picker(1)}
        </div>
        {before === null || after === null ? (
          <p className="muted">{`${before ?? words.ask.none} → ${after ?? words.ask.none}`}</p>
        ) : (
          <p className="difference" data-testid="difference">
            {wordDifference(before, after).map(({ text, kind }, index) =>
              kind === 'same' ? (
                <span key={index}>{text}</span>
              ) : kind === 'gone' ? (
                <del key={index}>{text}</del>
              ) : (
                <ins key={index}>{text}</ins>
              ),
            )}{' '}
            <Icon
              name={column.cells[to] === true ? 'right' : column.cells[to] === null ? 'none' : 'wrong'}
              size={15}
            />
          </p>
        )}
      </div>
    </div>
  )
}
