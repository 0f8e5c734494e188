// The corpus: bring documents in, see what came, search, read, delete.
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { cancelImport } from '../../state/importActions'
import { useApp, useSession } from '../context'
import { Work } from '../parts/Progress'
import { ViewHead } from '../parts/ViewHead'
import { words } from '../strings'
import { CorpusDetail } from './CorpusDetail'
import { Drop } from './Drop'
import { Files } from './Files'
import { Possible } from './Possible'
import { Measure } from './Measure'
import { Starters } from './Starters'
import { CorpusList } from './CorpusList'

const t = words.corpus

export default function Corpus() {
  const app = useApp()
  const corpora = useSession((state) => state.corpora)
  const coming = useSession(
    ({ activity }) => activity === 'importing' || activity === 'loading' || activity === 'opening',
  )
  const importing = useSession(({ activity }) => activity === 'importing')
  const selected = useStore(app.documents.store, (state) => state.corpus)
  const latest = corpora.at(-1)?.id
  // Not as the choice changes: what has just come in is chosen a moment before it is in the list.
  useEffect(() => {
    const chosen = app.documents.store.getState().corpus
    if (latest !== undefined && !corpora.some(({ id }) => id === chosen)) void app.documents.open(latest)
  }, [app, corpora, latest])
  const open = corpora.find(({ id }) => id === selected)
  return (
    <div className="view">
      <ViewHead title={t.title} lead={t.lead} />
      {coming ? (
        <div className="card">
          <Work>
            {importing ? (
              <button
                type="button"
                className="button small"
                title={t.cancelWhat}
                onClick={() => void cancelImport(app)}
                data-testid="cancel-import"
              >
                {t.cancel}
              </button>
            ) : null}
          </Work>
        </div>
      ) : null}
      <div className="corpus-grid" data-fresh={corpora.length === 0}>
        <div className="stack">
          <Drop />
          <Measure />
          <Files />
          {corpora.length === 0 ? null : <Starters />}
        </div>
        <div className="stack">
          {corpora.length === 0 ? <Starters /> : null}
          {open === undefined ? null : <Possible key={`possible ${open.id}`} corpus={open} />}
          <CorpusList corpora={corpora} selected={selected} />
          {open === undefined ? null : <CorpusDetail key={open.id} corpus={open} />}
        </div>
      </div>
    </div>
  )
}
