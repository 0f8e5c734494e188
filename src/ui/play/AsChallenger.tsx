// A person reads a passage and writes a question with its gold. The gates of the run judge it; a valid one is
// put to the model where the model is at hand, and paid by the run's own formula.
import { useId, useState } from 'react'
import { useStore } from 'zustand'
import { at } from '../../base/at'
import type { Episode, RunRecord, Verdict } from '../../protocol/records'
import { goLiveWithBuiltIn } from '../../state/commands'
import { askedIn, payTable, questionAs } from '../../state/personSeat'
import type { PersonQuestion } from '../../state/personState'
import { answers } from '../../spice/answers'
import { judge } from '../../spice/verifier'
import { challengerReward } from '../../spice/rewards'
import { useApp, useSession } from '../context'
import { verdictIcon } from '../episodes/ReasonerLane'
import { count, decimal } from '../format'
import { Icon } from '../parts/Icon'
import { words } from '../strings'
import { reasonOf } from '../strings/reason'

const t = words.play

function Pay({ values, right }: { readonly values: readonly number[]; readonly right: number | null }) {
  return (
    <ol className="pay" aria-label={t.pay}>
      {values.map((value, k) => (
        <li key={k} data-now={k === right}>
          <span className="pay-bar" aria-hidden="true">
            <span style={{ height: `${Math.max(2, 100 * Math.max(0, value))}%` }} />
          </span>
          <span className="num small">{count(k)}</span>
          <span className="hidden-text">{t.payAt(count(k), decimal(value))}</span>
        </li>
      ))}
    </ol>
  )
}

export function AsChallenger({
  episode,
  run,
  onNext,
}: {
  readonly episode: Episode
  readonly run: RunRecord
  readonly onNext: () => void
}) {
  const app = useApp()
  const ids = useId()
  const { config } = run.linked
  const [question, setQuestion] = useState('')
  const [gold, setGold] = useState('')
  const [type, setType] = useState(at(config.game.answerTypes, 0))
  const freeTypes = config.game.answerTypes.filter((each) => answers[each].options === 0)
  const [judged, setJudged] = useState<PersonQuestion | null>(null)
  const held = useSession((state) => state.episodes)
  const mine = useStore(app.play, (state) => state.questions)
  const live = useSession((state) => state.source === 'live')
  const running = useSession((state) => state.running || state.activity !== 'idle')
  const newest = useSession((state) => state.checkpoints.at(-1)?.name)
  const answered = useSession((state) => state.answered)
  const submit = (): void => {
    if (question.trim() === '' || gold.trim() === '') return
    const asked = [
      ...askedIn(held.values()),
      ...mine.filter(({ valid }) => valid).map((each) => each.question),
    ]
    const result = questionAs(episode, { question, gold, type }, config, asked)
    setJudged(result)
    app.play.setState((state) => ({ questions: [...state.questions, result] }))
  }
  const task = judged?.valid === true ? judged.task : null
  const verdicts =
    task === null || answered?.question !== task.question
      ? null
      : answered.answers
          .slice(0, 1)
          .flatMap(({ attempts }) => attempts)
          .map(({ text }): { text: string; verdict: Verdict; answer: string | null } => ({
            text,
            ...judge({ text, stopped: true }, task),
          }))
  const right = verdicts === null ? null : verdicts.filter(({ verdict }) => verdict === 'right').length
  const values = task === null ? null : payTable(task, config.reward, config.game.groupSize)
  const put = (): void => {
    if (task !== null && newest !== undefined)
      void app.send({
        kind: 'ask',
        question: task.question,
        run: run.id,
        checkpoints: [newest],
        attempts: config.game.groupSize,
      })
  }
  return (
    <div className="pair">
      <section
        className="card stack lane-like"
        data-seat="challenger"
        aria-label={words.shell.seats.challenger}
      >
        <p className="small muted">{t.challengerSees}</p>
        <blockquote className="passage-text" tabIndex={0}>
          {episode.passage.text}
        </blockquote>
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault()
            submit()
          }}
        >
          <label className="field" htmlFor={`${ids}-q`}>
            <span>{t.yourQuestion}</span>
            <textarea
              id={`${ids}-q`}
              className="input"
              rows={3}
              value={question}
              onChange={(event) => {
                setQuestion(event.target.value)
                setJudged(null)
              }}
              data-testid="person-question"
            />
          </label>
          <p className="small muted">{t.questionHint}</p>
          <div className="row">
            <label className="field" htmlFor={`${ids}-g`}>
              <span>{t.yourGold}</span>
              <input
                id={`${ids}-g`}
                className="input"
                value={gold}
                autoComplete="off"
                onChange={(event) => {
                  setGold(event.target.value)
                  setJudged(null)
                }}
                data-testid="person-gold"
              />
            </label>
            {freeTypes.length < 2 ? null : (
              <label className="field" htmlFor={`${ids}-t`}>
                <span>{words.episodes.type}</span>
                <select
                  id={`${ids}-t`}
                  className="input"
                  value={type}
                  onChange={(event) =>
                    setType(config.game.answerTypes.find((each) => each === event.target.value) ?? type)
                  }
                >
                  {freeTypes.map((each) => (
                    <option key={each} value={each}>
                      {words.options[each]}
                    </option>
                  ))}
                </select>
              </label>
            )}
            <button
              type="submit"
              className="button primary"
              disabled={question.trim() === '' || gold.trim() === ''}
              data-testid="person-ask"
            >
              {t.check}
            </button>
            <button type="button" className="button" onClick={onNext}>
              {t.otherPassage}
            </button>
          </div>
        </form>
      </section>
      <section className="card stack" aria-label={words.episodes.gate}>
        <h2>{words.episodes.gate}</h2>
        {judged === null ? (
          <p className="muted">{t.gatesWait}</p>
        ) : (
          <div role="status" className="stack">
            <ul className="gates" data-testid="person-gates">
              {judged.gates.map(({ gate, passed, ...said }) => (
                <li key={gate} data-gate={gate} data-passed={passed}>
                  <Icon name={passed ? 'right' : 'wrong'} size={16} />
                  <span>
                    {words.gates[gate].name}
                    <span className="hidden-text">
                      : {passed ? words.episodes.passed : words.episodes.failed}
                    </span>
                    {passed ? null : <span className="muted"> {reasonOf(said)}</span>}
                  </span>
                </li>
              ))}
            </ul>
            {judged.valid ? null : (
              <div data-testid="person-wants">
                <h3>{words.live.stakes.wants}</h3>
                <ul>
                  {judged.gates
                    .filter(({ passed }) => !passed)
                    .map(({ gate }) => (
                      <li key={gate}>{words.live.wants[gate]}</li>
                    ))}
                </ul>
              </div>
            )}
            <p>
              <strong>{judged.valid ? t.valid : t.invalid(decimal(config.reward.invalid))}</strong>
            </p>
          </div>
        )}
        {values === null ? null : (
          <>
            <p className="small muted">{t.payWhy}</p>
            <Pay values={values} right={right} />
          </>
        )}
        {task === null ? null : live && newest !== undefined ? (
          <div className="row">
            <button
              type="button"
              className="button primary"
              disabled={running}
              onClick={put}
              data-testid="person-put"
            >
              {t.put(count(config.game.groupSize))}
            </button>
          </div>
        ) : (
          <p className="small">
            {t.putNeeds}{' '}
            <button type="button" className="link" onClick={() => void goLiveWithBuiltIn(app)}>
              {words.home.live}
            </button>
          </p>
        )}
        {verdicts === null || task === null ? null : (
          <>
            <p>
              <strong>
                {t.earned(
                  count(right ?? 0),
                  count(verdicts.length),
                  verdicts.length === 0
                    ? '–'
                    : decimal(
                        challengerReward(
                          config.reward,
                          task,
                          verdicts.map(({ verdict }) => verdict),
                          0,
                        ),
                      ),
                )}
              </strong>
            </p>
            <ol className="attempts">
              {verdicts.map(({ text, verdict, answer }, index) => (
                <li key={index} className="attempt" data-verdict={verdict}>
                  <span className="small muted num">{count(index + 1)}</span>
                  <span>{text}</span>
                  <span className="verdict">
                    <span className="num">{answer ?? words.episodes.noAnswer}</span>
                    <Icon name={verdictIcon[verdict]} size={16} />
                  </span>
                </li>
              ))}
            </ol>
          </>
        )}
      </section>
    </div>
  )
}
