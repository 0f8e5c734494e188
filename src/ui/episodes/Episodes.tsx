// The episodes of a round: choose a round, choose an episode, step through it.
import { useEffect } from 'react'
import { attemptsOf } from '../../state/timeline'
import { openRoundOf, nextRound } from '../../state/stepper'
import { openEpisode } from '../../state/view'
import { useApp, useSession, useView } from '../context'
import { count, roundNumber } from '../format'
import { Icon } from '../parts/Icon'
import { ViewHead } from '../parts/ViewHead'
import { words } from '../strings'
import { Stepper } from './Stepper'

const t = words.episodes

function RoundPicker({ round }: { readonly round: number }) {
  const app = useApp()
  const rounds = useSession((state) => state.rounds)
  return (
    <div className="row" role="group" aria-label={t.pick}>
      <button
        type="button"
        className="button small"
        aria-label={words.shell.actions['round.previous']}
        onClick={() => nextRound(app, -1)}
      >
        <Icon name="previous" size={16} />
      </button>
      <select
        className="input narrow"
        aria-label={t.pick}
        value={round}
        onChange={(event) => {
          const chosen = Number(event.target.value)
          openEpisode(app.view, chosen, 0)
          void app.loadEpisodes(chosen)
        }}
        data-testid="round-picker"
      >
        {rounds.some((each) => each.round === round) ? null : (
          <option value={round}>{t.round(roundNumber(round))}</option>
        )}
        {rounds.map((each) => (
          <option key={each.round} value={each.round}>
            {t.round(roundNumber(each.round))}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="button small"
        aria-label={words.shell.actions['round.next']}
        onClick={() => nextRound(app, 1)}
      >
        <Icon name="next" size={16} />
      </button>
    </div>
  )
}

export default function Episodes() {
  const app = useApp()
  const episodes = useSession((state) => state.episodes)
  const asked = useView((state) => state.round)
  const index = useView((state) => state.episode)
  const round = openRoundOf({ episodes }, { round: asked })
  const runId = useSession((state) => state.run?.id)
  useEffect(() => {
    if (asked !== null && runId !== undefined) void app.loadEpisodes(asked)
  }, [app, asked, runId])
  const list = round === null ? undefined : episodes.get(round)
  return (
    <div className="view">
      <ViewHead title={t.title} lead={t.lead}>
        {round === null ? null : (
          <div className="push">
            <RoundPicker round={round} />
          </div>
        )}
      </ViewHead>
      {round === null ? (
        <div className="card empty">
          <p>{t.none}</p>
        </div>
      ) : null}
      {round !== null && list?.length === 0 ? (
        <div className="card empty">
          <p>{t.gone(roundNumber(round))}</p>
        </div>
      ) : null}
      {list === undefined || list.length === 0 || round === null ? null : (
        <>
          <div className="episode-list" role="group" aria-label={t.list} data-testid="episode-list">
            {list.map((episode, i) => {
              const attempts = episode.chosen === null ? [] : attemptsOf(episode, episode.chosen)
              const right = attempts.filter(({ verdict }) => verdict === 'right').length
              return (
                <button
                  key={episode.episode}
                  type="button"
                  aria-pressed={i === Math.min(index, list.length - 1)}
                  aria-label={
                    episode.chosen === null
                      ? t.listNone(count(i + 1))
                      : t.listItem(count(i + 1), count(right), count(attempts.length))
                  }
                  onClick={() => openEpisode(app.view, round, i)}
                >
                  <span className="num">{count(i + 1)}</span>
                  <span className="dots" aria-hidden="true">
                    {attempts.length === 0 ? (
                      <Icon name="wrong" size={12} />
                    ) : (
                      attempts.map(({ verdict }, k) => <span key={k} data-verdict={verdict} />)
                    )}
                  </span>
                </button>
              )
            })}
          </div>
          <Stepper />
        </>
      )}
    </div>
  )
}
