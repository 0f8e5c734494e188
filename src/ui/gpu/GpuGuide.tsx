// Where there is no GPU for the page: what to do in the very browser at hand, in short exact steps.
import { useApp, useView } from '../context'
import { words } from '../strings'

const t = words.gpu

export function GpuGuide() {
  const app = useApp()
  const guide = useView((state) => state.guide)
  const gpu = useView((state) => state.gpu)
  if (gpu.kind !== 'absent') return null
  const { browser, steps } = t.guide[guide]
  const why = { insecure: t.insecure, noAdapter: t.noAdapter, noInterface: t.noInterface }[gpu.why]
  return (
    <section
      id="gpu-guide"
      className="card guide"
      aria-label={t.title}
      data-testid="gpu-guide"
      data-guide={guide}
    >
      <div>
        <h2>{t.title}</h2>
        <p>
          {why} {t.lead}
        </p>
      </div>
      <div>
        <h3>
          {t.steps}: {browser}
        </h3>
        <ol>
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <p className="small muted">{t.elsewhere}</p>
      </div>
      <div className="row">
        <button
          type="button"
          className="button"
          onClick={() => void app.env.presence().then((found) => app.view.setState({ gpu: found }))}
        >
          {t.again}
        </button>
      </div>
    </section>
  )
}
