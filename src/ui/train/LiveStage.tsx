// The round that is being played: each try as it is written, the gate that stopped it, the answers and their
// verdicts. It shows one passage at a time, and all of them as rows of marks.
import { useState } from 'react'
import type { LiveEpisode, LiveTry } from '../../protocol/livePlay'
import { useSession } from '../context'
import { count, decimal, roundNumber } from '../format'
import { verdictIcon } from '../episodes/ReasonerLane'
import { Icon } from '../parts/Icon'
import { words } from '../strings'

const t = words.live.stage

const tryIcon = { writing: 'half', stopped: 'wrong', valid: 'right' } as const

/** The passage that shows most: the first with answers, else with a valid question, else the first. */
function mostToSee(episodes: readonly LiveEpisode[]): number {
  const answered = episodes.findIndex(({ tasks }) => tasks.some(({ attempts }) => attempts.length > 0))
  if (answered >= 0) return answered
  return Math.max(
    0,
    episodes.findIndex(({ tries }) => tries.some(({ state }) => state === 'valid')),
  )
}

function Try({ tried }: { readonly tried: LiveTry }) {
  const said =
    tried.state === 'writing'
      ? t.writing
      : tried.state === 'valid'
        ? t.valid
        : t.stoppedBy(tried.gate === null ? '–' : words.gates[tried.gate].name)
  return (
    <li className="live-try" data-state={tried.state}>
      <Icon name={tryIcon[tried.state]} size={15} />
      <div>
        <span className="live-text">{tried.question ?? tried.text}</span>{' '}
        <span className="small live-said">{said}</span>
      </div>
    </li>
  )
}

function Answers({ episode }: { readonly episode: LiveEpisode }) {
  const task = episode.tasks[0]
  if (task === undefined) return null
  const asked = episode.tries[task.candidate]
  const right = task.attempts.filter(({ verdict }) => verdict === 'right').length
  const judged = task.attempts.some(({ verdict }) => verdict !== null)
  return (
    <div className="live-lane" data-seat="reasoner">
      <h3>
        <Icon name="reasoner" size={15} /> {t.reasoner}
      </h3>
      <p className="small muted">{t.reasonerWhy}</p>
      <p className="live-question">{asked?.question}</p>
      <ul className="live-list">
        {task.attempts.map(({ text, answer, verdict }, k) => (
          <li key={k} className="live-try" data-verdict={verdict ?? 'pending'}>
            <Icon name={verdict === null ? 'half' : verdictIcon[verdict]} size={15} />
            <div>
              <span className="hidden-text">{verdict === null ? t.pending : t[verdict]}: </span>
              <span className="live-text">{verdict === null || answer === null ? text : answer}</span>
            </div>
          </li>
        ))}
      </ul>
      {judged ? (
        <p>
          <strong>{t.score(right, task.attempts.length)}</strong>{' '}
          <span className="small muted">{t.gold(asked?.gold ?? '–')}</span>
          {task.reward === null ? null : (
            <span className="live-reward" data-testid="live-reward">
              <Icon name="challenger" size={13} /> {words.live.step.earned(decimal(task.reward, 2))}
            </span>
          )}
        </p>
      ) : null}
    </div>
  )
}

export function LiveStage() {
  const live = useSession((state) => state.live)
  const rounds = useSession((state) => state.rounds.length)
  const running = useSession((state) => state.running && state.source === 'live')
  const [chosen, setChosen] = useState<number | null>(null)
  if (!running || live === null || live.round < rounds) return null
  const index = Math.min(chosen ?? mostToSee(live.episodes), live.episodes.length - 1)
  const episode = live.episodes[index]
  const all = live.episodes.flatMap(({ tries }) => tries)
  const valid = all.filter(({ state }) => state === 'valid').length
  return (
    <section
      className="card stack live-stage"
      data-testid="live-stage"
      data-phase={live.phase}
      aria-labelledby="live-title"
    >
      <div className="row">
        <h2 id="live-title">{t.title(roundNumber(live.round))}</h2>
        <span className="badge" role="status">
          {t.phase[live.phase]}
        </span>
        <span className="push small muted num">{t.tries(valid, all.length)}</span>
      </div>
      <div className="live-passages" role="group" aria-label={t.passages}>
        {live.episodes.map(({ tries, tasks }, i) => (
          <button
            key={i}
            type="button"
            className="live-passage"
            aria-pressed={i === index}
            aria-label={t.passage(count(i + 1))}
            onClick={() => setChosen(i)}
          >
            {tries.map(({ state }, k) => (
              <span key={k} className="live-mark" data-state={state} />
            ))}
            {tasks.flatMap(({ attempts }, task) =>
              attempts.map(({ verdict }, k) => (
                <span key={`${task}-${k}`} className="live-mark answer" data-verdict={verdict ?? 'pending'} />
              )),
            )}
          </button>
        ))}
      </div>
      {episode === undefined ? (
        <p className="muted">{t.waiting}</p>
      ) : (
        <div className="live-lanes">
          <div className="live-lane" data-seat="challenger">
            <h3>
              <Icon name="challenger" size={15} /> {t.challenger}
            </h3>
            <p className="small muted">{t.challengerWhy}</p>
            <blockquote className="live-source" tabIndex={0}>
              {episode.passage}
            </blockquote>
            <ul className="live-list">
              {episode.tries.map((tried, k) => (
                <Try key={k} tried={tried} />
              ))}
            </ul>
          </div>
          <Answers episode={episode} />
        </div>
      )}
    </section>
  )
}
