// Where there is no GPU for the page: what to do in the very browser at hand, in short exact steps.
import { flushSync } from 'react-dom'
import type { App } from '../../state/app'
import { closeGuide } from '../../state/view'
import { useApp, useView } from '../context'
import { Icon } from '../parts/Icon'
import { words } from '../strings'

const t = words.gpu
const guideId = 'gpu-guide'

/** Brings the steps into sight, also where they were put away, and gives them the focus. */
export function showGuide(app: App): void {
  flushSync(() => app.view.setState({ guideClosed: false }))
  const guide = document.getElementById(guideId)
  guide?.scrollIntoView({ block: 'center' })
  guide?.focus({ preventScroll: true })
}

export function GpuGuide() {
  const app = useApp()
  const guide = useView((state) => state.guide)
  const gpu = useView((state) => state.gpu)
  const closed = useView((state) => state.guideClosed)
  if (gpu.kind !== 'absent' || closed) return null
  const { browser, steps } = t.guide[guide]
  const why = {
    insecure: t.insecure,
    noAdapter: t.noAdapter,
    noInterface: t.noInterface,
    noWorker: t.noWorker,
  }[gpu.why]
  return (
    <section
      id={guideId}
      tabIndex={-1}
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
        <button
          type="button"
          className="button small quiet"
          aria-label={t.close}
          title={t.close}
          onClick={() => closeGuide(app.view, app.env.keep)}
          data-testid="guide-close"
        >
          <Icon name="close" size={15} />
        </button>
      </div>
    </section>
  )
}
