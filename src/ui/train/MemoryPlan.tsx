// What the run that the form shows takes of the device's memory, where a model of others is to play: before
// anything is loaded.
import { useEffect } from 'react'
import { planModel } from '../../state/modelActions'
import { useApp, useDraft, useSession } from '../context'
import { bytes } from '../format'
import { sentenceOf } from '../problemText'
import { words } from '../strings'

const t = words.models

export function MemoryPlan() {
  const app = useApp()
  const model = useDraft(({ startFrom }) => (startFrom.kind === 'model' ? startFrom.name : null))
  const linked = useDraft((state) => state.linked)
  const planned = useSession((state) => state.planned)
  useEffect(() => {
    if (model === null) return
    // Not for every key of a number that is being typed.
    const timer = setTimeout(() => void planModel(app), 200)
    return () => clearTimeout(timer)
  }, [app, model, linked])
  if (model === null) return null
  if (planned === null || planned.model !== model)
    return (
      <p className="small muted" role="status">
        {t.planning}
      </p>
    )
  const { total, weights, optimizer, activations, sampling, failure } = planned
  return (
    <div role="status" data-testid="memory-plan" data-fits={failure === null} data-bytes={total}>
      {failure === null ? null : <p className="notice">{sentenceOf(failure)}</p>}
      <p>
        <strong>{t.plan(bytes(total))}</strong>{' '}
        <span className="small muted">
          {t.planParts(bytes(weights), bytes(optimizer), bytes(activations), bytes(sampling))}
        </span>
      </p>
    </div>
  )
}
