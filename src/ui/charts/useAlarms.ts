// The rounds at which an alarm belongs on a chart.
import { useMemo } from 'react'
import { alarmHistory, type Alarm } from '../../spice/health'
import type { CurveName } from '../../state/curves'
import { chartOf } from '../../state/culprit'
import { useSession } from '../context'

export function useAlarms(name: CurveName): readonly Alarm[] {
  const rounds = useSession((state) => state.rounds)
  return useMemo(() => alarmHistory(rounds).filter(({ kind }) => chartOf[kind] === name), [rounds, name])
}
