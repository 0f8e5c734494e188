// All gates that need no player, over one completion of the Challenger: what it parses to, and what each
// active gate says.

import { activeGates } from '.'
import type { GateResult, Task } from '../../protocol/records'
import { refuse } from '../../protocol/refusal'
import { freeText } from '../analyser'
import type { AnswerType } from '../answers/names'
import { parseProposal, type ProgramKind } from '../programs/programTasks'
import { parsePointing, type NumberedSpans } from '../cloze/numberedSpans'
import { promptStyle, type PromptStyleName } from '../prompts'
import { duplicate } from './duplicate'
import type { GateSight } from './gate'
import { locateGold } from './goldInPassage'
import type { GateName } from './names'
import { unparsed } from './parse'

export interface GateContext extends GateSight {
  /** The assigned type, or null where the Challenger writes it. */
  readonly type: AnswerType | null
  readonly types: readonly AnswerType[]
  readonly active: readonly GateName[]
  /** How the task is written; compact where it is left out. */
  readonly prompts?: PromptStyleName
}

export interface CompletionCheck {
  readonly task: Task | null
  /**
   * In the order of `gateNames`; the first alone where it did not parse. Those that ask a player are
   * missing.
   */
  readonly gates: readonly GateResult[]
  /** Asked before, whether or not the gate is active. */
  readonly duplicate: boolean
}

export function checkCompletion(
  completion: { readonly text: string; readonly stopped: boolean },
  context: GateContext,
): CompletionCheck {
  const parsed = promptStyle(context.prompts).parse(completion, {
    type: context.type,
    active: context.types,
  })
  if (!parsed.ok) return { task: null, gates: [unparsed(parsed.error)], duplicate: false }
  const task = parsed.value
  const checks = activeGates(context.active)
    .filter(({ gapsAlone = false }) => !gapsAlone)
    .map((gate) => gate.check(task, context))
  const gates = checks.flatMap(({ result }) => result ?? [])
  const stated = checks.find(({ source }) => source != null)?.source
  const source = stated ?? (context.passage === null ? null : locateGold(task, context.passage))
  return {
    task: { ...task, source: source === null ? null : { start: source.start, end: source.end } },
    gates,
    duplicate: !duplicate(task, context.window).passed,
  }
}

/** A proposal of a program has two gates: that it parses and runs, and that it was not made before. */
export function checkProposal(
  completion: { readonly text: string; readonly stopped: boolean },
  kind: ProgramKind,
  { window, active }: Pick<GateContext, 'window' | 'active'>,
): CompletionCheck {
  const parsed = parseProposal(completion, kind)
  if (!parsed.ok) return { task: null, gates: [unparsed(parsed.error)], duplicate: false }
  const sight = { passage: null, analyser: freeText, window }
  const gates = activeGates(active).flatMap((gate) =>
    gate.checksPrograms ? (gate.check(parsed.value, sight).result ?? []) : [],
  )
  return { task: parsed.value, gates, duplicate: !duplicate(parsed.value, window).passed }
}

/** A gap that was pointed at; `spans` null is a passage without any. */
export function checkPointing(
  completion: { readonly text: string; readonly stopped: boolean },
  spans: NumberedSpans | null,
  context: GateSight & Pick<GateContext, 'active'>,
): CompletionCheck {
  const parsed = spans === null ? refuse('cloze.noSpan', {}) : parsePointing(completion, spans)
  if (!parsed.ok) return { task: null, gates: [unparsed(parsed.error)], duplicate: false }
  const gates = activeGates(context.active).flatMap((gate) =>
    gate.checksCloze ? (gate.check(parsed.value, context).result ?? []) : [],
  )
  return { task: parsed.value, gates, duplicate: !duplicate(parsed.value, context.window).passed }
}

/** The gate that a candidate fails first, or null for a valid one. */
export const firstFailure = (gates: readonly GateResult[]): GateName | null =>
  gates.find((gate) => !gate.passed)?.gate ?? null
