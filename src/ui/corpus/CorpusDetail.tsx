// One corpus: its counts, its origin, its documents with search and preview, and the way to delete it.
import { useState } from 'react'
import type { CorpusRecord } from '../../protocol/ports'
import { renameCorpus } from '../../state/corpusActions'
import { useApp, useDraft } from '../context'
import { count, short } from '../format'
import { Modal } from '../parts/Confirm'
import { RenameForm } from '../parts/RenameForm'
import { words } from '../strings'
import { DocumentList } from './DocumentList'
import { CorpusFiles } from './CorpusFiles'
import { corpusName, isStarter, plainText } from './fileNames'
import { Preview } from './Preview'

const t = words.corpus
/** Below this many estimated tokens a corpus is called little. */
const little = 20_000

export function CorpusDetail({ corpus }: { readonly corpus: CorpusRecord }) {
  const app = useApp()
  const [asking, setAsking] = useState(false)
  const [naming, setNaming] = useState(false)
  const longest = useDraft((state) => state.linked.config.game.passageTokens)
  const empty = corpus.documents === 0
  const remove = async (): Promise<void> => {
    setAsking(false)
    if (await app.goLive()) await app.send({ kind: 'corpus.remove', corpus: corpus.id })
  }
  return (
    <section className="card stack" aria-label={corpusName(corpus)} data-testid="corpus-detail">
      <div className="row">
        {naming ? (
          <RenameForm
            name={corpus.name}
            label={t.rename}
            save={t.save}
            onSave={(name) => {
              setNaming(false)
              void renameCorpus(app, corpus.id, name)
            }}
          />
        ) : (
          <h2>{corpusName(corpus)}</h2>
        )}
        <span className="push row">
          {isStarter(corpus) ? null : (
            <button type="button" className="button small" onClick={() => setNaming(!naming)}>
              {t.rename}
            </button>
          )}
          <button type="button" className="button small" onClick={() => setAsking(true)}>
            {t.remove}
          </button>
          <button
            type="button"
            className="button small primary"
            disabled={empty}
            title={empty ? t.empty : undefined}
            onClick={() => {
              app.draft.setState(({ corpora }) => ({
                corpora: corpora.includes(corpus.id) ? corpora : [...corpora, corpus.id],
              }))
              app.go('train')
            }}
          >
            {t.next}
          </button>
        </span>
      </div>
      <dl className="counts num">
        <div>
          <dt>{t.counts.documents('').trim()}</dt>
          <dd data-testid="count-documents">{count(corpus.documents)}</dd>
        </div>
        <div>
          <dt>{t.counts.passages}</dt>
          <dd>~{short(Math.max(corpus.documents, corpus.tokens / longest))}</dd>
        </div>
        <div>
          <dt>{t.counts.tokensName}</dt>
          <dd>~{short(corpus.tokens)}</dd>
        </div>
        <div>
          <dt>{t.counts.duplicates('').trim()}</dt>
          <dd data-testid="count-duplicates">{count(corpus.duplicates)}</dd>
        </div>
      </dl>
      {empty ? (
        <p role="status" data-testid="corpus-empty">
          {t.empty}
        </p>
      ) : null}
      {empty ? null : (
        <p className="small muted">
          {t.estimated} {corpus.tokens > 0 && corpus.tokens < little ? <strong>{t.small}</strong> : null}
        </p>
      )}
      {corpus.origin === '' && corpus.licence === '' ? null : (
        <p className="small">
          <span className="muted">{t.origin}:</span> {plainText(t.provenance(corpus.origin))}{' '}
          <span className="muted">{t.licence}:</span> {t.provenance(corpus.licence)}
        </p>
      )}
      {empty ? null : <CorpusFiles corpus={corpus} />}
      {empty ? null : (
        <div className="documents">
          <DocumentList total={corpus.documents} />
          <Preview />
        </div>
      )}
      {asking ? (
        <Modal title={t.removeSure(corpusName(corpus))} onClose={() => setAsking(false)}>
          <div className="row">
            <button type="button" className="button push" onClick={() => setAsking(false)}>
              {t.cancel}
            </button>
            <button type="button" className="button primary" onClick={() => void remove()}>
              {t.remove}
            </button>
          </div>
        </Modal>
      ) : null}
    </section>
  )
}
