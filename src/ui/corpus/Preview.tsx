// A document, as text only.
import { useStore } from 'zustand'
import { useApp } from '../context'
import { Scroll } from '../parts/Scroll'
import { words } from '../strings'

const t = words.corpus
/** Characters that are put on the page at once. */
const most = 40_000

export function Preview() {
  const app = useApp()
  const preview = useStore(app.documents.store, (state) => state.preview)
  if (preview === null) return <p className="muted preview-hint">{t.previewHint}</p>
  const { document, text } = preview
  const remove = async (): Promise<void> => {
    if (!(await app.goLive())) return
    await app.send({ kind: 'corpus.remove', corpus: document.corpus, documents: [document.id] })
    await app.documents.preview(null)
    await app.documents.refresh()
  }
  return (
    <article className="preview" aria-label={`${t.preview}: ${document.name}`} data-testid="preview">
      <div className="row">
        <h3>{document.name}</h3>
        <button type="button" className="button small push" onClick={() => void remove()}>
          {t.removeDocument}
        </button>
      </div>
      <Scroll className="text" label={document.name}>
        {text === null ? words.shell.loading : text.slice(0, most)}
        {text !== null && text.length > most ? <p className="muted">{t.truncated}</p> : null}
      </Scroll>
    </article>
  )
}
