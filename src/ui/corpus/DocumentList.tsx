// The documents of the open corpus: only the rows on the screen are drawn, more are read as one scrolls.
import { last } from '../../base/at'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useApp } from '../context'
import { count, short } from '../format'
import { words } from '../strings'

const t = words.corpus

export function DocumentList({ total }: { readonly total: number }) {
  const app = useApp()
  const { rows, complete, search, preview, loading } = useStore(app.documents.store)
  const [text, setText] = useState(search)
  const frame = useRef<HTMLDivElement>(null)
  // eslint-disable-next-line react-hooks/incompatible-library -- it is read in this component alone
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => 44,
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const end = items.length === 0 ? 0 : last(items).index
  useEffect(() => {
    if (!complete && end >= rows.length - 40) void app.documents.more()
  }, [app, complete, end, rows.length])
  // A search starts once typing rests.
  useEffect(() => {
    if (text === app.documents.store.getState().search) return undefined
    const timer = setTimeout(() => void app.documents.search(text), 250)
    return () => clearTimeout(timer)
  }, [app, text])
  return (
    <div className="stack" style={{ gap: '0.5rem' }}>
      <input
        className="input"
        type="search"
        placeholder={t.search}
        aria-label={t.search}
        value={text}
        onChange={(event) => setText(event.target.value)}
        data-testid="search"
      />
      <p className="small muted num" role="status">
        {loading && rows.length === 0
          ? words.shell.loading
          : search === ''
            ? t.found(count(total), true)
            : t.found(count(rows.length), complete)}
      </p>
      {rows.length === 0 && !loading ? (
        <p className="muted">{search === '' ? '' : t.nothingFound}</p>
      ) : (
        <div
          ref={frame}
          className="scroll list"
          role="listbox"
          aria-label={t.documents}
          tabIndex={-1}
          data-testid="document-list"
        >
          <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
            {items.map((item) => {
              const row = rows[item.index]
              if (row === undefined) return null
              return (
                <button
                  key={row.id}
                  type="button"
                  role="option"
                  aria-selected={preview?.document.id === row.id}
                  aria-label={t.document(row.name, short(row.tokens))}
                  className="document"
                  style={{ transform: `translateY(${item.start}px)` }}
                  onClick={() => void app.documents.preview(row)}
                >
                  <span>{row.name}</span>
                  <span className="small num muted">{t.tokens(short(row.tokens))}</span>
                </button>
              )
            })}
          </div>
        </div>
      )}
    </div>
  )
}
