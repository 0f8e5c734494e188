// The loss of the warm start over its steps.
import { useId, useMemo, useState } from 'react'
import type { WarmStartPoint } from '../../protocol/records'
import { thinned, type Curve, type Point } from '../../state/curves'
import { count, decimal } from '../format'
import { Icon } from '../parts/Icon'
import { Scroll } from '../parts/Scroll'
import { words } from '../strings'
import { Plot } from './Plot'

const t = words.train
const curve: Curve = {
  name: 'entropy',
  kind: 'lines',
  format: 'number',
  lines: [{ key: 'loss', tone: 'purple', value: () => null }],
}

export function WarmStart({
  points,
  height,
}: {
  readonly points: readonly WarmStartPoint[]
  readonly height: number
}) {
  const heading = useId()
  const [asTable, setAsTable] = useState(false)
  const drawn = useMemo(
    (): Point[] => thinned(points).map(({ step, loss }) => ({ round: step, loss })),
    [points],
  )
  const last = points.at(-1)
  return (
    <figure className="chart card" aria-labelledby={heading} data-testid="chart-warmStart">
      <figcaption>
        <div className="row">
          <h3 id={heading}>{t.warm}</h3>
          <button
            type="button"
            className="button small quiet push"
            aria-pressed={asTable}
            aria-label={`${t.table}: ${t.warm}`}
            onClick={() => setAsTable(!asTable)}
          >
            <Icon name={asTable ? 'chart' : 'table'} size={16} />
          </button>
        </div>
        <p className="legend small num">
          {t.warmLoss}: <strong>{decimal(last?.loss ?? null)}</strong>{' '}
          <span className="muted">
            {t.warmStep} {count(last?.step ?? 0)}
          </span>
        </p>
      </figcaption>
      {asTable ? (
        <Scroll className="twin" label={t.warm}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t.warmStep}</th>
                <th scope="col" className="num">
                  {t.warmLoss}
                </th>
              </tr>
            </thead>
            <tbody>
              {points.toReversed().map(({ step, loss }) => (
                <tr key={step}>
                  <th scope="row" className="num">
                    {step}
                  </th>
                  <td className="num">
                    <data value={String(loss)}>{decimal(loss, 4)}</data>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      ) : (
        <div className="plot" style={{ height }}>
          <Plot curve={curve} points={drawn} height={height} />
        </div>
      )}
      <p className="about small muted">{t.warmWhy}</p>
    </figure>
  )
}
