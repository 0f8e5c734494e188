// A person answers a recorded question without the passage; the verifier judges them, then the model's
// attempts are shown.
import { useId, useState } from 'react'
import { useStore } from 'zustand'
import type { Episode } from '../../protocol/records'
import { answerAs, score } from '../../state/personSeat'
import type { PersonAnswer } from '../../state/personState'
import { shownQuestion } from '../../spice/prompts/text'
import { useApp } from '../context'
import { verdictIcon } from '../episodes/ReasonerLane'
import { count, decimal, percent } from '../format'
import { Icon } from '../parts/Icon'
import { words } from '../strings'

const t = words.play
const { stakes } = words.live

const points = (value: number): string => decimal(Math.round(10 * value) / 10)

export function AsReasoner({ episode, onNext }: { readonly episode: Episode; readonly onNext: () => void }) {
  const app = useApp()
  const id = useId()
  const [text, setText] = useState('')
  const [given, setGiven] = useState<PersonAnswer | null>(null)
  /** Attempts of the model that have been turned over. */
  const [turned, setTurned] = useState(0)
  const answers = useStore(app.play, (state) => state.answers)
  const total = score(answers)
  const task = episode.chosen === null ? null : episode.candidates[episode.chosen]?.task
  if (task == null)
    return (
      <div className="card stack">
        <p>{t.noQuestion}</p>
        <div>
          <button type="button" className="button primary" onClick={onNext}>
            {t.next}
          </button>
        </div>
      </div>
    )
  const submit = (): void => {
    const answer = answerAs(episode, text.trim())
    if (answer === null || text.trim() === '') return
    setGiven(answer)
    app.play.setState((state) => ({ answers: [...state.answers, answer] }))
  }
  const attempts = episode.attempts.filter(({ candidate }) => candidate === episode.chosen)
  const before = given === null ? answers : answers.slice(0, -1)
  const seen = attempts.slice(0, given === null ? 0 : turned)
  const own = answers.filter(({ verdict }) => verdict === 'right').length
  const theirs =
    before.reduce((sum, each) => sum + (each.attempts === 0 ? 0 : each.right / each.attempts), 0) +
    (seen.length === 0 ? 0 : seen.filter(({ verdict }) => verdict === 'right').length / attempts.length)
  return (
    <div className="pair">
      <section className="card stack lane-like" data-seat="reasoner" aria-label={words.shell.seats.reasoner}>
        <p className="small muted">{t.reasonerSees}</p>
        <p className="asked large">{shownQuestion(task)}</p>
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault()
            submit()
          }}
        >
          <label htmlFor={id}>{t.yourAnswer}</label>
          <div className="row">
            <input
              id={id}
              className="input answer-input"
              value={text}
              disabled={given !== null}
              autoComplete="off"
              onChange={(event) => setText(event.target.value)}
              data-testid="person-answer"
            />
            {given === null ? (
              <button type="submit" className="button primary" disabled={text.trim() === ''}>
                {t.answer}
              </button>
            ) : (
              <button type="button" className="button primary" onClick={onNext} data-testid="person-next">
                {t.next}
              </button>
            )}
          </div>
        </form>
        <div role="status">
          {given === null ? null : (
            <p className="answer-verdict" data-verdict={given.verdict} data-testid="person-verdict">
              <Icon name={verdictIcon[given.verdict]} size={20} /> {t.verdict[given.verdict]}{' '}
              {t.goldWas(task.gold)}
            </p>
          )}
        </div>
      </section>
      <section className="card stack" aria-label={t.model}>
        <div className="scoreboard" title={stakes.why} data-testid="scoreboard">
          <span>{stakes.you}</span>
          <strong className="num">{points(own)}</strong>
          <span aria-hidden="true">:</span>
          <strong className="num">{points(theirs)}</strong>
          <span>{stakes.model}</span>
        </div>
        <h2>{t.model}</h2>
        {given === null ? (
          <p className="muted">{t.modelWaits}</p>
        ) : (
          <>
            {turned < attempts.length ? (
              <div className="row">
                <button
                  type="button"
                  className="button primary"
                  onClick={() => setTurned(turned + 1)}
                  data-testid="turn-over"
                >
                  {stakes.turn}
                </button>
                <button type="button" className="button" onClick={() => setTurned(attempts.length)}>
                  {stakes.turnAll}
                </button>
                <span className="small muted num">{stakes.left(count(attempts.length - turned))}</span>
              </div>
            ) : (
              <p role="status">{t.modelGot(count(given.right), count(given.attempts))}</p>
            )}
            <ol className="attempts">
              {attempts.slice(0, turned).map(({ text: written, verdict, answer }, index) => (
                <li key={index} className="attempt" data-verdict={verdict}>
                  <span className="small muted num">{count(index + 1)}</span>
                  <span>{written}</span>
                  <span className="verdict">
                    <span className="num">{answer ?? words.episodes.noAnswer}</span>
                    <Icon name={verdictIcon[verdict]} size={16} />
                    <span className="hidden-text">{words.episodes.verdict[verdict]}</span>
                  </span>
                </li>
              ))}
            </ol>
          </>
        )}
        {total === null ? null : (
          <p className="small muted num" data-testid="person-score">
            {t.score(percent(total.person), percent(total.model), count(answers.length))}
          </p>
        )}
      </section>
    </div>
  )
}
