// The form of a new run: preset, corpora and the few settings that matter first; every constant a level down.
import { sentenceOf } from '../problemText'
import { lazy, Suspense, useState } from 'react'
import { presetNames } from '../../config/field'
import { toggleCorpus, changes, choosePreset, setSeed } from '../../state/draft'
import { printAddress } from '../../state/address'
import { useApp, useDraft, useSession, useView } from '../context'
import { corpusName } from '../corpus/fileNames'
import { short } from '../format'
import { ActionButton } from '../parts/Button'
import { Icon } from '../parts/Icon'
import { words } from '../strings'
import { Branch } from './Branch'
import { FieldRow } from './FieldRow'
import { MemoryPlan } from './MemoryPlan'
import { StartFrom } from './StartFrom'
import { Settings } from './Settings'
import { TimePlan } from './TimePlan'

const QrCode = lazy(() => import('../parts/QrCode'))
const t = words.train
const first = ['model.size', 'game.rounds', 'game.answerTypes'] as const

function Share() {
  const app = useApp()
  const [copied, setCopied] = useState('')
  const share = async (): Promise<void> => {
    const link = new URL(
      printAddress({ view: 'train', linked: app.draft.getState().linked }),
      window.location.href,
    ).href
    setCopied(link)
    await navigator.clipboard.writeText(link).catch(() => undefined)
  }
  return (
    <div className="stack" style={{ gap: '0.4rem', ...(copied === '' ? {} : { flexBasis: '100%' }) }}>
      <button
        type="button"
        className="button"
        title={t.shareWhy}
        onClick={() => void share()}
        data-testid="share"
      >
        <Icon name="link" />
        {copied === '' ? t.share : t.shared}
      </button>
      {copied === '' ? null : (
        <Suspense fallback={null}>
          <QrCode link={copied} />
        </Suspense>
      )}
      {copied === '' ? null : (
        <input
          className="input small"
          readOnly
          aria-label={t.linkLabel}
          value={copied}
          onFocus={(event) => event.target.select()}
          data-testid="share-link"
        />
      )}
    </div>
  )
}

export function Setup() {
  const app = useApp()
  const draft = useDraft((state) => state)
  const corpora = useSession((state) => state.corpora)
  const absent = useView((state) => state.gpu.kind === 'absent')
  const reader = useView((state) => state.ownership === 'reader')
  const changed = changes(draft)
  return (
    <form className="setup" onSubmit={(event) => event.preventDefault()}>
      <Branch />
      <fieldset className="card stack">
        <legend className="hidden-text">{t.preset}</legend>
        <h2>{t.preset}</h2>
        <div className="presets">
          {presetNames.map((name) => (
            <div key={name} className="choice">
              <input
                id={`preset-${name}`}
                type="radio"
                name="preset"
                value={name}
                checked={draft.linked.preset === name}
                onChange={() => choosePreset(app.draft, name)}
              />
              <label htmlFor={`preset-${name}`}>
                <strong>{t.presets[name].name}</strong>
                <span className="small muted">{t.presets[name].about}</span>
              </label>
            </div>
          ))}
        </div>
        <div className="fields">
          {first.map((path) => (
            <FieldRow key={path} path={path} />
          ))}
          <label className="field">
            <span>{t.seed}</span>
            <input
              className="input num"
              inputMode="numeric"
              key={draft.linked.seed}
              defaultValue={draft.linked.seed}
              onBlur={(event) => setSeed(app.draft, event.target.value)}
              data-testid="seed"
            />
          </label>
          <label className="field">
            <span>{t.runName}</span>
            <input
              className="input"
              value={draft.name}
              placeholder={t.changes(changed.length)}
              onChange={(event) => app.draft.setState({ name: event.target.value })}
              data-testid="run-name-input"
            />
          </label>
        </div>
        {draft.notes.length === 0 ? null : (
          <div className="small" role="status" data-testid="draft-notes">
            {draft.notes.map((note) => (
              <p key={note.message}>{sentenceOf(note)}</p>
            ))}
          </div>
        )}
      </fieldset>
      <fieldset className="card stack">
        <legend className="hidden-text">{t.corpora}</legend>
        <h2>{t.corpora}</h2>
        {corpora.length === 0 ? (
          <div className="row">
            <p className="muted">{t.corporaNone}</p>
            <ActionButton action="go.corpus">{t.corporaGo}</ActionButton>
          </div>
        ) : (
          <ul className="stack" style={{ gap: '0.4rem' }}>
            {corpora.map(({ id, name, documents, tokens }) => (
              <li key={id}>
                <label className="row">
                  <input
                    type="checkbox"
                    checked={documents > 0 && draft.corpora.includes(id)}
                    disabled={documents === 0}
                    onChange={() => toggleCorpus(app.draft, id)}
                  />
                  <span>{corpusName({ id, name })}</span>
                  <span className="small muted num">
                    {words.corpus.counts.documents(short(documents))} ·{' '}
                    {words.corpus.counts.tokens(short(tokens))}
                  </span>
                </label>
              </li>
            ))}
          </ul>
        )}
        {corpora.length === 0 ? null : (
          <div className="fields">
            <FieldRow path="game.draw" />
          </div>
        )}
        <StartFrom />
        <MemoryPlan />
        <TimePlan />
        <div className="row start">
          <ActionButton action="run.start" icon="play" className="primary large">
            {t.start}
          </ActionButton>
          <ActionButton action="run.step" icon="step" className="large">
            {t.step}
          </ActionButton>
          <Share />
        </div>
        {absent ? <p className="muted">{t.noGpu}</p> : null}
        {reader ? <p className="muted">{t.reader}</p> : null}
      </fieldset>
      <details className="card settings">
        <summary>
          {t.settings} <span className="muted small">{t.changes(changed.length)}</span>
        </summary>
        <p className="muted small">{t.settingsHint}</p>
        <Settings />
      </details>
    </form>
  )
}
