// The outcome of every file that was brought in just now: one line each, those with a problem first.
import { useSession } from '../context'
import { count } from '../format'
import { Icon } from '../parts/Icon'
import type { FileLine } from '../../state/session'
import { words } from '../strings'
import { Encoding } from './Encoding'
import { reasonOf } from './fileNames'

const t = words.corpus
/** More lines than anyone reads would only slow the page. */
const most = 300

export function Files() {
  const files = useSession((state) => state.files)
  if (files.length === 0) return null
  const failed = files.filter(({ outcome }) => outcome.failure !== null)
  const came = files.filter(({ outcome }) => outcome.failure === null)
  return (
    <section className="card stack" aria-label={t.files} data-testid="files-outcome">
      <div className="row">
        <h2>{t.files}</h2>
        <span className="small muted num push" role="status">
          {t.filesIn(count(came.length), count(failed.length))}
        </span>
      </div>
      <ul className="scroll file-lines">
        {[...failed, ...came].slice(0, most).map((line) => (
          <Line key={`${line.outcome.path} ${line.outcome.failure?.where ?? ''}`} line={line} />
        ))}
      </ul>
      {files.some(({ outcome }) => typeof outcome.encoding === 'string') ? (
        <p className="small muted">{t.encodingHelp}</p>
      ) : null}
    </section>
  )
}

/** What came of a file, then what did not come in, then what else is to be known of it. */
function Line({ line }: { readonly line: FileLine }) {
  const { path, documents, duplicates, failure, notes = [] } = line.outcome
  const nothing = documents + duplicates === 0
  return (
    <li data-failed={failure !== null}>
      <Icon name={failure === null ? 'right' : 'wrong'} size={15} />
      <span>
        <span className="path">{path}</span>{' '}
        <span className="small muted">
          {failure !== null && nothing ? (
            <span className="hidden-text">{t.fileFailed}: </span>
          ) : (
            t.fileCame(count(documents), count(duplicates))
          )}
          {failure === null ? null : <> {reasonOf(path, failure)}</>}
          {notes.map((note) => (
            <span key={note.code}> {reasonOf(path, note)}</span>
          ))}
        </span>{' '}
        <Encoding line={line} />
      </span>
    </li>
  )
}
