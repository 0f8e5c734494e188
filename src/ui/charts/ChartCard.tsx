// One chart of the curriculum: title, values at the cursor, the drawing or its table twin.
import { at } from '../../base/at'
import { memo, useId, useMemo, useRef, useState } from 'react'
import {
  alongAxis,
  curves,
  histogramOf,
  pointOf,
  smoothed,
  thinned,
  type CurveName,
  type Round,
} from '../../state/curves'
import { scaleFrom, within, type ChartWindow } from '../../state/chartWindow'
import type { Axis } from '../../state/view'
import { useView } from '../context'
import { count, decimal, percent, short } from '../format'
import { Icon } from '../parts/Icon'
import { words } from '../strings'
import { Cursor } from './Cursor'
import { Heat } from './Heat'
import { Plot, shadeOf, toneOf } from './Plot'
import { SaveChart } from './SaveChart'
import { Table } from './Table'
import { useAlarms } from './useAlarms'
import { useInTurn } from '../parts/useInTurn'
import { useVisible } from './useVisible'

const t = words.train

/** Counts filled up with zeros to so many bins: rounds differ in how many they have. */
const binned = (counts: readonly number[], bins: number): number[] =>
  Array.from({ length: bins }, (_, i) => (i < counts.length ? at(counts, i) : 0))

function Swatch({
  colour,
  dashed,
  block,
}: {
  readonly colour: string
  readonly dashed: boolean
  readonly block: boolean
}) {
  return (
    <svg width="18" height="10" aria-hidden="true">
      {block ? (
        <rect
          width="12"
          height="10"
          x="3"
          rx="2"
          fill={colour}
          stroke="var(--line-strong)"
          strokeWidth="0.75"
        />
      ) : (
        <path d="M0 5H18" stroke={colour} strokeWidth="2.500" strokeDasharray={dashed ? '5 3' : undefined} />
      )}
    </svg>
  )
}

interface Props {
  readonly name: CurveName
  readonly rounds: readonly Round[]
  readonly height?: number
}

/** As many rounds as are drawn of them, with the places of all along the axis. */
function placesOf(rounds: readonly Round[], axis: Axis, { log }: ChartWindow, shown: readonly Round[]) {
  const along = alongAxis(
    rounds.map(({ metrics }) => metrics),
    axis,
  )
  const valueOf = ({ metrics }: Round): number => along.get(metrics.round) ?? metrics.round
  const [first, second] = shown.map(valueOf)
  const scale = scaleFrom(
    log,
    first ?? 0,
    axis === 'round' ? 1 : Math.max(1e-9, (second ?? 1) - (first ?? 0)),
  )
  return {
    placeOf: (round: Round): number => scale.along(valueOf(round)),
    // Rounds are counted from one.
    valueAt: (place: number): number => scale.back(place) + (axis === 'round' ? 1 : 0),
  }
}

/** Is drawn, and takes each new round, in its turn among the charts. */
export function ChartCard({ rounds, ...rest }: Props) {
  const there = useInTurn(true, false)
  const shown = useInTurn(rounds)
  return there ? (
    <Card rounds={shown} {...rest} />
  ) : (
    <figure className="chart card" aria-busy="true" style={{ minHeight: (rest.height ?? usual) + 120 }} />
  )
}

const usual = 168

const Card = memo(function Card({ name, rounds: all, height = usual }: Props) {
  const curve = curves[name]
  const heading = useId()
  const frame = useRef<HTMLElement>(null)
  const drawing = useRef<HTMLDivElement>(null)
  const visible = useInTurn(useVisible(frame))
  const [asTable, setAsTable] = useState(false)
  const cursor = useView((state) => state.cursor)
  const heat = curve.kind === 'heat'
  const axis = useView((state) => state.axis)
  const window = useView((state) => state.chartWindow)
  const rounds = useMemo(() => within(window, all, ({ metrics }) => metrics.round), [window, all])
  const drawn = useMemo(() => thinned(rounds, heat ? 120 : 500), [rounds, heat])
  const { placeOf, valueAt } = useMemo(() => placesOf(all, axis, window, rounds), [all, axis, window, rounds])
  // A probe is asked too seldom to be noise that one could see through.
  const smooth = useView((state) => state.smooth) && curve.kind === 'lines' && name !== 'probe'
  const points = useMemo(() => {
    if (heat) return []
    const raw = drawn.map((round) => ({ ...pointOf(curve, round), round: placeOf(round) }))
    return smooth
      ? smoothed(
          raw,
          curve.lines.filter(({ key }) => curve.band?.includes(key) !== true).map(({ key }) => key),
        )
      : raw
  }, [curve, drawn, heat, placeOf, smooth])
  const numbers = useMemo(() => drawn.map(({ metrics }) => metrics.round), [drawn])
  const places = useMemo(() => drawn.map(placeOf), [drawn, placeOf])
  const alarms = useAlarms(name, rounds)
  const here = rounds.find(({ metrics }) => metrics.round === cursor) ?? rounds.at(-1)
  const histogram = here === undefined ? [] : histogramOf(name, here.metrics)
  const bins = heat ? Math.max(1, ...rounds.map(({ metrics }) => histogramOf(name, metrics).length)) : 0
  const format = (value: number | null): string =>
    value === null
      ? '–'
      : curve.format === 'share'
        ? percent(value, 1)
        : curve.format === 'count'
          ? short(value)
          : decimal(value)
  const legend = curve.lines.filter(({ key }) => curve.band?.includes(key) !== true)
  const rowName = (index: number): string =>
    name === 'difficulty' ? t.heatRow.difficulty(index) : t.heatRow.passHistogram(index)
  const valueText = (round: number): string => {
    const found = rounds.find(({ metrics }) => metrics.round === round)
    if (found === undefined) return ''
    if (heat)
      return histogramOf(name, found.metrics)
        .map((n, i) => `${rowName(i)} ${count(n)}`)
        .join(', ')
    return legend.map((line) => `${t.line[line.key] ?? line.key} ${format(line.value(found))}`).join(', ')
  }
  const interval =
    here === undefined
      ? []
      : (curve.band ?? []).map((key) => curve.lines.find((line) => line.key === key)?.value(here) ?? null)
  const columns = heat
    ? Array.from({ length: bins }, (_, i) => ({ key: String(i), name: rowName(i) }))
    : curve.lines.map(({ key }) => ({ key, name: t.line[key] ?? key }))
  return (
    <figure ref={frame} className="chart card" aria-labelledby={heading} data-testid={`chart-${name}`}>
      <figcaption>
        <div className="row">
          <h3 id={heading} title={t.curve[name].about}>
            {t.curve[name].title}
          </h3>
          <span className="push row save-chart">
            <SaveChart
              name={t.curve[name].title}
              frame={drawing}
              rows={() => [
                [t.round, ...columns.map((column) => column.name)],
                ...rounds.map((round) => [
                  round.metrics.round + 1,
                  ...(heat
                    ? binned(histogramOf(name, round.metrics), bins)
                    : curve.lines.map((line) => line.value(round))),
                ]),
              ]}
            />
            <button
              type="button"
              className="button small quiet"
              aria-pressed={asTable}
              aria-label={`${t.table}: ${t.curve[name].title}`}
              title={asTable ? t.chart : t.table}
              onClick={() => setAsTable(!asTable)}
            >
              <Icon name={asTable ? 'chart' : 'table'} size={16} />
            </button>
          </span>
        </div>
        <ul className="legend small num">
          {legend.map((line, index) => {
            // Without a cursor the newest measurement counts: a probe is not asked in every round.
            const at = cursor === null ? rounds.findLast((round) => line.value(round) !== null) : here
            const value = at === undefined ? null : line.value(at)
            // Of the gates, only those that stopped something in this run need a place in the legend.
            if (line.tone === 'plain' && !rounds.some((round) => (line.value(round) ?? 0) > 0)) return null
            return (
              <li key={line.key}>
                <Swatch
                  colour={curve.kind === 'stack' ? shadeOf(line, index) : toneOf[line.tone]}
                  dashed={line.dashed === true}
                  block={curve.kind === 'stack'}
                />
                {legend.length > 1 ? <span className="muted">{t.line[line.key] ?? line.key}</span> : null}
                <strong>{format(value)}</strong>
              </li>
            )
          })}
          {interval.length === 0 || interval.includes(null) ? null : (
            <li className="muted">{t.interval(interval.map(format).join(' – '))}</li>
          )}
          {heat ? (
            <li className="muted one-line">
              {histogram
                .map((n, i) => (n > 0 ? `${rowName(i)}: ${count(n)}` : ''))
                .filter((part) => part !== '')
                .join(' · ')}
            </li>
          ) : null}
        </ul>
      </figcaption>
      {asTable ? (
        <Table
          caption={t.curve[name].title}
          columns={columns}
          rows={rounds.map((round) => ({
            round: round.metrics.round,
            values: heat
              ? binned(histogramOf(name, round.metrics), bins)
              : curve.lines.map((line) => line.value(round)),
          }))}
        />
      ) : (
        <div ref={drawing} className="plot" style={{ height }}>
          {!visible || rounds.length === 0 ? null : heat ? (
            <Heat
              columns={drawn.map(({ metrics }) => ({
                round: metrics.round,
                counts: histogramOf(name, metrics),
              }))}
              rows={bins}
              height={height}
              tone={name === 'difficulty' ? 'var(--challenger)' : 'var(--reasoner)'}
              rowName={(row) => String(row)}
              label={t.curve[name].about}
            />
          ) : (
            <Plot curve={curve} points={points} height={height} valueAt={valueAt} />
          )}
          {!heat &&
          rounds.length > 0 &&
          legend.every((line) => rounds.every((round) => line.value(round) === null)) ? (
            <p className="nothing small muted">{t.noneYet}</p>
          ) : null}
          {rounds.length === 0 ? (
            <p className="empty small">{t.waiting}</p>
          ) : (
            <Cursor
              rounds={numbers}
              places={heat ? numbers : places}
              alarms={alarms}
              columns={heat}
              label={t.curve[name].title}
              valueText={valueText}
            />
          )}
        </div>
      )}
      <p className="about small muted">{t.curve[name].about}</p>
    </figure>
  )
})
