// The rounds at which an alarm belongs on a chart.
import { useMemo } from 'react'
import { alarmHistory, type Alarm } from '../../spice/health'
import type { CurveName, Round } from '../../state/curves'
import { chartOf } from '../../state/culprit'

export function useAlarms(name: CurveName, rounds: readonly Round[]): readonly Alarm[] {
  return useMemo(() => alarmHistory(rounds.map(({ metrics }) => metrics)).filter(({ kind }) => chartOf[kind] === name), [rounds, name])
}
