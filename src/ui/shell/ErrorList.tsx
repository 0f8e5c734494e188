// What went wrong, one clear line each, with the control that mends it; and what a person should know of this
// tab.
import { mendOf, perform } from '../../state/actions'
import { useApp, useSession, useView } from '../context'
import { sentenceOf } from '../problemText'
import { words } from '../strings'
import { NewVersion } from './NewVersion'

const t = words.shell

/** The control that mends it, by the name that the engine gives it. */
function Mend({ id, fix }: { readonly id: number; readonly fix: string | null }) {
  const app = useApp()
  const action = mendOf(fix)
  if (action === null) return null
  return (
    <button
      type="button"
      className="button small"
      onClick={() => {
        app.dismiss(id)
        perform(app, action)
      }}
    >
      {t.actions[action]}
    </button>
  )
}

export function ErrorList() {
  const app = useApp()
  const troubles = useSession((state) => state.errors)
  const lost = useSession((state) => state.lost)
  const reader = useView((state) => state.ownership === 'reader')
  const notes = useView((state) => state.linkNotes)
  const newVersion = useView((state) => state.newVersion)
  const nothing = troubles.length === 0 && lost === null && !reader && notes.length === 0 && !newVersion
  return (
    <div className="troubles" aria-live="polite" style={nothing ? { margin: 0 } : undefined}>
      <NewVersion />
      {reader ? (
        <div className="notice" data-testid="reader">
          <div>{t.reader}</div>
        </div>
      ) : null}
      {lost === null ? null : (
        <div className="notice" data-testid="lost">
          <div>{t.lost(sentenceOf(lost.failure), lost.recovering)}</div>
        </div>
      )}
      {notes.length === 0 ? null : (
        <div className="notice" data-testid="link-notes">
          <div>
            <p>{t.linkNotes}</p>
            <ul>
              {notes.map((note) => (
                <li key={note.message}>{sentenceOf(note)}</li>
              ))}
            </ul>
          </div>
          <button type="button" className="button small" onClick={() => app.view.setState({ linkNotes: [] })}>
            {t.dismiss}
          </button>
        </div>
      )}
      {troubles.map(({ id, failure, fix }) => (
        <div key={id} className="notice" data-testid="trouble" data-code={failure.code}>
          <div>{sentenceOf(failure)}</div>
          <Mend id={id} fix={fix} />
          <button type="button" className="button small quiet" onClick={() => app.dismiss(id)}>
            {t.dismiss}
          </button>
        </div>
      ))}
    </div>
  )
}
