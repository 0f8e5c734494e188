// How the Reasoner gets on at each kind of question: a running mean of its pass rates, and what a round is
// above it.

import type { Task } from '../../protocol/records'
import type { PassageAnalyser } from '../analyser'
import { passRate } from '../rewards'
import type { JudgedTask, PassRates } from './state'

/** Weight of the newest round in the mean: it forgets half in about two rounds. */
const NEWEST = 0.3

export interface Progress {
  /** What the next round is given. */
  readonly rates: PassRates
  /** Pass rate of a task's kind in this round less the mean before it; 0 where the kind was never asked. */
  readonly of: (task: Task) => number
}

/** Where the analyser tells no kinds apart, the answer type is the kind. */
const kindOf = (analyser: PassageAnalyser, task: Task): string => analyser.kindOf?.(task) ?? task.type

export function progressOf(
  analyser: PassageAnalyser,
  judged: readonly JudgedTask[],
  before: PassRates,
): Progress {
  const verdicts = new Map<string, JudgedTask['judgements'][number]['verdict'][]>()
  for (const { task, judgements } of judged) {
    const kind = kindOf(analyser, task)
    verdicts.set(kind, [...(verdicts.get(kind) ?? []), ...judgements.map(({ verdict }) => verdict)])
  }
  const now = new Map([...verdicts].map(([kind, own]) => [kind, passRate(own)]))
  const gained = (kind: string): number => {
    const [mean, newest] = [before[kind], now.get(kind)]
    return mean === undefined || newest === undefined ? 0 : newest - mean
  }
  const means = [...now].map(([kind, newest]) => [kind, (before[kind] ?? newest) + NEWEST * gained(kind)])
  return {
    rates: { ...before, ...(Object.fromEntries(means) as PassRates) },
    of: (task) => gained(kindOf(analyser, task)),
  }
}
