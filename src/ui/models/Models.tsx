// Models of others: where they come in, which are kept, and what each would take.
import { useEffect } from 'react'
import { readModels } from '../../state/modelActions'
import { useApp, useSession } from '../context'
import { ViewHead } from '../parts/ViewHead'
import { words } from '../strings'
import { AddModel } from './AddModel'
import { Coming } from './Coming'
import { ModelCard } from './ModelCard'

const t = words.models

export default function Models() {
  const app = useApp()
  const models = useSession((state) => state.models)
  const source = useSession((state) => state.source)
  useEffect(() => void readModels(app), [app, source])
  return (
    <div className="view">
      <ViewHead title={t.title} lead={t.lead} />
      <Coming />
      <div className="corpus-grid">
        <AddModel />
        <section className="stack" aria-label={t.kept}>
          <h2>{t.kept}</h2>
          {models.length === 0 ? (
            <p className="muted">{t.none}</p>
          ) : (
            <ul className="stack" data-testid="models">
              {models.map((model) => (
                <ModelCard key={model.id} model={model} />
              ))}
            </ul>
          )}
        </section>
      </div>
    </div>
  )
}
