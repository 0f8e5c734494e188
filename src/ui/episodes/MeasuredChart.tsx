// The readings of a passage of measurements as lines, beside the words: a picture of what they say.
import type { Measured } from '../../base/measuredFacts'
import { readingsOf, readMeasurements } from '../../spice/measurements/measuredPassage'
import { words } from '../strings'

const WIDTH = 320
const HEIGHT = 96
const EDGE = 8
const tones = ['var(--challenger)', 'var(--reasoner)'] as const

export function MeasuredChart({ passage }: { readonly passage: string }) {
  const facts = readMeasurements(passage)
  if (facts === null) return null
  const readings = readingsOf(facts)
  const times = [...new Set(readings.map(({ time }) => time))]
  const quantities = [...new Set(readings.map(({ quantity }) => quantity))]
  const [first, last] = [times[0], times.at(-1)]
  if (first === undefined || last === undefined || times.length < 2) return null
  const values = readings.map(({ value }) => Number(value))
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const x = (time: string): number => EDGE + ((WIDTH - 2 * EDGE) * times.indexOf(time)) / (times.length - 1)
  const y = (value: string): number =>
    high === low ? HEIGHT / 2 : HEIGHT - EDGE - ((HEIGHT - 2 * EDGE) * (Number(value) - low)) / (high - low)
  const points = (of: string): Measured[] => readings.filter(({ quantity }) => quantity === of)
  const label = words.episodes.measuredOver(quantities.join(', '), first, last)
  return (
    <svg className="measured" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {quantities.map((quantity, index) => (
        <g key={quantity} fill={tones[index % tones.length]} stroke={tones[index % tones.length]}>
          <polyline
            fill="none"
            strokeWidth={2}
            points={points(quantity)
              .map(({ time, value }) => `${x(time)},${y(value)}`)
              .join(' ')}
          />
          {points(quantity).map(({ time, value, unit }) => (
            <circle key={time} cx={x(time)} cy={y(value)} r={3}>
              <title>{`${time}: ${value} ${unit}`.trim()}</title>
            </circle>
          ))}
        </g>
      ))}
    </svg>
  )
}
