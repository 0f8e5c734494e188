// A seat for a person: answer as the Reasoner or ask as the Challenger, beside the model, under the same
// rules.
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { App } from '../../state/app'
import type { Target } from '../../state/lesson'
import { current, nextEpisode } from '../../state/stepper'
import { useApp, useSession, useView } from '../context'
import { ViewHead } from '../parts/ViewHead'
import { words } from '../strings'
import { AsChallenger } from './AsChallenger'
import { AsReasoner } from './AsReasoner'
import { Icon } from '../parts/Icon'

const t = words.play
const seats = ['reasoner', 'challenger'] as const

/** What the open lesson points at, where one is open. */
const lookNow = (app: App): Target | undefined => {
  const { lesson, step } = app.teaching.getState()
  return lesson?.steps[step]?.look
}

export default function Play() {
  const app = useApp()
  const [seat, setSeat] = useState<(typeof seats)[number]>(() =>
    lookNow(app) === 'person-question' ? 'challenger' : 'reasoner',
  )
  // A lesson that points at a field of one seat opens that seat.
  const look = useStore(app.teaching, () => lookNow(app))
  const [seen, setSeen] = useState(look)
  if (look !== seen) {
    setSeen(look)
    if (look === 'person-question') setSeat('challenger')
    if (look === 'person-answer') setSeat('reasoner')
  }
  const run = useSession((state) => state.run)
  const episodes = useSession((state) => state.episodes)
  const round = useView((state) => state.round)
  const index = useView((state) => state.episode)
  const now = current(app)
  const held = round === null || episodes.has(round)
  // The question stays where it is, although newer rounds arrive while somebody writes.
  const pinned = round === null && now !== null ? now.round : null
  useEffect(() => {
    if (pinned !== null) app.view.setState({ round: pinned })
  }, [app, pinned])
  return (
    <div className="view play" data-testid="play">
      <ViewHead title={t.title} lead={t.lead}>
        <div className="push row seats" role="group" aria-label={t.seat}>
          {seats.map((each) => (
            <button
              key={each}
              type="button"
              className="button"
              data-seat={each}
              aria-pressed={seat === each}
              onClick={() => setSeat(each)}
              data-testid={`seat-${each}`}
            >
              <Icon name={each} size={13} />
              {words.shell.seats[each]}
            </button>
          ))}
        </div>
      </ViewHead>
      {run === null || now === null || !held ? (
        <div className="card empty" role="status">
          <p>{words.episodes.none}</p>
        </div>
      ) : seat === 'reasoner' ? (
        <AsReasoner key={`${now.round} ${index}`} episode={now.episode} onNext={() => nextEpisode(app, 1)} />
      ) : (
        <AsChallenger
          key={`${now.round} ${index}`}
          episode={now.episode}
          run={run}
          onNext={() => nextEpisode(app, 1)}
        />
      )}
    </div>
  )
}
