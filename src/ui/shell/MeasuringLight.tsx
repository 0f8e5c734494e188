// The light that is on as long as anything is measured, on every view, with the way to stop it.
import { useStore } from 'zustand'
import { perform } from '../../state/actions'
import { useApp } from '../context'
import { count as shown } from '../format'
import { words } from '../strings'

const t = words.shell.measuring

export function MeasuringLight() {
  const app = useApp()
  const { source, count } = useStore(app.measuring)
  if (source === null) return null
  return (
    <button
      type="button"
      className="badge measuring"
      title={t.stop}
      aria-label={`${t.light(t.sources[source], shown(count))}. ${t.stop}`}
      onClick={() => perform(app, 'measure.stop')}
      data-testid="measuring-light"
    >
      <span className="light" aria-hidden="true" />
      <span>{t.light(t.sources[source], shown(count))}</span>
    </button>
  )
}
