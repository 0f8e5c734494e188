// A run's note and tags, to be written and to be read.
import { useState } from 'react'
import type { RunRecord } from '../../protocol/records'
import { ownNote } from '../../protocol/notes'
import { annotateRun } from '../../state/commands'
import { useApp } from '../context'
import { noteOf } from '../problemText'
import { words } from '../strings'

const t = words.runs.notes

export function NotesForm({ run, onDone }: { readonly run: RunRecord; readonly onDone: () => void }) {
  const app = useApp()
  const [note, setNote] = useState(ownNote(run))
  const [tags, setTags] = useState((run.tags ?? []).join(', '))
  return (
    <form
      className="stack notes-form"
      data-testid="notes-form"
      onSubmit={(event) => {
        event.preventDefault()
        onDone()
        void annotateRun(app, run.id, note, tags)
      }}
    >
      <label className="stack small">
        {t.note}
        <textarea
          className="input"
          rows={3}
          maxLength={2000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
      <label className="stack small">
        {t.tags}
        <input className="input" value={tags} onChange={(event) => setTags(event.target.value)} />
        <span className="muted">{t.tagsHint}</span>
      </label>
      <div className="row">
        <button type="submit" className="button small primary">
          {words.runs.save}
        </button>
        <button type="button" className="button small" onClick={onDone}>
          {words.runs.cancel}
        </button>
      </div>
    </form>
  )
}

/** Pressing a tag shows the runs that have it. */
export function Notes({ run, onTag }: { readonly run: RunRecord; readonly onTag: (tag: string) => void }) {
  const note = noteOf(run)
  const { tags = [] } = run
  return (
    <>
      {tags.length === 0 ? null : (
        <ul className="row tags" aria-label={t.tagsOf} data-testid="tags">
          {tags.map((tag) => (
            <li key={tag}>
              <button type="button" className="badge tag" title={t.only(tag)} onClick={() => onTag(tag)}>
                {tag}
              </button>
            </li>
          ))}
        </ul>
      )}
      {note === '' ? null : <p className="small muted note">{note}</p>}
    </>
  )
}

/** Whether every word stands in the run's name, note or tags. */
export function isFound(run: RunRecord, name: string, search: string): boolean {
  const text = [name, noteOf(run), ...(run.tags ?? [])].join(' ').toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
