// The right answer to a question of a person's own, where it is known: one of the held-out questions, or a
// story that the rules can work out. Null means that the model has not learned such questions either.

import type { ProbeRecord } from '../protocol/records'
import { answerTypes } from '../config/schema'
import { truthOf } from '../spice/stories/solve'

export function goldOf(question: string, probes: readonly ProbeRecord[]): string | null {
  const known = probes.at(-1)?.answers.find((each) => each.question.trim() === question.trim())
  if (known !== undefined) return known.gold
  for (const type of answerTypes) {
    const truth = truthOf({ type, question, options: [] })
    if (truth !== null) return truth
  }
  return null
}
