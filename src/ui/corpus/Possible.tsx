// What can be done with documents that came in, on this device: gaps with the weights that come with the lab,
// at one click, or a larger model with what it costs.
import { documentChoice, documentControls, largerReaders } from '../../config/documentChoice'
import type { CorpusRecord } from '../../protocol/ports'
import { beginWithDocuments } from '../../state/commands'
import { downloadModel, readModels, startFromModel } from '../../state/modelActions'
import { isStory } from '../../state/documentStart'
import { planTime } from '../../state/plannedTime'
import { useEffect } from 'react'
import { useApp, useSession, useView } from '../context'
import { bytes } from '../format'
import { Icon } from '../parts/Icon'
import { words } from '../strings'
import { duration } from '../train/duration'
import { useSpeed } from '../train/useSpeed'

const t = words.documents

/** Minutes of what the button below begins. */
function DocumentTime() {
  const { speed } = useSpeed()
  if (speed === null) return null
  const { weights, linked } = documentChoice(1)
  const { first, whole } = planTime(speed, {
    config: linked.config,
    startFrom: { kind: 'builtIn', name: weights },
  })
  return (
    <p className="small" role="status" data-testid="document-time" data-first={first} data-whole={whole}>
      {t.time(duration(first), duration(whole))}
    </p>
  )
}

export function Possible({ corpus }: { readonly corpus: CorpusRecord }) {
  const app = useApp()
  const models = useSession((state) => state.models)
  const busy = useSession(({ running }) => running)
  const unable = useView(({ gpu, ownership }) => gpu.kind === 'absent' || ownership === 'reader')
  useEffect(() => void readModels(app), [app])
  if (corpus.documents === 0 || isStory(corpus.id)) return null
  return (
    <section className="card stack" aria-label={t.title} data-testid="possible">
      <h2>{t.title}</h2>
      <div className="stack" style={{ gap: '0.4rem' }}>
        <strong>{t.now}</strong>
        <p className="small">{t.nowWhy}</p>
        <p className="small muted">{t.gentle}</p>
        <DocumentTime />
        <div className="row">
          <button
            type="button"
            className="button primary"
            disabled={busy || unable}
            onClick={() => void beginWithDocuments(app, corpus.id)}
            data-testid="begin-documents"
          >
            <Icon name="play" />
            {t.start}
          </button>
        </div>
      </div>
      <details>
        <summary>{t.controls}</summary>
        <p className="small muted">{t.controlsWhy}</p>
        <div className="row">
          {documentControls.map((control) => (
            <button
              key={control}
              type="button"
              className="button small"
              disabled={busy || unable}
              onClick={() => void beginWithDocuments(app, corpus.id, control)}
            >
              {t.control[control]}
            </button>
          ))}
        </div>
      </details>
      <details>
        <summary>{t.larger}</summary>
        <ul className="stack" style={{ gap: '0.4rem' }}>
          {largerReaders.map(({ name, address, bytes: size, memory }) => {
            const here = models.find((each) => each.address === address && each.facts !== null)
            return (
              <li key={address} className="row">
                <span>
                  <strong>{name}</strong>{' '}
                  <span className="small muted">{t.largerWhy(bytes(size), bytes(memory))}</span>
                </span>
                <button
                  type="button"
                  className="button small push"
                  disabled={unable}
                  onClick={() => {
                    if (here === undefined) {
                      app.go('models')
                      void downloadModel(app, address)
                    } else {
                      startFromModel(app, here.id)
                      app.go('train')
                    }
                  }}
                >
                  {here === undefined ? t.bring(name) : t.seat(name)}
                </button>
              </li>
            )
          })}
        </ul>
      </details>
    </section>
  )
}
