// The outcome of every file that was brought in just now: one line each, those with a problem first.
import { useSession } from '../context'
import { count } from '../format'
import { Icon } from '../parts/Icon'
import { words } from '../strings'
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
        {[...failed, ...came].slice(0, most).map(({ outcome }) => (
          <li key={outcome.path} data-failed={outcome.failure !== null}>
            <Icon name={outcome.failure === null ? 'right' : 'wrong'} size={15} />
            <span>
              <span className="path">{outcome.path}</span>{' '}
              <span className="small muted">
                {outcome.failure === null ? (
                  t.fileCame(count(outcome.documents), count(outcome.duplicates))
                ) : (
                  <>
                    <span className="hidden-text">{t.fileFailed}: </span>
                    {reasonOf(outcome.path, outcome.failure)}
                  </>
                )}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
