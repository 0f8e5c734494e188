// One sentence that says what a run is: who pulls ahead and whether the questions get harder, by its own
// numbers.
import { useMemo } from 'react'
import { courseOf } from '../../state/runOutcome'
import { useSession } from '../context'
import { decimal, percent } from '../format'
import { words } from '../strings'

const t = words.live.course

export function Course() {
  const rounds = useSession((state) => state.rounds)
  const course = useMemo(() => courseOf(rounds), [rounds])
  if (course === null) return null
  const { ahead, passRate, premises, harder } = course
  const facts = premises === null ? null : ([decimal(premises.first, 2), decimal(premises.now, 2)] as const)
  return (
    <p className="small course" data-testid="course" data-ahead={ahead} data-harder={harder}>
      <strong>{t.ahead[ahead]}</strong>: {t.rate(percent(passRate.first), percent(passRate.now))}
      {facts === null ? null : `; ${harder ? t.harder(...facts) : t.notHarder(...facts)}`}.
    </p>
  )
}
