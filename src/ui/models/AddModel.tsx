// Where a model comes in: a file or folder of one's own, or a name on the hub.
import { useRef, useState } from 'react'
import { fromFiles } from '../../state/intake'
import { addModel, downloadModel } from '../../state/modelActions'
import { useApp, useSession, useView } from '../context'
import { Icon } from '../parts/Icon'
import { words } from '../strings'

const t = words.models

export function AddModel() {
  const app = useApp()
  const file = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const [name, setName] = useState('')
  const busy = useSession((state) => state.coming !== null)
  const reader = useView((state) => state.ownership === 'reader')
  const take = (input: HTMLInputElement): void => {
    void addModel(app, fromFiles(input.files ?? []))
    input.value = ''
  }
  return (
    <div className="stack">
      <section className="card drop" aria-label={t.addTitle}>
        <Icon name="models" size={34} />
        <h2>{t.addTitle}</h2>
        <p className="small muted">{t.addKinds}</p>
        <div className="row">
          <button
            type="button"
            className="button primary"
            disabled={reader || busy}
            onClick={() => file.current?.click()}
          >
            {t.pickFile}
          </button>
          <button
            type="button"
            className="button"
            disabled={reader || busy}
            onClick={() => folder.current?.click()}
          >
            {t.pickFolder}
          </button>
        </div>
        <input
          ref={file}
          type="file"
          accept=".gguf"
          hidden
          aria-hidden="true"
          tabIndex={-1}
          onChange={(event) => take(event.target)}
          data-testid="model-file"
        />
        <input
          ref={(element) => {
            folder.current = element
            element?.setAttribute('webkitdirectory', '')
          }}
          type="file"
          multiple
          hidden
          aria-hidden="true"
          tabIndex={-1}
          onChange={(event) => take(event.target)}
          data-testid="model-folder"
        />
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
            disabled={reader || busy || name.trim() === ''}
            data-testid="download-model"
          >
            {t.download}
          </button>
        </div>
      </form>
    </div>
  )
}
