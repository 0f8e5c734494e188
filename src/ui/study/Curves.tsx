// Learning curves of a study: a line an arm with its band over seeds, or the same as a table.
import { at } from '../../base/at'
import { useRef, useState } from 'react'
import { Area, CartesianGrid, ComposedChart, Line, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import { curveQuantities, type CurveQuantity, type StudyReport } from '../../protocol/studyReport'
import { bandsOf, isShare, rowsOf, type Band } from '../../state/studies'
import { endsOf, scaleFrom, wholeWindow, within } from '../../state/chartWindow'
import { SaveChart } from '../charts/SaveChart'
import { WindowControl } from '../charts/WindowControl'
import { count, decimal, percent, short } from '../format'
import { Scroll } from '../parts/Scroll'
import { words } from '../strings'

const t = words.study

/** An arm by the page's name for it; one of a study that the page does not know, by its own. */
export const armName = (arm: string): string => t.armNames[arm] ?? arm

/** Arms are told apart by colour, by dashes and by name. */
const colours = [
  'var(--reasoner)',
  'var(--challenger)',
  'var(--green)',
  'var(--purple)',
  'var(--ink)',
  'var(--muted)',
] as const
const dashes = ['', '6 3', '2 3', '8 3 2 3'] as const
const lookOf = (index: number): { colour: string; dash: string } => ({
  colour: at(colours, index % colours.length),
  dash: at(dashes, Math.floor(index / colours.length) % dashes.length),
})

const axis = {
  stroke: 'var(--line-strong)',
  tick: { fill: 'var(--muted)', fontSize: 12 },
  tickLine: false,
} as const

/** A round with the mean and the band of each arm, by name. */
type CurveRow = Record<string, number | readonly [number, number] | null> & { readonly round: number }

/** Points of all arms by round, as Recharts takes them. */
function dataOf(bands: readonly Band[]): CurveRow[] {
  return rowsOf(bands).map(({ round, values }) => {
    const row: CurveRow = { round }
    for (const [arm, { points }] of bands.entries()) {
      const point = points.find((each) => each.round === round)
      row[`m${arm}`] = values[arm] ?? null
      row[`b${arm}`] = point === undefined ? null : [point.low, point.high]
    }
    return row
  })
}

function Chart({
  bands,
  quantity,
  log,
}: {
  readonly bands: readonly Band[]
  readonly quantity: CurveQuantity
  readonly log: boolean
}) {
  const share = isShare(quantity)
  const rows = dataOf(bands)
  const { along, back } = scaleFrom(log, Math.min(...rows.map(({ round }) => round)))
  return (
    <ResponsiveContainer width="100%" height={260} debounce={100}>
      <ComposedChart
        data={rows.map((row) => ({ ...row, place: along(row.round) }))}
        margin={{ left: 0, right: 20, top: 8, bottom: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          {...axis}
          dataKey="place"
          type="number"
          domain={['dataMin', 'dataMax']}
          height={24}
          allowDecimals={false}
          tickFormatter={(place: number) => short(Math.round(back(place)))}
        />
        <YAxis
          {...axis}
          width={46}
          axisLine={false}
          {...(share ? { domain: [0, 1] } : { domain: ['auto', 'auto'] as const })}
          tickFormatter={(value: number) => (share ? percent(value) : decimal(value, 2))}
        />
        {bands.map(({ arm }, index) => (
          <Area
            key={`${arm} band`}
            dataKey={`b${index}`}
            stroke="none"
            fill={lookOf(index).colour}
            fillOpacity={0.12}
            isAnimationActive={false}
            connectNulls
            activeDot={false}
          />
        ))}
        {bands.map(({ arm }, index) => (
          <Line
            key={arm}
            dataKey={`m${index}`}
            stroke={lookOf(index).colour}
            strokeWidth={2}
            strokeDasharray={lookOf(index).dash}
            dot={false}
            activeDot={false}
            isAnimationActive={false}
            connectNulls
          />
        ))}
      </ComposedChart>
    </ResponsiveContainer>
  )
}

export function Curves({ report }: { readonly report: StudyReport }) {
  const [quantity, setQuantity] = useState<CurveQuantity>('probe')
  const [asTable, setAsTable] = useState(false)
  const here = curveQuantities.filter((each) => bandsOf(report, each).length > 0)
  const [window, setWindow] = useState(wholeWindow)
  const drawing = useRef<HTMLDivElement>(null)
  const whole = bandsOf(report, quantity)
  const ends = endsOf(whole.flatMap(({ points }) => points))
  const bands = whole.map((band) => ({ ...band, points: within(window, band.points, ({ round }) => round) }))
  const format = (value: number | null): string =>
    value === null ? '–' : isShare(quantity) ? percent(value, 1) : decimal(value, 3)
  return (
    <section className="card stack" aria-label={t.curves} data-testid="study-curves">
      <div className="row">
        <h3>{t.curves}</h3>
        <label className="row push small">
          {t.quantity}
          <select
            className="input narrow"
            value={quantity}
            onChange={(event) => setQuantity(here.find((each) => each === event.target.value) ?? 'probe')}
          >
            {here.map((each) => (
              <option key={each} value={each}>
                {t.quantities[each]}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          className="button small"
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? t.chart : t.table}
        </button>
      </div>
      {asTable ? (
        <Scroll className="twin" label={t.quantities[quantity]}>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.train.round}</th>
                {bands.map(({ arm }) => (
                  <th key={arm} scope="col" className="num">
                    {armName(arm)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rowsOf(bands).map(({ round, values }) => (
                <tr key={round}>
                  <th scope="row" className="num">
                    {count(round)}
                  </th>
                  {values.map((value, index) => (
                    <td key={bands[index]?.arm} className="num">
                      {format(value)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      ) : (
        <>
          <ul className="legend small">
            {bands.map(({ arm, points }, index) => (
              <li key={arm}>
                <svg width="22" height="10" aria-hidden="true">
                  <path
                    d="M0 5H22"
                    stroke={lookOf(index).colour}
                    strokeWidth="2.5"
                    strokeDasharray={lookOf(index).dash}
                  />
                </svg>
                <span>{armName(arm)}</span>{' '}
                <strong className="num">{format(points.at(-1)?.mean ?? null)}</strong>
              </li>
            ))}
          </ul>
          <div ref={drawing} className="plot" role="img" aria-label={t.quantities[quantity]}>
            <Chart bands={bands} quantity={quantity} log={window.log} />
          </div>
          <div className="row">
            {ends === null ? null : (
              <WindowControl window={window} ends={ends} firstIs={0} onChange={setWindow} />
            )}
            <span className="push row">
              <SaveChart
                name={`${report.study}: ${t.quantities[quantity]}`}
                frame={drawing}
                rows={() => [
                  [
                    words.compare.line,
                    words.train.rounds,
                    t.quantities[quantity],
                    words.compare.low,
                    words.compare.high,
                  ],
                  ...bands.flatMap(({ arm, points }) =>
                    points.map(({ round, mean, low, high }) => [armName(arm), round, mean, low, high]),
                  ),
                ]}
              />
            </span>
          </div>
        </>
      )}
    </section>
  )
}
