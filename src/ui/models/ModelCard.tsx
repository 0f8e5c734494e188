// One kept model: what it is, what it takes to train, and what can be done with it.
import { useState } from 'react'
import { trainingMethods, type ModelRecord } from '../../protocol/modelRecord'
import { seatModel } from '../../state/commands'
import { downloadModel, removeModel } from '../../state/modelActions'
import { useApp, useSession, useView } from '../context'
import { bytes, count, date, short } from '../format'
import { sentenceOf } from '../problemText'
import { Modal } from '../parts/Confirm'
import { words } from '../strings'

const t = words.models

/** Its only file's hash, or how many files were hashed. */
function Hash({ files }: Pick<ModelRecord, 'files'>) {
  const [first] = files
  const whole = files.filter(({ sha256 }) => sha256 !== null)
  if (first?.sha256 == null || whole.length === 0) return null
  const said = whole.every(({ checked }) => checked) ? t.hashChecked : t.hashComputed
  return (
    <div>
      <dt>{t.hash}</dt>
      <dd>
        {files.length === 1 ? (
          <code title={first.sha256}>{first.sha256.slice(0, 16)}…</code>
        ) : (
          t.files(count(whole.length))
        )}
        , {said}
      </dd>
    </div>
  )
}

export function ModelCard({ model }: { readonly model: ModelRecord }) {
  const app = useApp()
  const [asking, setAsking] = useState(false)
  const reader = useView((state) => state.ownership === 'reader')
  const busy = useSession((state) => state.coming !== null)
  const { id, address, files, facts, added } = model
  const size = files.reduce((sum, each) => sum + (each.bytes ?? 0), 0)
  return (
    <li className="card stack" data-testid="model" data-model={id} data-whole={facts !== null}>
      <div className="row">
        <h3 className="model-name">{id}</h3>
        <span className="push row">
          {facts === null ? null : (
            <button
              type="button"
              className="button small primary"
              disabled={reader}
              onClick={() => void seatModel(app, id)}
              data-testid="seat-model"
            >
              {t.seat}
            </button>
          )}
          {facts === null && address !== null ? (
            <button
              type="button"
              className="button small primary"
              disabled={reader || busy}
              onClick={() => void downloadModel(app, address)}
              data-testid="resume-model"
            >
              {t.goOn}
            </button>
          ) : null}
          <button
            type="button"
            className="button small"
            disabled={reader || busy}
            onClick={() => setAsking(true)}
            data-testid="remove-model"
          >
            {t.remove}
          </button>
        </span>
      </div>
      {facts === null ? <p>{t.part}</p> : null}
      {facts?.notes?.map((note) => (
        <p key={note.code} className="small muted">
          {sentenceOf(note)}
        </p>
      ))}
      <dl className="facts small">
        {facts === null ? null : (
          <div>
            <dt>{t.family}</dt>
            <dd>{facts.family}</dd>
          </div>
        )}
        {facts === null ? null : (
          <div>
            <dt>{t.parameters}</dt>
            <dd className="num">{short(facts.parameters)}</dd>
          </div>
        )}
        <div>
          <dt>{t.size}</dt>
          <dd className="num">{bytes(size)}</dd>
        </div>
        <Hash files={files} />
        <div>
          <dt>{t.from}</dt>
          <dd className="model-name">{address ?? t.own}</dd>
        </div>
        <div>
          <dt>{t.added}</dt>
          <dd>{date(added)}</dd>
        </div>
      </dl>
      {facts === null ? null : (
        <div>
          <p className="small muted">
            {t.memory} ({t.memoryHint})
          </p>
          <dl className="counts num">
            {trainingMethods.map((fitting) => (
              <div key={fitting}>
                <dt>{t.fittings[fitting]}</dt>
                <dd>{bytes(facts.memory[fitting])}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
      {asking ? (
        <Modal title={t.removeSure(id, bytes(size))} onClose={() => setAsking(false)}>
          <div className="row">
            <button type="button" className="button push" onClick={() => setAsking(false)}>
              {t.keep}
            </button>
            <button
              type="button"
              className="button primary"
              onClick={() => {
                setAsking(false)
                void removeModel(app, id)
              }}
              data-testid="remove-sure"
            >
              {t.remove}
            </button>
          </div>
        </Modal>
      ) : null}
    </li>
  )
}
