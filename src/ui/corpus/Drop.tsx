// Where documents come in: a place to drop them, pickers for files and folders, and pasted text.
import { useState } from 'react'
import { addFiles } from '../../state/commands'
import { fromFiles } from '../../state/intake'
import { useApp } from '../context'
import { Modal } from '../parts/Confirm'
import { FilePicker } from '../parts/FilePicker'
import { Icon } from '../parts/Icon'
import { words } from '../strings'

const t = words.corpus

function Paste({ onClose }: { readonly onClose: () => void }) {
  const app = useApp()
  const [text, setText] = useState('')
  const add = (): void => {
    onClose()
    void addFiles(app, {
      files: [{ path: t.pastedName, data: new Blob([text], { type: 'text/plain' }) }],
      unreadable: [],
    })
  }
  return (
    <Modal title={t.pasteTitle} onClose={onClose}>
      <label className="stack" style={{ gap: '0.3rem' }}>
        <span>{t.pasteLabel}</span>
        <textarea
          className="input"
          rows={10}
          cols={60}
          value={text}
          onChange={(event) => setText(event.target.value)}
          data-testid="paste-text"
        />
      </label>
      <div className="row">
        <button type="button" className="button push" onClick={onClose}>
          {t.cancel}
        </button>
        <button type="button" className="button primary" disabled={text.trim() === ''} onClick={add}>
          {t.pasteAdd}
        </button>
      </div>
    </Modal>
  )
}

export function Drop() {
  const app = useApp()
  const [pasting, setPasting] = useState(false)
  const take = (files: FileList): void => void addFiles(app, fromFiles(files))
  return (
    <section className="card drop" aria-label={t.dropTitle}>
      <Icon name="drop" size={34} />
      <h2>{t.dropTitle}</h2>
      <p className="small muted">{t.dropKinds}</p>
      <div className="row">
        <FilePicker label={t.pickFiles} multiple primary testId="files" onFiles={take} />
        <FilePicker label={t.pickFolder} folder testId="folder" onFiles={take} />
        <button type="button" className="button" onClick={() => setPasting(true)} data-testid="paste">
          {t.paste}
        </button>
      </div>
      {pasting ? <Paste onClose={() => setPasting(false)} /> : null}
    </section>
  )
}
