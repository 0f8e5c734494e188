// Pass rates of a run's rounds as one small line, with the target of one half dashed behind, and the newest.
import { percent } from '../format'
import { words } from '../strings'

interface Props {
  readonly rates: readonly number[]
  readonly width: number
  readonly height: number
  readonly className: string
}

/** Nothing where there is no rate yet. */
export function RateLine({ rates, width, height, className }: Props) {
  const last = rates.at(-1)
  if (last === undefined) return null
  const x = (i: number): number => (rates.length < 2 ? 0 : (width * i) / (rates.length - 1))
  return (
    <span className={`row small ${className}`} data-testid={className}>
      <svg width={width} height={height} viewBox={`0 -2 ${width} ${height + 4}`} aria-hidden="true">
        <path d={`M0 ${height / 2}H${width}`} stroke="var(--line-strong)" strokeDasharray="2 4" />
        <polyline
          points={rates
            .map((rate, i) => `${x(i).toFixed(1)},${(height - height * rate).toFixed(1)}`)
            .join(' ')}
          fill="none"
          stroke="var(--reasoner)"
          strokeWidth="2"
        />
      </svg>
      <span className="muted">{words.train.curve.passRate.title}</span>
      <strong className="num">{percent(last)}</strong>
    </span>
  )
}
