// *Test this GPU*: the kernel suite and the speeds of this device by one button, read as a table and saved as
// the file that the command line writes too.
import { useEffect, useRef, useState } from 'react'
import {
  deviceName,
  emptyReport,
  withFinding,
  withPart,
  type DeviceReport,
  type DeviceTestAnswer,
} from '../../protocol/deviceReport'
import type { Failure } from '../../base/result'
import { sentenceOf } from '../problemText'
import { useApp, useView } from '../context'
import { count, decimal, short } from '../format'
import { Bar } from '../parts/Bar'
import { Scroll } from '../parts/Scroll'
import { words } from '../strings'

const t = words.xray.deviceTest

type At = Extract<DeviceTestAnswer, { readonly kind: 'part' }>

/** What was measured, a line each. */
function linesOf({
  peaks,
  training,
  sampling,
  products,
}: DeviceReport): readonly (readonly [string, string])[] {
  const gigas = (value: number, unit: string): string => `${decimal(value / 1e9)} ${unit}`
  return [
    ...(peaks === null
      ? []
      : [
          [
            t.parts['peaks'] ?? '',
            `${gigas(peaks.flops, 'GFLOP/s')}, ${gigas(peaks.bytes, 'GB/s')}`,
          ] as const,
        ]),
    ...training.map(
      ({ model, tokensPerSecond }) =>
        [`${t.parts['training'] ?? ''}, ${model}`, `${short(tokensPerSecond)} tokens/s`] as const,
    ),
    ...sampling.map(
      ({ model, weights, work, sequences, tokensPerSecond }) =>
        [
          `${work === 'decode' ? t.decode : t.rollout}, ${model}, ${weights}, ${count(sequences)} ×`,
          `${short(tokensPerSecond)} tokens/s`,
        ] as const,
    ),
    ...products.map(
      ({ m, n, k, weights, flops, bytesPerSecond }) =>
        [
          `${m} × ${n} × ${k}, ${weights}`,
          `${gigas(flops, 'GFLOP/s')}, ${gigas(bytesPerSecond, 'GB/s')}`,
        ] as const,
    ),
  ]
}

function Found({ report }: { readonly report: DeviceReport }) {
  const all = report.checks.reduce((sum, { checks }) => sum + checks, 0)
  const failed = report.checks.flatMap((each) => each.failed.map((line) => `${each.operation}: ${line}`))
  const notes = report.parts.flatMap(({ part, notes: said }) =>
    said.map((note) => `${t.parts[part] ?? part}: ${note}`),
  )
  return (
    <>
      <p data-testid="device-checks" data-failed={failed.length}>
        <strong>{t.checks(count(all - failed.length), count(all))}</strong>{' '}
        <span className="small muted">{words.xray.on(deviceName(report.device))}</span>
      </p>
      {[...failed, ...notes].map((line) => (
        <p key={line} className="small muted">
          {line}
        </p>
      ))}
      <Scroll className="tall" label={t.title}>
        <table data-testid="device-table">
          <thead>
            <tr>
              <th scope="col">{t.what}</th>
              <th scope="col" className="num">
                {t.value}
              </th>
            </tr>
          </thead>
          <tbody>
            {linesOf(report).map(([what, value]) => (
              <tr key={what}>
                <th scope="row">{what}</th>
                <td className="num">{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  )
}

export function DeviceTest() {
  const app = useApp()
  const gpu = useView((state) => state.gpu)
  const [report, setReport] = useState<DeviceReport | null>(null)
  const [at, setAt] = useState<At | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [cancelled, setCancelled] = useState(false)
  const end = useRef<(() => void) | null>(null)
  useEffect(() => () => end.current?.(), [])
  const absent = gpu.kind === 'absent'
  const start = (): void => {
    setReport(emptyReport({ made: new Date().toISOString(), by: 'page', host: app.env.userAgent }))
    setFailure(null)
    setCancelled(false)
    const software = gpu.kind === 'present' && gpu.software
    end.current = app.env.testDevice({ deviceTest: software ? 'software' : 'page' }, (said) => {
      if (said.kind === 'part') setAt(said)
      else if (said.kind === 'finding')
        setReport((known) => (known === null ? null : withFinding(known, said.finding)))
      else if (said.kind === 'outcome')
        setReport((known) => (known === null ? null : withPart(known, said.outcome)))
      else {
        setAt(null)
        end.current = null
        if (said.kind === 'failed') setFailure(said.failure)
      }
    })
  }
  const cancel = (): void => {
    end.current?.()
    end.current = null
    setAt(null)
    setCancelled(true)
  }
  const save = (): void =>
    app.env.save(
      'device.json',
      new Blob([`${JSON.stringify(report, null, 1)}\n`], { type: 'application/json' }),
    )
  const measured = report !== null && report.parts.length > 0
  return (
    <section className="card stack" aria-label={t.title} data-testid="device-test" data-busy={at !== null}>
      <div className="row">
        <h2>{t.title}</h2>
        {measured && at === null ? (
          <button type="button" className="button push" onClick={save} data-testid="save-device">
            {t.save}
          </button>
        ) : null}
        <button
          type="button"
          className={measured && at === null ? 'button primary' : 'button primary push'}
          disabled={absent}
          onClick={at === null ? start : cancel}
          data-testid="test-device"
        >
          {at === null ? t.start : words.models.cancel}
        </button>
      </div>
      <p className="small muted">{absent ? words.xray.roofline.noGpu : t.why}</p>
      {at === null ? null : (
        <Bar
          label={t.title}
          share={(at.done - 1) / at.of}
          title={t.at(t.parts[at.part] ?? at.part, count(at.done), count(at.of))}
          detail=""
          amount=""
        />
      )}
      <div role="status">
        {failure === null ? null : <p className="notice">{sentenceOf(failure)}</p>}
        {cancelled ? <p className="small">{t.cancelled}</p> : null}
      </div>
      {measured ? <Found report={report} /> : null}
    </section>
  )
}
