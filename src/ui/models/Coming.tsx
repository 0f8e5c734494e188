// The model that is coming in: bytes, percent, and the way to stop it.
import { cancelModel } from '../../state/modelActions'
import { useApp, useSession } from '../context'
import { bytes, percent } from '../format'
import { Bar } from '../parts/Bar'
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
      <Bar
        label={t.coming}
        share={share}
        title={model}
        detail={file}
        amount={total === null ? bytes(done) : t.ofBytes(bytes(done), bytes(total), percent(share))}
      >
        <button
          type="button"
          className="button small"
          onClick={() => void cancelModel(app)}
          data-testid="cancel-model"
        >
          {t.cancel}
        </button>
      </Bar>
    </section>
  )
}
