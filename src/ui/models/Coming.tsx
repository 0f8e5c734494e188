// The model that is coming in: bytes, percent, and the way to stop it.
import { cancelModel } from '../../state/models'
import { useApp, useSession } from '../context'
import { bytes, percent } from '../format'
import { words } from '../strings'

const t = words.models

export function Coming() {
  const app = useApp()
  const coming = useSession((state) => state.coming)
  if (coming === null) return null
  const { model, file, done, total } = coming
  const share = total === null || total === 0 ? null : done / total
  return (
    <section className="card stack" aria-label={t.coming} data-testid="coming" data-done={done}>
      <div className="row small">
        <strong>{model}</strong>
        <span className="muted">{file}</span>
        <span className="muted num push">{total === null ? bytes(done) : t.ofBytes(bytes(done), bytes(total), percent(share))}</span>
        <button type="button" className="button small" onClick={() => void cancelModel(app)} data-testid="cancel-model">{t.cancel}</button>
      </div>
      <div
        className={share === null ? 'bar unsure' : 'bar'}
        role="progressbar"
        aria-label={t.coming}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(share === null ? {} : { 'aria-valuenow': Math.round(100 * share) })}
      >
        <span style={share === null ? undefined : { width: `${100 * share}%` }} />
      </div>
    </section>
  )
}
