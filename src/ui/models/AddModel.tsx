// Where a model comes in: a file or folder of one's own, or a name on the hub.
import { useState } from 'react'
import { fromFiles } from '../../state/intake'
import { addModel, downloadModel } from '../../state/modelActions'
import { useApp, useSession, useView } from '../context'
import { FilePicker } from '../parts/FilePicker'
import { Icon } from '../parts/Icon'
import { words } from '../strings'

const t = words.models

export function AddModel() {
  const app = useApp()
  const [name, setName] = useState('')
  const busy = useSession((state) => state.coming !== null)
  const reader = useView((state) => state.ownership === 'reader')
  const shut = reader || busy
  const take = (files: FileList): void => void addModel(app, fromFiles(files))
  return (
    <div className="stack">
      <section className="card drop" aria-label={t.addTitle}>
        <Icon name="models" size={34} />
        <h2>{t.addTitle}</h2>
        <p className="small muted">{t.addKinds}</p>
        <div className="row">
          <FilePicker
            label={t.pickFile}
            accept=".gguf"
            multiple
            primary
            disabled={shut}
            testId="model-file"
            onFiles={take}
          />
          <FilePicker label={t.pickFolder} folder disabled={shut} testId="model-folder" onFiles={take} />
        </div>
      </section>
      <form
        className="card stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '')
            void downloadModel(app, name.trim()).then((done) => {
              if (done) setName('')
            })
        }}
      >
        <h2>{t.hubTitle}</h2>
        <label className="field">
          <span>{t.hubLabel}</span>
          <input
            className="input"
            value={name}
            spellCheck={false}
            autoComplete="off"
            placeholder="owner/name"
            onChange={(event) => setName(event.target.value)}
            data-testid="hub-name"
          />
        </label>
        <p className="small muted">{t.hubHint}</p>
        <div className="row">
          <button
            type="submit"
            className="button primary"
            disabled={shut || name.trim() === ''}
            data-testid="download-model"
          >
            {t.download}
          </button>
        </div>
      </form>
    </div>
  )
}
