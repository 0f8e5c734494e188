// The model from the inside: a picture of it at work, then its blocks, the WGSL of each, its shapes, and a
// check against its reference on this very device.
import { sentenceOf } from '../problemText'
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import type { CheckAnswer, KernelSource } from '../../protocol/kernelReport'
import { blocksOf, kernelSources, type Block } from '../../state/xray'
import { useApp, useSession, useView } from '../context'
import { count, decimal } from '../format'
import { Icon } from '../parts/Icon'
import { ViewHead } from '../parts/ViewHead'
import { words } from '../strings'
import { DeviceTest } from './DeviceTest'
import { Roofline } from './Roofline'

const Inside = lazy(() => import('./Inside'))
const t = words.xray

function Outcome({ answer }: { readonly answer: CheckAnswer }) {
  if (!answer.ok)
    return (
      <p className="notice" role="alert">
        {sentenceOf(answer.failure)}
      </p>
    )
  const failed = answer.reports.filter(({ passed }) => !passed)
  const worst = answer.reports.reduce((a, b) => (b.maxRatio > a.maxRatio ? b : a))
  return (
    <div className="stack" data-testid="check-outcome" data-passed={failed.length === 0}>
      <p className="row">
        <Icon name={failed.length === 0 ? 'right' : 'wrong'} size={18} />
        <strong>
          {failed.length === 0
            ? t.passed(count(answer.reports.length))
            : t.failed(count(failed.length), count(answer.reports.length))}
        </strong>
        <span className="small muted">{t.on(answer.device)}</span>
      </p>
      <p className="small muted">
        {t.worst(worst.name, worst.maxRatio.toExponential(1), worst.tolerance.toExponential(1))}
      </p>
      {answer.times === null ? (
        <p className="small muted">{t.noTimes}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{t.dispatch}</th>
              <th scope="col" className="num">
                {t.times}
              </th>
              <th scope="col" className="num">
                {t.each}
              </th>
            </tr>
          </thead>
          <tbody>
            {answer.times.map(({ label, count: n, ms }) => (
              <tr key={label}>
                <td>{label}</td>
                <td className="num">{count(n)}</td>
                <td className="num">{decimal((1000 * ms) / Math.max(1, n))} µs</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}

export default function Xray() {
  const app = useApp()
  const open = useRef<HTMLElement>(null)
  const run = useSession((state) => state.run)
  const absent = useView((state) => state.gpu.kind === 'absent')
  const [sources, setSources] = useState<readonly KernelSource[]>([])
  const [chosen, setChosen] = useState<string>('attention')
  const [file, setFile] = useState(0)
  const [answers, setAnswers] = useState<ReadonlyMap<string, CheckAnswer>>(new Map())
  const [busy, setBusy] = useState<string | null>(null)
  const size = run?.linked.config.model.size ?? 'tiny'
  const vocabulary = run === null || run.vocabulary.length === 0 ? 1024 : run.vocabulary.length
  const blocks = useMemo(() => blocksOf(size, vocabulary), [size, vocabulary])
  useEffect(() => {
    let gone = false
    void kernelSources(app).then((list) => {
      if (!gone) setSources(list)
    })
    return () => void (gone = true)
  }, [app])
  const block = blocks.find(({ id }) => id === chosen) ?? blocks[0]
  if (block === undefined) return null
  const own = sources.filter(({ operation }) => operation === block.operation)
  const source = own[Math.min(file, own.length - 1)]
  const answer = answers.get(block.operation)
  const check = (): void => {
    setBusy(block.operation)
    void app.env.checkKernel(block.operation).then((found) => {
      setAnswers((known) => new Map(known).set(block.operation, found))
      setBusy(null)
    })
  }
  // Where the blocks stand above the code, it would open out of sight.
  const choose = (id: string): void => {
    setChosen(id)
    setFile(0)
    if ((open.current?.getBoundingClientRect().top ?? 0) > 0.7 * window.innerHeight)
      open.current?.scrollIntoView({ behavior: app.env.reducedMotion ? 'auto' : 'smooth' })
  }
  const button = ({ id, shape }: Block) => (
    <li key={id}>
      <button type="button" className="block" aria-pressed={id === block.id} onClick={() => choose(id)}>
        <strong>{t.blocks[id] ?? id}</strong>
        <span className="small muted">{shape}</span>
      </button>
    </li>
  )
  const layer = blocks.filter(({ inLayer }) => inLayer)
  const from = blocks.findIndex(({ inLayer }) => inLayer)
  return (
    <div className="view" data-testid="xray">
      <ViewHead title={t.title} lead={t.lead} />
      <Suspense fallback={<p className="muted">{words.shell.loading}</p>}>
        <Inside />
      </Suspense>
      <h2>{t.kernels}</h2>
      <p className="muted">{t.kernelsLead(words.options[size] ?? size)}</p>
      <div className="xray">
        <div className="stack" aria-label={t.model} role="group">
          <ol className="blocks">{blocks.slice(0, from).map(button)}</ol>
          <div className="layer">
            <p className="small muted">{t.layer}</p>
            <ol className="blocks">{layer.map(button)}</ol>
          </div>
          <ol className="blocks">{blocks.slice(from + layer.length).map(button)}</ol>
        </div>
        <section ref={open} className="card stack" aria-label={t.blocks[block.id] ?? block.id}>
          <div className="row">
            <h3>{t.blocks[block.id] ?? block.id}</h3>
            <code className="small">shaders/{block.operation}</code>
            <button
              type="button"
              className="button primary push"
              disabled={absent || busy !== null}
              onClick={check}
              data-testid="check-kernel"
            >
              {busy === block.operation ? t.checking : t.check}
            </button>
          </div>
          {absent ? <p className="small muted">{t.noGpu}</p> : null}
          {busy === block.operation ? (
            <div className="bar unsure" role="progressbar" aria-label={t.checking}>
              <span />
            </div>
          ) : null}
          {answer === undefined ? null : <Outcome answer={answer} />}
          {own.length < 2 ? null : (
            <div className="row" role="group" aria-label={t.files}>
              {own.map((each, index) => (
                <button
                  key={each.file}
                  type="button"
                  className="button small"
                  aria-pressed={each === source}
                  onClick={() => setFile(index)}
                >
                  {each.file}
                </button>
              ))}
            </div>
          )}
          {source === undefined ? (
            <p className="muted">{words.shell.loading}</p>
          ) : (
            <pre className="wgsl" tabIndex={0} aria-label={source.file} data-testid="wgsl">
              {source.text}
            </pre>
          )}
        </section>
      </div>
      <DeviceTest />
      <Roofline size={size} vocabulary={vocabulary} />
    </div>
  )
}
