// Sixteen questions before a run begins: how many are valid, and another game where they are too few.
import { useEffect, useRef, useState } from 'react'
import { hasFewValid } from '../../protocol/runTrial'
import { startWithDocuments } from '../../state/documentStart'
import { canTry, plannedKey, triesItself, tryDraft } from '../../state/runTrials'
import { useApp, useDraft, useSession } from '../context'
import { count } from '../format'
import { words } from '../strings'
import { useTrial } from './useTrial'

const t = words.live.tryFirst
/** Milliseconds without a change after which a run is tried by itself. */
const REST = 1500

export function TryFirst({ rest = REST }: { readonly rest?: number }) {
  const app = useApp()
  const draft = useDraft((state) => state)
  const trial = useTrial()
  const busy = useSession((state) => state.running)
  const [trying, setTrying] = useState(false)
  const start = async (): Promise<void> => {
    setTrying(true)
    await tryDraft(app)
    setTrying(false)
  }
  const { linked, corpora, startFrom } = draft
  // A trial that came to nothing is not tried again unasked.
  const triedItself = useRef<string | null>(null)
  useEffect(() => {
    const planned = { linked, corpora, startFrom }
    const key = plannedKey(planned)
    if (trial !== null || busy || triedItself.current === key || !triesItself(planned)) return undefined
    const timer = setTimeout(() => {
      triedItself.current = key
      void tryDraft(app)
    }, rest)
    return () => clearTimeout(timer)
  }, [app, busy, rest, trial, linked, corpora, startFrom])
  if (!canTry(draft)) return null
  if (trial === null)
    return (
      <button
        type="button"
        className="button small"
        title={t.why}
        disabled={busy || trying}
        onClick={() => void start()}
        data-testid="try"
      >
        {trying ? t.trying : t.start}
      </button>
    )
  const { questions } = trial
  if (questions === null) return null
  return (
    <div className="stack" role="status" data-testid="tried" data-valid={questions.valid}>
      <p className="small">{t.valid(count(questions.valid), count(questions.tried))}</p>
      {hasFewValid(trial) ? (
        <div className="notice">
          <div>{t.few}</div>
          {linked.config.game.world === 'cloze' ? (
            <button type="button" className="button" onClick={() => app.go('corpus')}>
              {t.documents}
            </button>
          ) : (
            <button type="button" className="button" onClick={() => startWithDocuments(app.draft)}>
              {t.gaps}
            </button>
          )}
        </div>
      ) : null}
    </div>
  )
}
