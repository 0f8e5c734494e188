// The rounds at which an alarm belongs on a chart.
import { useMemo } from 'react'
import { alarmHistory, type Alarm } from '../../spice/health'
import type { CurveName, Round } from '../../state/curves'
import { chartOf } from '../../state/openAlarm'

/** Every chart asks for the same rounds: their history is gone through once. */
const histories = new WeakMap<readonly Round[], readonly Alarm[]>()

function historyOf(rounds: readonly Round[]): readonly Alarm[] {
  const known = histories.get(rounds) ?? alarmHistory(rounds.map(({ metrics }) => metrics))
  histories.set(rounds, known)
  return known
}

export function useAlarms(name: CurveName, rounds: readonly Round[]): readonly Alarm[] {
  return useMemo(() => historyOf(rounds).filter(({ kind }) => chartOf[kind] === name), [rounds, name])
}
