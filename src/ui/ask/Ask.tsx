// A question of one's own, put to two checkpoints of the open run; for a recording, its probe questions
// before and after.
import { useId, useMemo, useState } from 'react'
import type { ModelAnswers } from '../../protocol/door'
import type { CheckpointRecord } from '../../protocol/records'
import { useApp, useSession, useView } from '../context'
import { count } from '../format'
import { goldOf } from '../../state/goldOf'
import { sampleQuestions } from '../../state/runOutcome'
import { ActionButton } from '../parts/Button'
import { Icon } from '../parts/Icon'
import { Work } from '../parts/Progress'
import { ViewHead } from '../parts/ViewHead'
import { words } from '../strings'
import { ProbePairs } from './ProbePairs'

const t = words.ask
const live = words.live.ask
/** Questions that are offered as chips. */
const chips = 5

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

interface AnswersProps {
  readonly answered: ModelAnswers
  readonly title: string
  /** The right answer, where it is known. */
  readonly gold: string | null
}

const isRight = (answer: string | null, gold: string): boolean => answer?.trim() === gold.trim()

/** Right attempts of each checkpoint, large: before -> after. */
function Score({ answers, gold }: { readonly answers: readonly ModelAnswers[]; readonly gold: string }) {
  const scores = answers.map(({ attempts }) =>
    live.score(count(attempts.filter(({ answer }) => isRight(answer, gold)).length), count(attempts.length)),
  )
  return (
    <p className="outcome-score num" data-testid="ask-score">
      {scores.join(' → ')} <span className="small muted">{live.scoreWhy}</span>
    </p>
  )
}

function Answers({ answered, title, gold }: AnswersProps) {
  return (
    <section className="card stack" aria-label={title} data-testid={`answers-${answered.checkpoint}`}>
      <h2>{title}</h2>
      <ul className="tally" aria-label={t.distribution}>
        {tally(answered.attempts).map(([answer, n]) => (
          <li key={answer ?? ''}>
            <strong>
              {gold === null ? null : (
                <>
                  <Icon name={isRight(answer, gold) ? 'right' : 'wrong'} size={15} />{' '}
                  <span className="hidden-text">
                    {words.episodes.verdict[isRight(answer, gold) ? 'right' : 'wrong']}:{' '}
                  </span>
                </>
              )}
              {answer ?? t.none}
            </strong>
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
    const known = goldOf(question, probes)
    void app.send({
      kind: 'ask',
      question: question.trim(),
      run: run.id,
      checkpoints: [...new Set([before, after])],
      attempts,
      ...(known === null ? {} : { words: known.trim().split(/\s+/u).length }),
    })
  }
  const labelled = (name: string): string => {
    const found = checkpoints.find((each) => each.name === name)
    return found === undefined ? name : nameOf(found)
  }
  const open = run !== null && !recording
  const probes = useSession((state) => state.probes)
  const offered = useMemo(() => sampleQuestions(probes, chips), [probes])
  const asked = answered?.question
  const gold = useMemo(() => (asked === undefined ? null : goldOf(asked, probes)), [asked, probes])
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
      {open && checkpoints.length === 0 ? (
        <div className="card empty">
          <p>{t.noCheckpoints}</p>
        </div>
      ) : null}
      {open && checkpoints.length > 0 ? (
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
          {offered.length === 0 ? null : (
            <div className="ask-chips" role="group" aria-label={live.chips}>
              <span className="small muted">{live.chips}</span>
              {offered.map((each) => (
                <button
                  key={each.question}
                  type="button"
                  className="button small"
                  aria-pressed={question === each.question}
                  onClick={() => setQuestion(each.question)}
                >
                  {each.question}
                </button>
              ))}
            </div>
          )}
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
      {open && answered !== null ? (
        <>
          <p className="asked-question">{answered.question}</p>
          {gold !== null ? (
            <>
              <Score answers={answered.answers} gold={gold} />
              <p className="small muted">{live.gold(gold)}</p>
            </>
          ) : offered.length > 0 ? (
            <p className="notice" role="status" data-testid="ask-unknown">
              {live.unknown}
            </p>
          ) : null}
          <div className="pair">
            {answered.answers.map((each, index) => (
              <Answers
                key={`${each.checkpoint}-${index}`}
                answered={each}
                gold={gold}
                title={`${index === 0 ? t.before : t.after}: ${labelled(each.checkpoint)}`}
              />
            ))}
          </div>
        </>
      ) : null}
      {open ? <ProbePairs /> : null}
    </div>
  )
}
