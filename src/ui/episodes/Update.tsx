// Where both lanes meet: the gradients of the two seats, summed into one step of the weights that they share.
import type { Episode, RoundMetrics, RunRecord } from '../../protocol/records'
import { learns, type TrainedSeats } from '../../state/whatIf'
import { useSession } from '../context'
import { count, decimal, percent, roundNumber } from '../format'
import { Icon } from '../parts/Icon'
import { words } from '../strings'

const t = words.episodes.update

function Norm({
  seat,
  value,
  most,
  idle,
}: {
  readonly seat: 'challenger' | 'reasoner'
  readonly value: number
  readonly most: number
  readonly idle: boolean
}) {
  return (
    <div className="norm" data-seat={seat} data-idle={idle}>
      <span className="row">
        <Icon name={seat} size={12} />
        {words.shell.seats[seat]}
      </span>
      <span className="weigh">
        <span style={{ width: `${idle ? 0 : Math.max(1, (100 * value) / most)}%` }} />
      </span>
      <span className="num">{idle ? t.idle : `‖g‖ = ${decimal(value)}`}</span>
    </div>
  )
}

interface Props {
  readonly episode: Episode
  readonly run: RunRecord
  readonly metrics: RoundMetrics | undefined
  readonly trains: TrainedSeats
  readonly moved: boolean
}

export function Update({ episode, run, metrics, trains, moved }: Props) {
  const next = useSession((state) => state.rounds.find(({ round }) => round === episode.round + 1))
  if (metrics === undefined)
    return (
      <section className="update" data-testid="update">
        <p className="muted">{words.episodes.formula.gradientUnknown}</p>
      </section>
    )
  const { gradNormChallenger: c, gradNormReasoner: r } = metrics
  const most = Math.max(1e-9, c, r)
  return (
    <section className="update" data-testid="update" aria-label={words.episodes.phase.gradient}>
      <div className="stack norms">
        <Norm seat="challenger" value={c} most={most} idle={!learns(trains, 'challenger')} />
        <Norm seat="reasoner" value={r} most={most} idle={!learns(trains, 'reasoner')} />
        <p className="small muted">
          {t.all(count(run.linked.config.game.passages), count(metrics.trainedTokens))}
        </p>
      </div>
      {moved ? (
        <div className="one" data-testid="moved">
          <p>
            <strong>{t.one}</strong>
          </p>
          <p className="small">
            {t.before(roundNumber(metrics.round), percent(metrics.passRate))}
            {next === undefined ? '' : t.after(roundNumber(next.round), percent(next.passRate))}.
          </p>
        </div>
      ) : null}
    </section>
  )
}
