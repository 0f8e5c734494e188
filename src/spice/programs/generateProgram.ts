// Seed programs and triples for Absolute Zero's world: what the proposer's first references and the warm
// start are made of.
// All draws come from the generator given.

import { hashText, Random } from '../../base/random'
import type { ProgramTask, Task } from '../../protocol/records'
import { parseProgram } from './interpret'
import {
  acceptedOf,
  inductionInputs,
  programKinds,
  proposalText,
  taskOf,
  type ProgramKind,
} from './programTasks'

/** A program of 1 to `most` operations on the input, now and then with a loop or a branch. */
export function drawProgram(random: Random, most = 3): string {
  const operation = (): string => {
    const op = random.pick(['+', '-', '*', '+', '-', '%', 'x +', 'dup +'] as const)
    return op === 'x +' || op === 'dup +' ? op : `${random.integer(2, op === '*' ? 4 : 9)} ${op}`
  }
  const parts = ['x', ...Array.from({ length: random.integer(1, most) }, operation)]
  if (random.chance(0.12)) parts.push(`repeat ${random.integer(2, 3)} [ ${operation()} ]`)
  if (random.chance(0.08))
    parts.push(`dup ${random.integer(5, 15)} - if [ ${operation()} ] [ ${operation()} ]`)
  return parts.join(' ')
}

/** A triple of one kind; the tries that do not run are drawn again. */
export function drawProgramTask(
  random: Random,
  kind: ProgramKind,
  most = 3,
): Task & { readonly program: ProgramTask } {
  for (;;) {
    const source = drawProgram(random, most)
    const program = parseProgram(source)
    const inputs = random.sample(
      Array.from({ length: 12 }, (_, i) => i),
      kind === 'induction' ? inductionInputs : 1,
    )
    const made = program.ok ? taskOf(kind, source, program.value, inputs) : program
    if (made.ok && made.value.program !== undefined) return { ...made.value, program: made.value.program }
  }
}

/** Past triples that a proposer is shown, so that it writes another. */
export const references = 3
/** Seed triples among which the first references are drawn, a third of each kind. */
const SEEDS = 60

/**
 * The text that stands for a passage: past proposals of the wanted kind, from seeds and from what was
 * accepted.
 */
export function referencesFor(
  kind: ProgramKind,
  history: readonly string[],
  seed: number,
  random: Random,
): string {
  const seeds = Array.from({ length: SEEDS / 3 }, (_, i) =>
    proposalText(drawProgramTask(Random.from(seed, hashText(`program ${kind}`), i), kind).program),
  )
  return random
    .sample([...seeds, ...acceptedOf(kind, history)], references)
    .map((text) => `${text.trim()}.`)
    .join(' ')
}

export const drawKind = (random: Random): ProgramKind => random.pick(programKinds)
