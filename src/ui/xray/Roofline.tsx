// The device's roof and the kernels of a training step under it, measured on demand; as a drawing or as the
// same in a table.
import { at } from '../../base/at'
import { sentenceOf } from '../problemText'
import { useRef, useState } from 'react'
import type { SizeName } from '../../config/architecture'
import type { Roofline as Measured, RooflineAnswer } from '../../protocol/kernelReport'
import {
  decades,
  labelSpots,
  placedUnder,
  roofAt,
  ridgeOf,
  wholeStep,
  type PlacedKernel,
} from '../../state/rooflineChart'
import { useWidth } from '../charts/useWidth'
import { useApp, useView } from '../context'
import { count, decimal, percent, short } from '../format'
import { Scroll } from '../parts/Scroll'
import { words } from '../strings'

const t = words.xray.roofline
/** Kernels that have their number in the drawing, those with the most time; the table names all. */
const named = 6
const height = 320
const margin = { left: 64, right: 18, top: 14, bottom: 44 }

const perSecond = (value: number, unit: string): string => `${decimal(value / 1e9)} ${unit}`
/** Numbers of an axis: 0.01, 1, 100, 10K. */
const tick = (exponent: number): string => (exponent < 0 ? decimal(10 ** exponent) : short(10 ** exponent))

function Drawing({ roof, placed }: { readonly roof: Measured; readonly placed: readonly PlacedKernel[] }) {
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame, 800)
  // A kernel that multiplies nothing has no place on an axis of operations; the table has it.
  const there = placed.filter(({ intensity, flops }) => intensity > 0 && flops > 0)
  const ridge = ridgeOf(roof)
  const [left, right] = decades([...there.map(({ intensity }) => intensity), ridge / 3, ridge * 3])
  const [low, high] = decades([...there.map(({ flops }) => flops / 1e9), roof.flops / 1e9])
  const x = (value: number): number =>
    margin.left + ((width - margin.left - margin.right) * (Math.log10(value) - left)) / (right - left)
  const y = (value: number): number =>
    margin.top + (height - margin.top - margin.bottom) * (1 - (Math.log10(value / 1e9) - low) / (high - low))
  const from = Math.max(10 ** left, (10 ** low * 1e9) / roof.bandwidth)
  const radiusOf = ({ ofTime }: PlacedKernel): number => 4 + 12 * Math.sqrt(ofTime)
  const numbered = placed.slice(0, named).filter((each) => there.includes(each))
  const spots = labelSpots(
    numbered.map((each) => ({ x: x(each.intensity), y: y(each.flops), radius: radiusOf(each) })),
  )
  const powers = (a: number, b: number): number[] => Array.from({ length: b - a + 1 }, (_, i) => a + i)
  const spoken = placed
    .slice(0, named)
    .map(({ label, ofRoof, ofTime }) => t.spoken(label, percent(ofTime), percent(ofRoof)))
    .join('; ')
  return (
    <div ref={frame}>
      <svg
        className="bands"
        width={width}
        height={height}
        role="img"
        aria-label={`${t.title}: ${t.peak(perSecond(roof.flops, 'GFLOP/s'), perSecond(roof.bandwidth, 'GB/s'))} ${spoken}`}
      >
        {powers(low, high).map((power) => (
          <g key={power}>
            <path
              d={`M${margin.left} ${y(10 ** power * 1e9)}H${width - margin.right}`}
              stroke="var(--line)"
            />
            <text
              x={margin.left - 8}
              y={y(10 ** power * 1e9) + 4}
              textAnchor="end"
              fontSize="12"
              fill="var(--muted)"
            >
              {tick(power)}
            </text>
          </g>
        ))}
        {powers(left, right).map((power) => (
          <g key={power}>
            <path d={`M${x(10 ** power)} ${margin.top}V${height - margin.bottom}`} stroke="var(--line)" />
            <text
              x={x(10 ** power)}
              y={height - margin.bottom + 18}
              textAnchor="middle"
              fontSize="12"
              fill="var(--muted)"
            >
              {tick(power)}
            </text>
          </g>
        ))}
        <text x={width - margin.right} y={height - 6} textAnchor="end" fontSize="12" fill="var(--muted)">
          {t.intensity}
        </text>
        <text x={margin.left + 6} y={margin.top + 10} fontSize="12" fill="var(--muted)">
          GFLOP/s
        </text>
        <polyline
          points={[from, ridge, 10 ** right]
            .map((value) => `${x(value)},${y(roofAt(roof, value))}`)
            .join(' ')}
          fill="none"
          stroke="var(--ink)"
          strokeWidth="2.5"
        />
        {there.map((each) => {
          const { label, intensity, flops, ofTime, ofRoof, bound } = each
          return (
            <circle
              key={label}
              cx={x(intensity)}
              cy={y(flops)}
              r={radiusOf(each)}
              fill={bound === 'compute' ? 'var(--reasoner)' : 'var(--challenger)'}
              fillOpacity="0.55"
              stroke={bound === 'compute' ? 'var(--reasoner)' : 'var(--challenger)'}
              strokeWidth="1.5"
              {...(bound === 'memory' ? { strokeDasharray: '3 2' } : {})}
            >
              <title>{t.spoken(label, percent(ofTime), percent(ofRoof))}</title>
            </circle>
          )
        })}
        {numbered.map((each, index) => (
          <text
            key={each.label}
            x={at(spots, index).x}
            y={at(spots, index).y + 5}
            textAnchor="middle"
            fontSize="13"
            fontWeight="650"
            fill="var(--ink)"
            stroke="var(--surface)"
            strokeWidth="3"
            paintOrder="stroke"
          >
            {placed.indexOf(each) + 1}
          </text>
        ))}
      </svg>
    </div>
  )
}

function Twin({ placed }: { readonly placed: readonly PlacedKernel[] }) {
  return (
    <Scroll className="twin tall" label={t.title}>
      <table data-testid="roofline-table">
        <thead>
          <tr>
            {[
              words.xray.dispatch,
              words.xray.times,
              words.xray.each,
              t.ofTime,
              'GFLOP/s',
              t.intensity,
              t.ofRoof,
              t.bound,
            ].map((name, index) => (
              <th key={name} scope="col" className={index > 0 && index < 7 ? 'num' : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {placed.map(({ label, count: n, each, ofTime, flops, intensity, ofRoof, bound }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td className="num">{count(n)}</td>
              <td className="num">{decimal(1000 * each)} µs</td>
              <td className="num">{percent(ofTime, 1)}</td>
              <td className="num">{decimal(flops / 1e9)}</td>
              <td className="num">{decimal(intensity)}</td>
              <td className="num">
                <data value={String(ofRoof)}>{percent(ofRoof, 1)}</data>
              </td>
              <td>{t.bounds[bound]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

export function Roofline({ size, vocabulary }: { readonly size: SizeName; readonly vocabulary: number }) {
  const app = useApp()
  const absent = useView((state) => state.gpu.kind === 'absent')
  const [answer, setAnswer] = useState<RooflineAnswer | null>(null)
  const [busy, setBusy] = useState(false)
  const [asTable, setAsTable] = useState(false)
  const measure = (): void => {
    setBusy(true)
    void app.env.measureRoofline(size, vocabulary).then((found) => {
      setAnswer(found)
      setBusy(false)
    })
  }
  const roof = answer?.ok === true ? answer.roofline : null
  const placed = roof === null ? [] : placedUnder(roof, roof.kernels)
  const whole = roof === null ? null : wholeStep(roof)
  return (
    <section className="card stack" aria-label={t.title} data-testid="roofline" data-measured={roof !== null}>
      <div className="row">
        <h2>{t.title}</h2>
        {roof === null ? null : (
          <button
            type="button"
            className="button push"
            aria-pressed={asTable}
            onClick={() => setAsTable(!asTable)}
            data-testid="roofline-twin"
          >
            {words.train.table}
          </button>
        )}
        <button
          type="button"
          className={roof === null ? 'button primary push' : 'button primary'}
          disabled={absent || busy}
          onClick={measure}
          data-testid="measure-roofline"
        >
          {busy ? t.measuring : t.measure}
        </button>
      </div>
      <p className="small muted">{absent ? t.noGpu : t.why}</p>
      {busy ? (
        <div className="bar unsure" role="progressbar" aria-label={t.measuring}>
          <span />
        </div>
      ) : null}
      <div role="status">
        {answer?.ok === false ? <p className="notice">{sentenceOf(answer.failure)}</p> : null}
        {roof === null || whole === null ? null : (
          <>
            <p>
              <strong>{t.peak(perSecond(roof.flops, 'GFLOP/s'), perSecond(roof.bandwidth, 'GB/s'))}</strong>{' '}
              <span className="small muted">{words.xray.on(roof.device)}</span>
            </p>
            <p>
              {t.whole(
                count(roof.rows),
                words.options[roof.size] ?? roof.size,
                decimal(whole.ms),
                percent(whole.ofPeak, 1),
              )}
            </p>
          </>
        )}
      </div>
      {roof === null ? null : (
        <>
          {asTable ? <Twin placed={placed} /> : <Drawing roof={roof} placed={placed} />}
          {asTable ? null : (
            <>
              <ol className="under-roof small num" aria-label={t.most}>
                {placed.slice(0, named).map(({ label, ofTime, ofRoof }, index) => (
                  <li key={label}>
                    <strong>{count(index + 1)}</strong>
                    <span>{label}</span>
                    <span className="muted">{t.brief(percent(ofTime), percent(ofRoof))}</span>
                  </li>
                ))}
              </ol>
              <ul className="legend small">
                {(['compute', 'memory'] as const).map((bound) => (
                  <li key={bound}>
                    <svg width="14" height="14" aria-hidden="true">
                      <circle
                        cx="7"
                        cy="7"
                        r="5"
                        fill={bound === 'compute' ? 'var(--reasoner)' : 'var(--challenger)'}
                        fillOpacity="0.55"
                        stroke={bound === 'compute' ? 'var(--reasoner)' : 'var(--challenger)'}
                        strokeWidth="1.5"
                        {...(bound === 'memory' ? { strokeDasharray: '3 2' } : {})}
                      />
                    </svg>
                    {t.boundBy[bound]}
                  </li>
                ))}
                <li className="muted">{t.area}</li>
              </ul>
            </>
          )}
          <p className="small muted">
            {t.clock[roof.clock]} {t.bytes}
            {placed.some(({ ofRoof }) => ofRoof > 1) ? ` ${t.over}` : ''}
          </p>
        </>
      )}
    </section>
  )
}
