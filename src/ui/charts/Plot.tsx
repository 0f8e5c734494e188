// Lines, a band and stacked shares over rounds, drawn by Recharts without animation. The cursor is not its
// business.
import { at } from '../../base/at'
import { memo } from 'react'
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line as Curve,
  ResponsiveContainer,
  XAxis,
  YAxis,
} from 'recharts'
import { smoothKey, type Curve as Description, type Line, type Point, type Tone } from '../../state/curves'
import { decimal, percent, short } from '../format'
import { shadeShare } from './shade'

/** Pixels around the plot area: the cursor over it counts on them. */
export const margins = { left: 46, right: 20, top: 8, bottom: 24 } as const

export const toneOf: Readonly<Record<Tone, string>> = {
  challenger: 'var(--challenger)',
  reasoner: 'var(--reasoner)',
  green: 'var(--green)',
  purple: 'var(--purple)',
  plain: 'var(--line-strong)',
}

export const shadeOf = (line: Line, index: number): string =>
  line.tone === 'plain'
    ? `color-mix(in srgb, var(--ink) ${shadeShare(index)}%, var(--surface))`
    : toneOf[line.tone]

const axis = {
  stroke: 'var(--line-strong)',
  tick: { fill: 'var(--muted)', fontSize: 12 },
  tickLine: false,
} as const

export function formatOf(curve: Pick<Description, 'format'>): (value: number) => string {
  switch (curve.format) {
    case 'share':
      return (value) => percent(value)
    case 'count':
      return (value) => short(value)
    case 'number':
      return (value) => decimal(value)
  }
}

interface Props {
  readonly curve: Description
  readonly points: readonly Point[]
  readonly height: number
  readonly xKey?: string
  /** What stands at a place of the horizontal axis, where its places are not the values themselves. */
  readonly valueAt?: (place: number) => number
}

const itself = (place: number): number => place

export const Plot = memo(function Plot({ curve, points, height, xKey = 'round', valueAt = itself }: Props) {
  const x = (point: Point | undefined): number => point?.[xKey] ?? 0
  const first = x(points[0])
  const last = Math.max(first + 1, x(points.at(-1)))
  const { band } = curve
  const data =
    band === undefined
      ? points
      : points.map((point) => ({
          ...point,
          band: [point[band[0]] ?? null, point[band[1]] ?? null],
        }))
  // One round alone has no area yet: it is drawn as wide as the next one will be.
  const drawn = curve.kind === 'stack' && data.length === 1 ? [...data, { ...data[0], [xKey]: last }] : data
  const main = curve.lines.filter(({ key }) => band?.includes(key) !== true)
  const [firstLine] = main
  const calm = main.some(({ key }) => points.length > 0 && smoothKey(key) in at(points, 0))
  return (
    <ResponsiveContainer width="100%" height={height} debounce={100}>
      <ComposedChart
        data={drawn as Point[]}
        margin={{ left: 0, right: margins.right, top: margins.top, bottom: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          {...axis}
          dataKey={xKey}
          type="number"
          domain={[first, last]}
          height={margins.bottom}
          allowDecimals={false}
          minTickGap={28}
          tickFormatter={(place: number) => short(Math.round(valueAt(place)))}
        />
        <YAxis
          {...axis}
          width={margins.left}
          axisLine={false}
          {...(curve.domain === undefined
            ? { domain: ['auto', 'auto'] as const, tickCount: 4 }
            : { domain: [...curve.domain], ticks: height < 200 ? [0, 0.5, 1] : [0, 0.25, 0.5, 0.75, 1] })}
          tickFormatter={formatOf(curve)}
          allowDataOverflow={curve.kind === 'stack'}
        />
        {curve.band === undefined ? null : (
          <Area
            dataKey="band"
            stroke="none"
            fill={toneOf[firstLine?.tone ?? 'plain']}
            fillOpacity={0.18}
            isAnimationActive={false}
            connectNulls
            activeDot={false}
          />
        )}
        {main.map((line, index) =>
          curve.kind === 'stack' ? (
            <Area
              key={line.key}
              dataKey={line.key}
              stackId="all"
              stroke="var(--surface)"
              strokeWidth={1}
              fill={shadeOf(line, index)}
              fillOpacity={1}
              isAnimationActive={false}
              activeDot={false}
            />
          ) : (
            <Curve
              key={line.key}
              dataKey={line.key}
              stroke={toneOf[line.tone]}
              {...(calm ? { strokeWidth: 1.25, strokeOpacity: 0.4 } : { strokeWidth: 2 })}
              {...(line.dashed === true ? { strokeDasharray: '5 4' } : {})}
              dot={
                points.length <= 3 || curve.name === 'probe'
                  ? { r: 2.5, fill: toneOf[line.tone], strokeWidth: 0 }
                  : false
              }
              activeDot={false}
              isAnimationActive={false}
              connectNulls
            />
          ),
        )}
        {calm
          ? main.map((line) => (
              <Curve
                key={smoothKey(line.key)}
                dataKey={smoothKey(line.key)}
                stroke={toneOf[line.tone]}
                strokeWidth={2.25}
                {...(line.dashed === true ? { strokeDasharray: '5 4' } : {})}
                dot={false}
                activeDot={false}
                isAnimationActive={false}
                connectNulls
              />
            ))
          : null}
      </ComposedChart>
    </ResponsiveContainer>
  )
})
