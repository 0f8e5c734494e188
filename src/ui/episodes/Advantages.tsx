// A group's rewards as what they are above or below their mean: bars to both sides of one line.
import { decimal, signed } from '../format'
import { words } from '../strings'

const t = words.episodes

interface Member {
  readonly name: string
  readonly reward: number | null
  readonly advantage: number | null
  readonly now?: boolean
}

export function Advantages({
  members,
  seat,
}: {
  readonly members: readonly Member[]
  readonly seat: 'challenger' | 'reasoner'
}) {
  const kept = members.filter(
    (member): member is Member & { reward: number; advantage: number } =>
      member.reward !== null && member.advantage !== null,
  )
  const most = Math.max(0.001, ...kept.map(({ advantage }) => Math.abs(advantage)))
  const mean = kept.length === 0 ? null : kept.reduce((sum, { reward }) => sum + reward, 0) / kept.length
  return (
    <div className="advantages" data-seat={seat} data-testid={`advantages-${seat}`}>
      <p className="small muted">
        {t.advantage}; <span className="num">{t.groupMean(decimal(mean))}</span>
      </p>
      <ol>
        {kept.map(({ name, reward, advantage, now }) => {
          const share = (Math.abs(advantage) / most) * 50
          const moved = advantage > 1e-9 ? t.pushedUp : advantage < -1e-9 ? t.pushedDown : t.unchanged
          return (
            <li key={name} data-now={now === true}>
              <span className="small">{name}</span>
              <span className="num small muted">{decimal(reward)}</span>
              <span className="diverge" aria-hidden="true">
                <span
                  style={{ width: `${share}%`, marginInlineStart: advantage < 0 ? `${50 - share}%` : '50%' }}
                  data-sign={advantage < 0 ? 'down' : 'up'}
                />
              </span>
              <span className="num small">
                {signed(advantage)}
                <span className="hidden-text"> {moved}</span>
              </span>
            </li>
          )
        })}
      </ol>
    </div>
  )
}
