// The pass rate of a run's rounds as one small line, with the target of one half dashed behind it.
import { useEffect, useState } from 'react'
import type { RunRecord } from '../../protocol/records'
import { useApp } from '../context'
import { percent } from '../format'
import { words } from '../strings'

const width = 160
const height = 32

export function Sparkline({ run }: { readonly run: RunRecord }) {
  const app = useApp()
  const [rates, setRates] = useState<readonly number[]>([])
  const { id, rounds } = run
  useEffect(() => {
    let gone = false
    void app.query({ kind: 'run.metrics', run: id }).then((found) => {
      if (!gone) setRates((found ?? []).map(({ passRate }) => passRate).filter((rate) => rate !== null))
    })
    return () => void (gone = true)
  }, [app, id, rounds])
  const last = rates.at(-1)
  if (last === undefined) return null
  const x = (i: number): number => (rates.length < 2 ? width : (width * i) / (rates.length - 1))
  return (
    <span className="row small sparkline" data-testid="sparkline">
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
