// The files of a corpus, the largest first: how much each holds, whether and how often it is read, and the
// way to delete one with all its documents. Says when one dominates or does not read as sentences.
import { at } from '../../base/at'
import { useEffect, useState } from 'react'
import type { CorpusFile } from '../../protocol/filesOfCorpus'
import type { CorpusRecord } from '../../protocol/ports'
import { removeFile, weighFile } from '../../state/corpusActions'
import { useApp } from '../context'
import { count, percent, short } from '../format'
import { Modal } from '../parts/Confirm'
import { Icon } from '../parts/Icon'
import { Scroll } from '../parts/Scroll'
import { words } from '../strings'

const t = words.corpus.fileTable
/** More rows than anyone reads would only slow the page. */
const most = 200
/** Share of the text beyond which one file is most of what the model reads. */
const dominating = 0.6
const weights = [0.25, 0.5, 1, 2, 4] as const

export function CorpusFiles({ corpus }: { readonly corpus: CorpusRecord }) {
  const app = useApp()
  const [files, setFiles] = useState<readonly CorpusFile[]>([])
  const [leaving, setLeaving] = useState<CorpusFile | null>(null)
  const { id, documents } = corpus
  useEffect(() => {
    let gone = false
    void app.query({ kind: 'corpus.files', corpus: id }).then((found) => {
      if (!gone) setFiles(found ?? [])
    })
    return () => void (gone = true)
  }, [app, id, documents])
  const weight = ({ path }: CorpusFile): number => corpus.weights?.[path] ?? 1
  const read = files.filter((file) => weight(file) > 0)
  const total = read.reduce((sum, { characters }) => sum + characters, 0)
  const [largest] = read
  const share = largest === undefined || total === 0 ? 0 : largest.characters / total
  const odd = read.filter(({ prose }) => prose === false)
  if (files.length === 0) return null
  return (
    <section className="stack" aria-label={t.title} data-testid="corpus-files">
      {read.length > 1 && largest !== undefined && share > dominating ? (
        <p className="notice small" role="status" data-testid="dominates">
          {t.dominates(largest.path, percent(share))}
        </p>
      ) : null}
      {odd.length > 0 ? (
        <p className="notice small" role="status" data-testid="no-prose">
          {odd.length === 1 ? t.noProse(at(odd, 0).path) : t.noProseFiles(count(odd.length))}
        </p>
      ) : null}
      {read.length === 0 ? <p role="status">{t.allOff}</p> : null}
      {files.length < 2 ? null : (
        <details open={files.length <= 12}>
          <summary>
            {t.title} <span className="muted small num">{count(files.length)}</span>
          </summary>
          <Scroll className="file-table" label={t.title}>
            <table className="num small">
              <thead>
                <tr>
                  <th scope="col">{t.read}</th>
                  <th scope="col">{t.file}</th>
                  <th scope="col">{t.documents}</th>
                  <th scope="col">{t.share}</th>
                  <th scope="col">{t.weight}</th>
                  <th scope="col">
                    <span className="hidden-text">{t.remove('')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {files.slice(0, most).map((file) => (
                  <tr key={file.path} data-off={weight(file) === 0}>
                    <td>
                      <input
                        type="checkbox"
                        aria-label={t.reads(file.path)}
                        checked={weight(file) > 0}
                        onChange={(event) =>
                          void weighFile(app, corpus, file.path, event.target.checked ? 1 : 0)
                        }
                      />
                    </td>
                    <th scope="row">
                      {file.path} {file.prose === false ? <span className="badge">{t.notProse}</span> : null}
                    </th>
                    <td>{short(file.documents)}</td>
                    <td>{weight(file) === 0 || total === 0 ? '–' : percent(file.characters / total)}</td>
                    <td>
                      <select
                        className="input small narrow"
                        aria-label={t.weightOf(file.path)}
                        disabled={weight(file) === 0}
                        value={weight(file) === 0 ? 1 : weight(file)}
                        onChange={(event) =>
                          void weighFile(app, corpus, file.path, Number(event.target.value))
                        }
                      >
                        {weights.map((each) => (
                          <option key={each} value={each}>
                            {t.times(String(each))}
                          </option>
                        ))}
                      </select>
                    </td>
                    <td>
                      <button
                        type="button"
                        className="button small quiet"
                        aria-label={t.remove(file.path)}
                        title={t.remove(file.path)}
                        onClick={() => setLeaving(file)}
                      >
                        <Icon name="close" size={14} />
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
          {files.length > most ? <p className="small muted">{t.more(count(files.length - most))}</p> : null}
        </details>
      )}
      {leaving === null ? null : (
        <Modal title={t.removeSure(leaving.path, count(leaving.documents))} onClose={() => setLeaving(null)}>
          <div className="row">
            <button type="button" className="button push" onClick={() => setLeaving(null)}>
              {words.corpus.cancel}
            </button>
            <button
              type="button"
              className="button primary"
              onClick={() => {
                setLeaving(null)
                void removeFile(app, corpus, leaving.path)
              }}
            >
              {t.remove('')}
            </button>
          </div>
        </Modal>
      )}
    </section>
  )
}
