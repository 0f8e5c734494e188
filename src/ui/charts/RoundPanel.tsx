// The round under the charts' cursor: its questions with how often they were answered right, and its probe.
// The other end of the one cursor; a question opens its episode.
import { useEffect } from 'react'
import type { Episode } from '../../protocol/records'
import { attemptsOf } from '../../state/timeline'
import { openEpisode } from '../../state/view'
import { useApp, useSession, useView } from '../context'
import { count, percent, roundNumber } from '../format'
import { Icon } from '../parts/Icon'
import { words } from '../strings'

const t = words.train.panel
/** Milliseconds that the cursor rests on a round before its episodes are read. */
const rest = 120

function Line({
  episode,
  index,
  round,
}: {
  readonly episode: Episode
  readonly index: number
  readonly round: number
}) {
  const app = useApp()
  const attempts = episode.chosen === null ? [] : attemptsOf(episode, episode.chosen)
  const task = episode.chosen === null ? null : episode.candidates[episode.chosen]?.task
  return (
    <li>
      <button
        type="button"
        className="asked-line"
        onClick={() => {
          openEpisode(app.view, round, index)
          app.go('episodes')
        }}
      >
        <span className="dots" aria-hidden="true">
          {attempts.length === 0 ? (
            <Icon name="wrong" size={12} />
          ) : (
            attempts.map(({ verdict }, k) => <span key={k} data-verdict={verdict} />)
          )}
        </span>
        <span className="hidden-text">
          {words.episodes.listItem(
            count(index + 1),
            count(attempts.filter(({ verdict }) => verdict === 'right').length),
            count(attempts.length),
          )}
          :{' '}
        </span>
        <span className="text">{task?.question ?? t.noQuestion}</span>
      </button>
    </li>
  )
}

export function RoundPanel() {
  const app = useApp()
  const cursor = useView((state) => state.cursor)
  const rounds = useSession((state) => state.rounds)
  const episodes = useSession((state) => state.episodes)
  const probes = useSession((state) => state.probes)
  const run = useSession((state) => state.run?.id)
  const round = cursor ?? rounds.at(-1)?.round ?? null
  const held = round !== null && episodes.has(round)
  useEffect(() => {
    if (round === null || held || run === undefined) return undefined
    const timer = setTimeout(() => void app.loadEpisodes(round), rest)
    return () => clearTimeout(timer)
  }, [app, round, held, run])
  if (round === null) return null
  const probe = probes.findLast((each) => each.round <= round)
  const list = episodes.get(round) ?? []
  return (
    <section
      className="card stack round-panel"
      aria-label={words.train.at(roundNumber(round))}
      data-testid="round-panel"
      data-round={round}
    >
      <div className="row">
        <h3>{words.train.at(roundNumber(round))}</h3>
        <span className="small muted num push">
          {probe === undefined ? '' : t.probe(percent(probe.accuracy, 1), count(probe.round))}
        </span>
      </div>
      {list.length === 0 ? (
        <p className="small muted">{held ? t.none : words.shell.loading}</p>
      ) : (
        <ol>
          {list.map((episode, index) => (
            <Line key={episode.episode} episode={episode} index={index} round={round} />
          ))}
        </ol>
      )}
    </section>
  )
}
