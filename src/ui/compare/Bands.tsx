// Curves of several runs in one plot, each with its band over seeds. Colour and dash tell them apart.
import { at } from '../../base/at'
import { useRef } from 'react'
import { scaleFrom } from '../../state/chartWindow'
import type { BandPoint } from '../../state/seedGroups'
import { decimal, percent, roundNumber } from '../format'
import { useWidth } from '../charts/useWidth'
import { words } from '../strings'

export const tones = [
  { colour: 'var(--reasoner)', dash: undefined },
  { colour: 'var(--challenger)', dash: '6 4' },
  { colour: 'var(--green)', dash: '2 3' },
  { colour: 'var(--purple)', dash: '9 3 2 3' },
  { colour: 'var(--ink)', dash: '1 4' },
] as const

const shortName = (name: string): string => (name.length > 26 ? `${name.slice(0, 25)}…` : name)

interface Band {
  readonly name: string
  readonly seeds: number
  readonly points: readonly BandPoint[]
}

const height = 260
/** Room at the right end for the names of the lines, where the drawing is wide enough. */
const nameRoom = 190
const nameHeight = 16

/** Heights of the names: each at its line's end, pushed down where two would lie on each other. */
export function namePlaces(ends: readonly number[]): readonly number[] {
  const places: number[] = ends.map(() => 0)
  let lowest = -Infinity
  for (const [index, end] of [...ends.entries()].sort((a, b) => a[1] - b[1])) {
    lowest = Math.max(end, lowest + nameHeight)
    places[index] = lowest
  }
  return places
}

export function Bands({
  bands,
  share,
  label,
  log = false,
}: {
  readonly bands: readonly Band[]
  readonly share: boolean
  readonly label: string
  /** Rounds by their logarithm: early rounds, where most happens, get the room. */
  readonly log?: boolean
}) {
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame, 900)
  const points = bands.flatMap((band) => band.points)
  const rounds = points.map(({ round }) => round)
  const values = points.flatMap(({ mean, low, high }) => [mean, low, high]).filter((each) => each !== null)
  if (values.length === 0)
    return (
      <div ref={frame}>
        <p className="muted small">{words.shell.loading}</p>
      </div>
    )
  const [first, last] = [Math.min(...rounds), Math.max(...rounds)]
  const [low, high] = share ? [0, 1] : [Math.min(0, ...values), Math.max(...values)]
  const named = width > 640
  const margin = { left: 52, right: named ? nameRoom : 16, top: 10, bottom: 26 }
  const { along } = scaleFrom(log, first)
  const x = (round: number): number =>
    margin.left +
    ((width - margin.left - margin.right) * (along(round) - along(first))) /
      Math.max(1e-9, along(last) - along(first))
  const y = (value: number): number =>
    margin.top +
    (height - margin.top - margin.bottom) *
      (1 - (Math.min(high, Math.max(low, value)) - low) / Math.max(1e-9, high - low))
  const text = (value: number): string => (share ? percent(value) : decimal(value, 2))
  return (
    <div ref={frame}>
      <svg
        className="bands"
        width={width}
        height={height}
        role="img"
        aria-label={`${label}: ${bands.map(({ name, points: of }) => `${name} ${text(of.findLast(({ mean }) => mean !== null)?.mean ?? 0)}`).join(', ')}`}
      >
        {[0, 0.25, 0.5, 0.75, 1].map((part) => {
          const value = low + part * (high - low)
          return (
            <g key={part}>
              <path d={`M${margin.left} ${y(value)}H${width - margin.right}`} stroke="var(--line)" />
              <text x={margin.left - 8} y={y(value) + 4} textAnchor="end" fontSize="12" fill="var(--muted)">
                {text(value)}
              </text>
            </g>
          )
        })}
        {[...new Set([first, last])].map((round) => (
          <text
            key={round}
            x={x(round)}
            y={height - 8}
            textAnchor={round === first ? 'start' : 'end'}
            fontSize="12"
            fill="var(--muted)"
          >
            {roundNumber(round)}
          </text>
        ))}
        {named
          ? namePlaces(
              bands.map(({ points: of }) => y(of.findLast(({ mean }) => mean !== null)?.mean ?? low)),
            ).map((place, index) => (
              <text
                key={index}
                x={width - margin.right + 8}
                y={place + 4}
                fontSize="12"
                fill={(tones[index % tones.length] ?? tones[0]).colour}
                fontWeight="600"
              >
                {shortName(at(bands, index).name)}
              </text>
            ))
          : null}
        {bands.map(({ name, points: of }, index) => {
          const tone = tones[index % tones.length] ?? tones[0]
          const there = of.filter((point): point is BandPoint & { mean: number } => point.mean !== null)
          const ranged = of.filter(
            (point): point is BandPoint & { low: number; high: number } =>
              point.low !== null && point.high !== null,
          )
          return (
            <g key={name + String(index)}>
              {ranged.length < 2 ? null : (
                <path
                  d={`M${ranged.map(({ round, high: top }) => `${x(round)} ${y(top)}`).join('L')}L${ranged
                    .toReversed()
                    .map(({ round, low: under }) => `${x(round)} ${y(under)}`)
                    .join('L')}Z`}
                  fill={tone.colour}
                  opacity="0.14"
                />
              )}
              <polyline
                points={there.map(({ round, mean }) => `${x(round)},${y(mean)}`).join(' ')}
                fill="none"
                stroke={tone.colour}
                strokeWidth="2.5"
                strokeDasharray={tone.dash}
              />
            </g>
          )
        })}
      </svg>
    </div>
  )
}
