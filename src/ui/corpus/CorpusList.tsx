// The corpora that are kept in this browser, with their counts.
import type { CorpusRecord } from '../../protocol/ports'
import { useApp } from '../context'
import { short } from '../format'
import { words } from '../strings'
import { corpusName } from './fileNames'

const t = words.corpus

export function CorpusList({
  corpora,
  selected,
}: {
  readonly corpora: readonly CorpusRecord[]
  readonly selected: string | null
}) {
  const app = useApp()
  if (corpora.length === 0) return null
  return (
    <section className="stack" aria-label={t.yours} style={{ gap: '0.5rem' }}>
      <h2>{t.yours}</h2>
      <ul className="corpora" data-testid="corpora">
        {corpora.map(({ id, name, documents, tokens }) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={id === selected}
              onClick={() => void app.documents.open(id)}
              data-corpus={id}
            >
              <strong>{corpusName({ id, name })}</strong>
              <span className="small num">
                {t.counts.documents(short(documents))} · {t.counts.tokens(short(tokens))}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
