// Absolute Zero's three tasks around a triple of program, input and output (arXiv 2505.03335): deduction asks
// for the output, abduction for an input that gives it, induction for a program from some pairs while others
// are held back. The interpreter writes the gold, so it cannot be wrong; an answer is right where the
// interpreter says so, not where it equals the gold.

import { at } from '../../base/at'
import { ok, unreachable, type Result } from '../../base/result'
import { refuse, type Reason } from '../../protocol/refusal'
import type { ProgramTask, Task } from '../../protocol/records'
import { integer } from '../answers/integer'
import { string } from '../answers/string'
import { integerOf } from '../text/numbers'
import { parseProgram, runProgram, type Program } from './interpret'

export const programKinds = ['deduction', 'abduction', 'induction'] as const
export type ProgramKind = (typeof programKinds)[number]

/** Inputs of an induction: the first half is shown, the other half decides. */
export const inductionInputs = 4

const inputMark = /\binputs?\s*:/iu

function numbersOf(text: string): number[] | null {
  const parts = text
    .trim()
    .split(/[\s,]+/u)
    .filter((part) => part !== '')
  const values = parts.map((part) => (/^-?\d{1,6}$/u.test(part) ? Number(part) : NaN))
  return parts.length === 0 || values.some(Number.isNaN) ? null : values
}

/** Programs are equal as text with single spaces: what a window against repeats compares. */
export const programText = (text: string): string => text.trim().split(/\s+/u).join(' ')

/** What a proposer wrote: `<program> Input: 5`, or `<program> Inputs: 1 2 3 4` for induction. */
export function parseProposal(
  written: { readonly text: string; readonly stopped: boolean },
  kind: ProgramKind,
): Result<Task, Reason> {
  if (!written.stopped) return refuse('task.unfinished', {})
  const mark = inputMark.exec(written.text)
  if (mark === null) return refuse('program.noInput', {})
  const source = programText(written.text.slice(0, mark.index))
  const program = parseProgram(source)
  if (!program.ok) return program
  const inputs = numbersOf(written.text.slice(mark.index + mark[0].length))
  const wanted = kind === 'induction' ? inductionInputs : 1
  if (inputs === null || inputs.length !== wanted || new Set(inputs).size < inputs.length)
    return refuse('program.inputs', { wanted })
  return taskOf(kind, source, program.value, inputs)
}

/**
 * Runs the program, twice: the language has no chance in it, and this says so where that should ever change.
 */
export function taskOf(
  kind: ProgramKind,
  source: string,
  program: Program,
  inputs: readonly number[],
): Result<Task, Reason> {
  const outputs: number[] = []
  for (const input of inputs) {
    const [first, again] = [runProgram(program, input), runProgram(program, input)]
    if (!first.ok) return refuse('program.fails', { input, why: first.error })
    if (!again.ok || again.value !== first.value) return refuse('program.unsteady', {})
    outputs.push(first.value)
  }
  const held: ProgramTask = { kind, source, inputs, outputs }
  const [input = 0, output = 0] = [inputs[0], outputs[0]]
  const base = { options: [], steps: [], source: null, program: held }
  switch (kind) {
    case 'deduction':
      return ok({
        ...base,
        type: integer.name,
        question: `Program: ${source} Input: ${input} What is the output?`,
        gold: String(output),
      })
    case 'abduction':
      return ok({
        ...base,
        type: integer.name,
        question: `Program: ${source} Output: ${output} What is an input?`,
        gold: String(input),
      })
    case 'induction': {
      const shown = inputs.slice(0, inductionInputs / 2).map((each, i) => `${each} gives ${at(outputs, i)}`)
      return ok({
        ...base,
        type: string.name,
        question: `${shown.join('. ')}. What is a program?`,
        gold: source,
      })
    }
    default:
      return unreachable(kind)
  }
}

/** Does an answer solve the task, by running it? */
export function solves(answer: string, { kind, source, inputs, outputs }: ProgramTask): boolean {
  switch (kind) {
    case 'deduction':
      return integerOf(answer) === String(outputs[0])
    case 'abduction': {
      const value = integerOf(answer)
      const program = parseProgram(source)
      if (value === null || !program.ok || !/^-?\d{1,6}$/u.test(value)) return false
      const found = runProgram(program.value, Number(value))
      return found.ok && found.value === outputs[0]
    }
    case 'induction': {
      const program = parseProgram(answer)
      return (
        program.ok &&
        inputs.every((input, i) => {
          const found = runProgram(program.value, input)
          return found.ok && found.value === outputs[i]
        })
      )
    }
    default:
      return unreachable(kind)
  }
}

/** What a proposer writes for a task, the inverse of `parseProposal`: for warm-start examples and scripts. */
export const proposalText = ({ kind, source, inputs }: ProgramTask): string =>
  ` ${source} ${kind === 'induction' ? 'Inputs' : 'Input'}: ${inputs.join(' ')}`

const MARK = 'program '

/** What a window against repeats keeps of a task; from it the buffer of references is read back. */
export const referenceKey = ({ kind, source, inputs }: ProgramTask): string =>
  `${MARK}${kind}${proposalText({ kind, source, inputs, outputs: [] })}`

/** Proposals of a kind among the keys of a window, oldest first. */
export const acceptedOf = (kind: ProgramKind, keys: readonly string[]): string[] =>
  keys.filter((key) => key.startsWith(`${MARK}${kind} `)).map((key) => key.slice(MARK.length + kind.length))
