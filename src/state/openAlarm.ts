// The chart on which an alarm is marked. Which episode shows what it means is the rules' own to say
// (spice/alarmEpisode).

import type { AlarmKind } from '../spice/health'
import type { CurveName } from './curves'

export const chartOf: Readonly<Record<AlarmKind, CurveName>> = {
  notFinite: 'gradNorm',
  noValidTasks: 'validity',
  repeats: 'noSignal',
  entropyCollapse: 'entropy',
  rewardWithoutProbe: 'challengerReward',
  noSignal: 'noSignal',
  guessInflation: 'passRate',
  coinFlips: 'passRate',
  wrongGold: 'validity',
  leaks: 'validity',
  invalidGroups: 'challengerReward',
}
