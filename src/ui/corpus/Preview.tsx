// A document, as text only.
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { Mark } from '../../state/documents'
import { useApp } from '../context'
import { Scroll } from '../parts/Scroll'
import { words } from '../strings'

const t = words.corpus
/** Characters that are put on the page at once. */
const most = 40_000

/** The text around a place that is looked for, brought into sight. */
function Marked({ text, mark: { start, end } }: { readonly text: string; readonly mark: Mark }) {
  const place = useRef<HTMLElement>(null)
  useEffect(() => place.current?.scrollIntoView({ block: 'center' }), [start, end])
  const from = Math.max(0, start - most / 2)
  return (
    <>
      {from === 0 ? '' : '… '}
      {text.slice(from, start)}
      <mark ref={place} data-testid="source-mark">
        {text.slice(start, end)}
      </mark>
      {text.slice(end, end + most / 2)}
    </>
  )
}

export function Preview() {
  const app = useApp()
  const preview = useStore(app.documents.store, (state) => state.preview)
  if (preview === null) return <p className="muted preview-hint">{t.previewHint}</p>
  const { document, text, mark } = preview
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
        {text === null ? (
          words.shell.loading
        ) : mark === null ? (
          text.slice(0, most)
        ) : (
          <Marked text={text} mark={mark} />
        )}
        {text !== null && text.length > most && mark === null ? <p className="muted">{t.truncated}</p> : null}
      </Scroll>
    </article>
  )
}
