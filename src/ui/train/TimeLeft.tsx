// How long the run that plays will go on, and the question whether to notify of what is done meanwhile.
import { useState } from 'react'
import { planTime, timeLeft } from '../../state/plannedTime'
import { useSession } from '../context'
import { words } from '../strings'
import { duration } from './duration'

const t = words.live.time
const canNotify = typeof Notification !== 'undefined'

export function TimeLeft() {
  const run = useSession((state) => state.run)
  const rounds = useSession((state) => state.rounds)
  const speed = useSession((state) => state.speed)
  const running = useSession((state) => state.running)
  const [permission, setPermission] = useState(canNotify ? Notification.permission : 'denied')
  if (run === null || !running || run.state === 'new') return null
  const left =
    timeLeft(run, rounds) ??
    (speed === null
      ? null
      : planTime(speed, { config: run.linked.config, startFrom: { kind: 'builtIn', name: '' } }).whole)
  return (
    <p className="row small" data-testid="time-left">
      {left === null ? null : <span className="num">{t.left(duration(left))}</span>}
      {permission === 'default' ? (
        <button
          type="button"
          className="button small"
          title={t.notifyWhy}
          onClick={() => void Notification.requestPermission().then(setPermission)}
        >
          {t.notify}
        </button>
      ) : permission === 'granted' ? (
        <span className="muted">{t.notified}</span>
      ) : null}
    </p>
  )
}
