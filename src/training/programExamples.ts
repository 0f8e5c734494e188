// Warm-start examples of Absolute Zero's world: proposals after references, and solutions, both made and run
// by the rules.

import { at } from '../base/at'
import type { Random } from '../base/random'
import type { RunConfig } from '../config/schema'
import type { ProgramTask } from '../protocol/records'
import { programPrompt, reasonerCompletion, reasonerPrompt } from '../spice/prompts/compact'
import { drawKind, drawProgramTask, referencesFor } from '../spice/programs/generateProgram'
import { parseProgram, runProgram } from '../spice/programs/interpret'
import { proposalText } from '../spice/programs/programTasks'
import type { Encoder } from './examples'
import type { TrainingSequence } from '../model/packing'

/** References of examples are drawn among the seeds of many runs. */
const MOST_SEED = 1_000_000

/** The results of a deduction's operations, but for the last, which is the answer. */
function working({ kind, source, inputs }: ProgramTask): string {
  const program = parseProgram(source)
  if (kind !== 'deduction' || !program.ok) return ''
  const trace: number[] = []
  runProgram(program.value, at(inputs, 0), trace)
  return trace.slice(0, -1).join(' ')
}

/**
 * One example; the shares of the warm start are those of the other world, language and open book left out.
 */
export function programExample(
  { encoder, config }: { readonly encoder: Encoder; readonly config: RunConfig },
  random: Random,
): TrainingSequence {
  const kind = drawKind(random)
  const task = drawProgramTask(random, kind)
  const proposes = random.chance(config.warmStart.challengerShare)
  const prompt = encoder.encodeParts(
    proposes
      ? programPrompt(referencesFor(kind, [], random.integer(0, MOST_SEED), random), kind)
      : reasonerPrompt(task),
  )
  const completion = encoder.encode(
    proposes ? proposalText(task.program) : reasonerCompletion(working(task.program), task.gold),
  )
  const tokens = Uint32Array.from([...prompt, ...completion, encoder.mark('end')]).slice(
    0,
    config.model.context,
  )
  return { tokens, from: Math.min(prompt.length, tokens.length), weight: 1, advantage: 1 }
}

/** Texts of both seats, for a tokenizer to learn the words of the formats from. */
export function programTexts(random: Random): string[] {
  const kind = drawKind(random)
  const task = drawProgramTask(random, kind)
  return [
    `${kind}:`,
    proposalText(task.program),
    task.question,
    reasonerCompletion(working(task.program), task.gold),
  ]
}
