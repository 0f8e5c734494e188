// All gates that need no player, over one completion of the Challenger: what it parses to, and what each
// active gate says.

import type { GateResult, Task } from '../../protocol/records'
import { unreachable } from '../../base/result'
import { gateNames, type AnswerType, type GateName } from '../../config/schema'
import type { PassageAnalyser } from '../analyser'
import { familyOf, type FamilyName } from '../prompts'
import { parseProposal, type ProgramKind } from '../programs/tasks'
import type { Reading, Span } from '../text/reading'
import { derivation } from './derivation'
import { duplicate, type QuestionWindow } from './duplicate'
import { goldInPassage, locateGold } from './goldInPassage'
import { grounded } from './grounded'
import { leak } from './leak'
import { notApplicable, passed, refused } from './outcome'
import { solver } from './solver'

export interface GateContext {
  /** Null where the game is played without a corpus. */
  readonly passage: Reading | null
  readonly analyser: PassageAnalyser
  readonly window: QuestionWindow
  /** The assigned type, or null where the Challenger writes it. */
  readonly type: AnswerType | null
  readonly types: readonly AnswerType[]
  readonly active: readonly GateName[]
  /** How the task is written; compact where it is left out. */
  readonly prompts?: FamilyName
}

export interface Checked {
  readonly task: Task | null
  /**
   * In the order of `gateNames`; only `parse` where it did not parse. `openBook` is missing: it needs a
   * player.
   */
  readonly gates: readonly GateResult[]
  /** Asked before, whether or not the gate is active. */
  readonly duplicate: boolean
}

export function checkCompletion(
  completion: { readonly text: string; readonly stopped: boolean },
  context: GateContext,
): Checked {
  const parsed = familyOf(context.prompts ?? 'compact').parse(completion, {
    type: context.type,
    active: context.types,
  })
  if (!parsed.ok) return { task: null, gates: [refused('parse', parsed.error)], duplicate: false }
  const task = parsed.value
  const repeated = duplicate(task, context.window)
  let stated: Span | null = null
  const ask = (gate: GateName): GateResult[] => {
    switch (gate) {
      case 'parse':
        return [passed('parse')]
      case 'goldInPassage':
        return [goldInPassage(task, context.passage)]
      case 'leak':
        return [leak(task)]
      case 'grounded':
        return [grounded(task, context.passage)]
      case 'duplicate':
        return [repeated]
      case 'derivation': {
        const derived = derivation(task, context.passage?.text ?? null, context.analyser)
        stated = derived.source
        return [derived.result]
      }
      case 'solver':
        return [solver(task, context.analyser)]
      case 'openBook':
        return context.passage === null ? [notApplicable('openBook')] : []
      default:
        return unreachable(gate)
    }
  }
  const gates = gateNames.filter((gate) => gate === 'parse' || context.active.includes(gate)).flatMap(ask)
  const source = stated ?? (context.passage === null ? null : locateGold(task, context.passage))
  return {
    task: { ...task, source: source === null ? null : { start: source.start, end: source.end } },
    gates,
    duplicate: !repeated.passed,
  }
}

/** A proposal of a program has two gates: that it parses and runs, and that it was not made before. */
export function checkProposal(
  completion: { readonly text: string; readonly stopped: boolean },
  kind: ProgramKind,
  { window, active }: Pick<GateContext, 'window' | 'active'>,
): Checked {
  const parsed = parseProposal(completion, kind)
  if (!parsed.ok) return { task: null, gates: [refused('parse', parsed.error)], duplicate: false }
  const repeated = duplicate(parsed.value, window)
  return {
    task: parsed.value,
    gates: [passed('parse'), ...(active.includes('duplicate') ? [repeated] : [])],
    duplicate: !repeated.passed,
  }
}

/** The gate that a candidate fails first, or null for a valid one. */
export const firstFailure = (gates: readonly GateResult[]): GateName | null =>
  gates.find((gate) => !gate.passed)?.gate ?? null
