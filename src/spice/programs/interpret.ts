// The small language of Absolute Zero's programs, and its interpreter: whole numbers on a stack, loops and
// branches, no state, no clock and no chance, so that running twice gives the same. Bounded in steps, in size
// of the stack and of a number.
//
//   x        the input            3        a number
//   + - * / %  of the two on top  dup swap drop over
//   repeat 3 [ ... ]              if [ ... ] [ ... ]   takes the top: the first block where it is above 0,
//   else the second

import { at } from '../../base/at'
import { ok, type Result } from '../../base/result'
import { reason, refuse, type Reason } from '../../protocol/refusal'

export const limits = {
  /** Words of a program, nested ones counted. */
  words: 40,
  depth: 4,
  /** Words that are run. */
  steps: 500,
  stack: 32,
  /** Largest magnitude of a number. */
  size: 1e6,
} as const

const binary = ['+', '-', '*', '/', '%'] as const
const moves = ['dup', 'swap', 'drop', 'over'] as const

export type Instruction =
  | { readonly op: 'push'; readonly value: number }
  | { readonly op: 'input' }
  | { readonly op: (typeof binary)[number] | (typeof moves)[number] }
  | { readonly op: 'repeat'; readonly times: number; readonly block: Program }
  | { readonly op: 'if'; readonly then: Program; readonly otherwise: Program }
export type Program = readonly Instruction[]

const isOf = <T extends string>(list: readonly T[], word: string): word is T =>
  (list as readonly string[]).includes(word)

/** Reads the words of a program; the first thing that is wrong with it is said. */
export function parseProgram(text: string): Result<Program, Reason> {
  const words = text
    .trim()
    .split(/\s+/u)
    .filter((word) => word !== '')
  if (words.length === 0) return refuse('program.empty', {})
  if (words.length > limits.words) return refuse('program.words', { words: words.length, most: limits.words })
  let next = 0
  const block = (depth: number): Result<Program, Reason> => {
    if (words[next] !== '[') return refuse('program.noOpening', { before: words[next] ?? null })
    next += 1
    const inner = sequence(depth)
    if (!inner.ok) return inner
    if (words[next] !== ']') return refuse('program.noClosing', {})
    next += 1
    return inner
  }
  const sequence = (depth: number): Result<Program, Reason> => {
    if (depth > limits.depth) return refuse('program.nested', { most: limits.depth })
    const out: Instruction[] = []
    while (next < words.length && words[next] !== ']') {
      const word = at(words, next)
      next += 1
      if (word === 'x') out.push({ op: 'input' })
      else if (/^-?\d{1,7}$/u.test(word)) out.push({ op: 'push', value: Number(word) })
      else if (isOf(binary, word) || isOf(moves, word)) out.push({ op: word })
      else if (word === 'repeat') {
        const times = words[next]
        if (times === undefined || !/^\d{1,3}$/u.test(times)) return refuse('program.repeat', {})
        next += 1
        const inner = block(depth + 1)
        if (!inner.ok) return inner
        out.push({ op: 'repeat', times: Number(times), block: inner.value })
      } else if (word === 'if') {
        const then = block(depth + 1)
        if (!then.ok) return then
        const otherwise = block(depth + 1)
        if (!otherwise.ok) return otherwise
        out.push({ op: 'if', then: then.value, otherwise: otherwise.value })
      } else return refuse('program.word', { word })
    }
    return ok(out)
  }
  const program = sequence(0)
  if (!program.ok) return program
  return next < words.length ? refuse('program.strayClosing', {}) : program
}

class Halt extends Error {
  constructor(readonly why: Reason) {
    super(why.code)
  }
}

function compute(op: (typeof binary)[number], a: number, b: number): number {
  switch (op) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      if (b === 0) throw new Halt(reason('run.divides', {}))
      return Math.trunc(a / b)
    case '%':
      if (b === 0) throw new Halt(reason('run.divides', {}))
      return a - b * Math.trunc(a / b)
  }
}

/**
 * The number on top of the stack at the end. Never throws and always ends: whatever goes wrong is one
 * sentence.
 * `trace` gets the result of every operation on two numbers.
 */
export function runProgram(program: Program, input: number, trace: number[] = []): Result<number, Reason> {
  const stack: number[] = []
  let steps = 0
  const pop = (): number => {
    const top = stack.pop()
    if (top === undefined) throw new Halt(reason('run.emptyStack', {}))
    return top
  }
  const push = (value: number): void => {
    if (stack.length >= limits.stack) throw new Halt(reason('run.stack', { most: limits.stack }))
    if (Math.abs(value) > limits.size) throw new Halt(reason('run.size', { most: limits.size }))
    stack.push(value + 0)
  }
  const run = (some: Program): void => {
    for (const instruction of some) {
      steps += 1
      if (steps > limits.steps) throw new Halt(reason('run.steps', { most: limits.steps }))
      step(instruction)
    }
  }
  const step = (instruction: Instruction): void => {
    switch (instruction.op) {
      case 'push':
        return push(instruction.value)
      case 'input':
        return push(input)
      case 'dup': {
        const top = pop()
        push(top)
        return push(top)
      }
      case 'swap': {
        const [b, a] = [pop(), pop()]
        push(b)
        return push(a)
      }
      case 'over': {
        const [b, a] = [pop(), pop()]
        push(a)
        push(b)
        return push(a)
      }
      case 'drop':
        pop()
        return
      case 'repeat':
        for (let i = 0; i < instruction.times; i++) {
          // An empty block costs a step too, or a loop of nothing would be free.
          steps += 1
          if (steps > limits.steps) throw new Halt(reason('run.steps', { most: limits.steps }))
          run(instruction.block)
        }
        return
      case 'if':
        return run(pop() > 0 ? instruction.then : instruction.otherwise)
      default: {
        const [b, a] = [pop(), pop()]
        const result = compute(instruction.op, a, b)
        push(result)
        trace.push(result)
        return
      }
    }
  }
  try {
    run(program)
    return ok(pop())
  } catch (thrown) {
    if (thrown instanceof Halt) return { ok: false, error: thrown.why }
    throw thrown
  }
}
