// The curriculum at a glance: three questions with their answers, and what the alarms have to say.
import { useMemo } from 'react'
import { openAlarm } from '../../state/commands'
import { storyOf } from '../../state/runStory'
import { alarmHistory } from '../../spice/health'
import { useApp, useSession } from '../context'
import { count, decimal, percent, roundNumber } from '../format'
import { Icon } from '../parts/Icon'
import { Glossed } from '../parts/Glossed'
import { words } from '../strings'

const t = words.train.story

/** Where the pass rate stands between the two players. */
function Balance({ rate }: { readonly rate: number | null }) {
  return (
    <svg
      className="balance"
      viewBox="0 0 200 34"
      role="img"
      aria-label={rate === null ? t.aheadNone : t.balance(percent(rate))}
    >
      <rect x="0" y="13" width="200" height="8" rx="4" fill="var(--line)" />
      <rect x="60" y="13" width="80" height="8" fill="var(--green)" opacity="0.35" />
      <path d="M100 9V25" stroke="var(--line-strong)" />
      {rate === null ? null : (
        <circle cx={4 + 192 * rate} cy="17" r="7" fill="var(--ink)" stroke="var(--surface)" strokeWidth="2" />
      )}
    </svg>
  )
}

export function Story() {
  const app = useApp()
  const rounds = useSession((state) => state.rounds)
  const probes = useSession((state) => state.probes)
  const episodes = useSession((state) => state.episodes)
  const story = useMemo(() => storyOf(rounds, probes), [rounds, probes])
  const alarms = useMemo(() => alarmHistory(rounds), [rounds])
  const newest = rounds.findLast(({ round }) =>
    (episodes.get(round) ?? []).some(({ chosen }) => chosen !== null),
  )?.round
  const asked = newest === undefined ? undefined : episodes.get(newest)?.find(({ chosen }) => chosen !== null)
  const question = asked?.candidates[asked.chosen ?? -1]?.task?.question
  const { premises, probe } = story
  return (
    <section className="story" aria-label={t.title} data-testid="story">
      <div className="card">
        <h2>{t.ahead}</h2>
        <p className="answer" data-testid="story-ahead" data-ahead={story.ahead}>
          {story.ahead === 'challenger' || story.ahead === 'reasoner' ? (
            <Icon name={story.ahead} size={15} />
          ) : null}
          {t.aheadIs[story.ahead]}
        </p>
        <Balance rate={story.passRate} />
        <p className="small muted">
          {story.passRate === null ? t.aheadNone : t.aheadWhy(percent(story.passRate), count(story.rounds))}
        </p>
      </div>
      <div className="card">
        <h2>{t.asked}</h2>
        <p className="quote">{question ?? t.askedNone}</p>
        <p className="small muted">
          {premises.first === null || premises.now === null ? null : (
            <Glossed text={t.askedPremises(decimal(premises.first, 2), decimal(premises.now, 2))} />
          )}{' '}
          {story.validRate === null ? null : t.askedValid(percent(story.validRate), percent(story.repeated))}
        </p>
      </div>
      <div className="card">
        <h2>{t.real}</h2>
        <p className="answer" data-testid="story-real" data-real={story.real}>
          {t.realIs[story.real]}
        </p>
        <p className="small muted">
          {probe === null ? t.realNone : t.realWhy(percent(probe.first, 1), percent(probe.now, 1))}
        </p>
      </div>
      {alarms.length === 0 ? null : (
        <ul className="alarms" aria-label={t.alarms} data-testid="alarms">
          {alarms.map((alarm) => (
            <li key={`${alarm.kind} ${alarm.round}`} className="notice">
              <div>
                <strong>{words.alarms[alarm.kind].title}</strong>{' '}
                <span className="muted num">{words.train.at(roundNumber(alarm.round))}</span>
                <br />
                {words.alarms[alarm.kind].why}
              </div>
              <button type="button" className="button small" onClick={() => void openAlarm(app, alarm)}>
                {t.show}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
