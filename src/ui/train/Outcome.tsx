// What a live run has come to, by the held-out questions: how many it answers, and some that it could not
// answer before and can now, side by side.
import { useMemo } from 'react'
import { outcomeOf } from '../../state/runOutcome'
import { useApp, useSession } from '../context'
import { count } from '../format'
import { Icon } from '../parts/Icon'
import { words } from '../strings'

const t = words.live.outcome
/** Questions that are shown. */
const most = 4

export function Outcome() {
  const app = useApp()
  const probes = useSession((state) => state.probes)
  const done = useSession(
    (state) =>
      state.source === 'live' &&
      !state.running &&
      (state.run?.state === 'finished' || state.run?.state === 'paused'),
  )
  const outcome = useMemo(() => outcomeOf(probes), [probes])
  if (!done || outcome === null) return null
  const { asked, before, after, gained, lost, trend } = outcome
  return (
    <section className="card stack outcome" data-testid="outcome" data-trend={trend} aria-label={t.title}>
      <h2>{t.title}</h2>
      <p className="outcome-score num">{t.score(count(before), count(after), count(asked))}</p>
      <p>{t.is[trend]}</p>
      <p className="small muted">{t.lead}</p>
      {gained.length === 0 ? null : (
        <>
          <h3>
            <Icon name="right" size={16} /> {t.gained(count(gained.length))}
          </h3>
          <ul className="outcome-pairs">
            {gained.slice(0, most).map((each) => (
              <li key={each.question}>
                <p className="live-question">{each.question}</p>
                <dl>
                  <div>
                    <dt>{t.before}</dt>
                    <dd>
                      <Icon name={each.before === null ? 'none' : 'wrong'} size={15} />{' '}
                      {each.before ?? t.none}
                    </dd>
                  </div>
                  <div data-right>
                    <dt>{t.after}</dt>
                    <dd>
                      <Icon name="right" size={15} /> {each.after}
                    </dd>
                  </div>
                </dl>
              </li>
            ))}
          </ul>
        </>
      )}
      {lost === 0 ? null : <p className="small muted">{t.lost(count(lost))}</p>}
      <div>
        <button type="button" className="button primary" onClick={() => app.go('ask')}>
          {t.ask}
        </button>
      </div>
    </section>
  )
}
