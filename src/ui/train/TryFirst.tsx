// Sixteen questions before a run begins: how many are valid, and another game where they are too few.
import { useEffect, useState } from 'react'
import { hasFewValid } from '../../protocol/runTrial'
import { startWithDocuments } from '../../state/documentStart'
import { canTry, trialOf, triesItself, tryDraft } from '../../state/runTrials'
import { useApp, useDraft, useSession } from '../context'
import { count } from '../format'
import { words } from '../strings'

const t = words.live.tryFirst
/** Milliseconds without a change after which a run is tried by itself. */
const REST = 1500

export function TryFirst() {
  const app = useApp()
  const draft = useDraft((state) => state)
  const trial = trialOf(
    useSession((state) => state),
    draft,
  )
  const busy = useSession((state) => state.running)
  const [trying, setTrying] = useState(false)
  const start = async (): Promise<void> => {
    setTrying(true)
    await tryDraft(app)
    setTrying(false)
  }
  const { linked, corpora, startFrom } = draft
  useEffect(() => {
    if (trial !== null || busy || !triesItself({ linked, corpora, startFrom })) return undefined
    const timer = setTimeout(() => void tryDraft(app), REST)
    return () => clearTimeout(timer)
  }, [app, busy, trial, linked, corpora, startFrom])
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
