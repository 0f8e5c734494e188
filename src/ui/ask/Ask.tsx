// A question of one's own, put to two checkpoints of the open run; for a recording, its probe questions
// before and after.
import { useId, useState } from 'react'
import type { ModelAnswers } from '../../protocol/door'
import type { CheckpointRecord } from '../../protocol/records'
import { useApp, useSession, useView } from '../context'
import { count } from '../format'
import { ActionButton } from '../parts/Button'
import { Work } from '../parts/Progress'
import { ViewHead } from '../parts/ViewHead'
import { words } from '../strings'
import { ProbePairs } from './ProbePairs'

const t = words.ask

const nameOf = (checkpoint: CheckpointRecord): string =>
  checkpoint.rounds === 0 ? t.warm : t.rounds(count(checkpoint.rounds))

/** Final answers with how many attempts gave them, most frequent first. */
export function tally(
  attempts: ModelAnswers['attempts'],
): readonly (readonly [answer: string | null, count: number])[] {
  const counts = new Map<string | null, number>()
  for (const { answer } of attempts) counts.set(answer, (counts.get(answer) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])
}

function Answers({ answered, title }: { readonly answered: ModelAnswers; readonly title: string }) {
  return (
    <section className="card stack" aria-label={title} data-testid={`answers-${answered.checkpoint}`}>
      <h2>{title}</h2>
      <ul className="tally" aria-label={t.distribution}>
        {tally(answered.attempts).map(([answer, n]) => (
          <li key={answer ?? ''}>
            <strong>{answer ?? t.none}</strong>
            <span className="weigh">
              <span style={{ width: `${(100 * n) / answered.attempts.length}%` }} />
            </span>
            <span className="small num muted">
              {count(n)} / {count(answered.attempts.length)}
            </span>
          </li>
        ))}
      </ul>
      <ol className="answers">
        {answered.attempts.map(({ text }, index) => (
          <li key={index}>{text}</li>
        ))}
      </ol>
    </section>
  )
}

export default function Ask() {
  const app = useApp()
  const run = useSession((state) => state.run)
  const recording = useSession((state) => state.source === 'recording')
  const checkpoints = useSession((state) => state.checkpoints)
  const answered = useSession((state) => state.answered)
  const progress = useSession((state) => state.progress)
  const busy = useSession((state) => state.running || state.activity !== 'idle')
  const reader = useView((state) => state.ownership === 'reader')
  const [question, setQuestion] = useState('')
  const [picked, setPicked] = useState<{ readonly before?: string; readonly after?: string }>({})
  const [attempts, setAttempts] = useState(8)
  const ids = useId()
  const before = picked.before ?? checkpoints[0]?.name
  const after = picked.after ?? checkpoints.at(-1)?.name
  const ask = (): void => {
    if (run === null || before === undefined || after === undefined) return
    void app.send({
      kind: 'ask',
      question: question.trim(),
      run: run.id,
      checkpoints: [...new Set([before, after])],
      attempts,
    })
  }
  const labelled = (name: string): string => {
    const found = checkpoints.find((each) => each.name === name)
    return found === undefined ? name : nameOf(found)
  }
  const live = run !== null && !recording
  return (
    <div className="view">
      <ViewHead title={t.title} lead={t.lead} />
      {recording ? (
        <>
          <p className="muted">{t.recorded}</p>
          <ProbePairs />
        </>
      ) : null}
      {run === null ? (
        <div className="card empty">
          <p>{t.noRun}</p>
          <ActionButton action="go.train" className="primary">
            {words.shell.views.train}
          </ActionButton>
        </div>
      ) : null}
      {live && checkpoints.length === 0 ? (
        <div className="card empty">
          <p>{t.noCheckpoints}</p>
        </div>
      ) : null}
      {live && checkpoints.length > 0 ? (
        <form
          className="card stack"
          onSubmit={(event) => {
            event.preventDefault()
            ask()
          }}
        >
          <label className="field">
            <span>{t.question}</span>
            <textarea
              className="input"
              rows={3}
              value={question}
              placeholder={t.placeholder}
              onChange={(event) => setQuestion(event.target.value)}
              data-testid="question"
            />
          </label>
          <div className="fields">
            {(['before', 'after'] as const).map((side) => (
              <label key={side} className="field" htmlFor={`${ids}-${side}`}>
                <span>{t[side]}</span>
                <select
                  id={`${ids}-${side}`}
                  className="input"
                  value={side === 'before' ? before : after}
                  onChange={(event) => setPicked({ ...picked, [side]: event.target.value })}
                >
                  {checkpoints.map((checkpoint) => (
                    <option key={checkpoint.name} value={checkpoint.name}>
                      {nameOf(checkpoint)}
                    </option>
                  ))}
                </select>
              </label>
            ))}
            <label className="field">
              <span>{t.attempts}</span>
              <select
                className="input"
                value={attempts}
                onChange={(event) => setAttempts(Number(event.target.value))}
              >
                {[1, 4, 8, 16].map((n) => (
                  <option key={n} value={n}>
                    {count(n)}
                  </option>
                ))}
              </select>
            </label>
          </div>
          <div className="row">
            <button
              type="submit"
              className="button primary large"
              disabled={busy || reader || question.trim() === ''}
              data-testid="ask"
            >
              {progress?.activity === 'answering' ? t.asking : t.ask}
            </button>
          </div>
          <Work />
        </form>
      ) : null}
      {live && answered !== null ? (
        <>
          <p className="asked-question">{answered.question}</p>
          <div className="pair">
            {answered.answers.map((each, index) => (
              <Answers
                key={`${each.checkpoint}-${index}`}
                answered={each}
                title={`${index === 0 ? t.before : t.after}: ${labelled(each.checkpoint)}`}
              />
            ))}
          </div>
        </>
      ) : null}
      {live ? <ProbePairs /> : null}
    </div>
  )
}
