// The gold follows from the premises, as a reader of stories sees it: the premises are a contiguous run of
// the passage's clauses and the gold is what the passage states right after them.

import type { GateResult, Task } from '../../protocol/records'
import { unreachable } from '../../base/result'
import type { PassageAnalyser } from '../analyser'
import type { Span } from '../text/reading'
import type { Gate } from './gate'
import { notApplicable, outcome } from './outcome'

const name = 'derivation'

/** `source` is where the passage states the gold, where the analyser knows. */
export function derivation(
  task: Task,
  passage: string | null,
  analyser: PassageAnalyser,
): { readonly result: GateResult; readonly source: Span | null } {
  const found = analyser.check(passage, task)
  switch (found.kind) {
    case 'notApplicable':
      return { result: notApplicable(name), source: null }
    case 'derived':
      return { result: outcome(name, null), source: found.source }
    case 'refused':
      return { result: outcome(name, found.why), source: null }
    default:
      return unreachable(found)
  }
}

export const derivationGate: Gate = {
  name,
  check: (task, { passage, analyser }) => derivation(task, passage?.text ?? null, analyser),
  checksPrograms: false,
  checksCloze: false,
}
