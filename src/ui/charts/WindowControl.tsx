// Which rounds charts show: from which, to which, and whether by their logarithm. The same above every chart
// over rounds.
import { useId } from 'react'
import { isNarrowed, withEnd, type ChartWindow } from '../../state/chartWindow'
import { words } from '../strings'

const t = words.chartWindow

interface Props {
  readonly window: ChartWindow
  /** First and last round that there is. */
  readonly ends: readonly [number, number]
  /** What the first round is called: 0 where rounds that are done are counted, 1 where one is played. */
  readonly firstIs?: 0 | 1
  readonly onChange: (window: ChartWindow) => void
}

export function WindowControl({ window, ends, firstIs = 1, onChange }: Props) {
  const label = useId()
  const [first, last] = ends
  const end = (which: 'from' | 'to') => (
    <input
      className="input round-end num"
      type="number"
      inputMode="numeric"
      min={first + firstIs}
      max={last + firstIs}
      aria-label={t[which]}
      value={firstIs + (window[which] ?? (which === 'from' ? first : last))}
      onChange={(event) => onChange(withEnd(window, which, event.target.valueAsNumber - firstIs, ends))}
    />
  )
  return (
    <div className="row small chart-window" role="group" aria-labelledby={label} data-testid="chart-window">
      <span id={label}>{t.rounds}</span>
      {end('from')}
      <span aria-hidden="true">–</span>
      {end('to')}
      {isNarrowed(window) ? (
        <button
          type="button"
          className="button small quiet"
          onClick={() => onChange({ ...window, from: null, to: null })}
        >
          {t.all}
        </button>
      ) : null}
      <label className="row">
        <input
          type="checkbox"
          checked={window.log}
          onChange={(event) => onChange({ ...window, log: event.target.checked })}
        />
        {t.log}
      </label>
    </div>
  )
}
