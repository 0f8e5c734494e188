// The end of a round: what each seat earned flows into the shared weights, which take a step as long as both
// pulled. The numbers are the round's own. Nothing moves where motion is reduced; the arrows then simply
// stand.
import { useSession } from '../context'
import { decimal, percent, roundNumber } from '../format'
import { Icon } from '../parts/Icon'
import { words } from '../strings'

const t = words.live.step

/** Width of an arrow, 2 to 9 pixels, by a seat's share of both gradient norms. */
const width = (own: number, other: number): number => 2 + (own + other === 0 ? 0 : (7 * own) / (own + other))

interface PullProps {
  readonly seat: 'challenger' | 'reasoner'
  /** Gradient norms of this seat and of the other one. */
  readonly own: number
  readonly other: number
}

/** The arrow from a seat to the weights, which stand between the two. */
function Pull({ seat, own, other }: PullProps) {
  return (
    <svg
      className={seat === 'reasoner' ? 'flow-arrow back' : 'flow-arrow'}
      data-seat={seat}
      viewBox="0 0 100 24"
      preserveAspectRatio="none"
      role="img"
    >
      <title>{t.pull(t[seat], decimal(own, 2))}</title>
      <path d="M0 12H92" strokeWidth={width(own, other)} />
      <path d="M90 5l8 7-8 7z" className="head" />
    </svg>
  )
}

export function RoundStep() {
  const metrics = useSession((state) => state.rounds.at(-1))
  const live = useSession((state) => state.source === 'live' && state.run !== null)
  const before = useSession((state) => state.rounds.at(-2))
  if (!live || metrics === undefined) return null
  const { round, passRate, challengerReward, gradNormChallenger: c, gradNormReasoner: r } = metrics
  return (
    <section
      className="card round-step"
      data-testid="round-step"
      data-round={round}
      aria-label={t.title(roundNumber(round))}
    >
      <h2>{t.title(roundNumber(round))}</h2>
      {/* A new key for each round: the flow begins anew. */}
      <div className="flow" key={round}>
        <div className="flow-seat" data-seat="challenger">
          <Icon name="challenger" size={20} />
          <strong>{t.challenger}</strong>
          <span className="num">{t.earned(decimal(challengerReward, 2))}</span>
        </div>
        <Pull seat="challenger" own={c} other={r} />
        <div className="flow-weights">
          <svg viewBox="0 0 60 60" aria-hidden="true">
            <circle cx="30" cy="30" r="17" className="was" />
            <circle cx="30" cy="30" r="17" className="now" />
          </svg>
          <strong>{t.weights}</strong>
        </div>
        <Pull seat="reasoner" own={r} other={c} />
        <div className="flow-seat" data-seat="reasoner">
          <Icon name="reasoner" size={20} />
          <strong>{t.reasoner}</strong>
          <span className="num">
            {before === undefined || before.passRate === null ? '' : `${percent(before.passRate)} → `}
            {t.right(percent(passRate))}
          </span>
        </div>
      </div>
    </section>
  )
}
