// What every prompt style has in common: a question as it is shown, and a prompt as people read it.

import { at } from '../../base/at'
import { benchmarkLetters } from '../answers/letters'
import type { PromptPart } from '../seats'
import type { ShownTask } from './style'

/** Spans with their numbers, from 1. */
export const numberedText = (entries: readonly string[], separator: string): string =>
  entries.map((entry, i) => `${separator}${i + 1} ${entry}`).join('')

/** The question as the Reasoner is shown it: options behind it on the same line, nothing of steps or gold. */
export function shownQuestion({ question, options }: ShownTask): string {
  return [question, ...options.map((option, i) => `${at(benchmarkLetters, i)}) ${option}`)].join(' ')
}

/** A prompt for people: marks in brackets. Only for showing; it is never tokenized. */
export function promptText(parts: readonly PromptPart[]): string {
  return parts.map((part) => ('mark' in part ? `[${part.mark}]` : part.text)).join('')
}
