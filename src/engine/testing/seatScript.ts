// What a fake model writes in each seat, for the engine's tests: which questions it asks of a passage, and
// what it answers to a question as the prompt of the compact style shows it.

import type { Random } from '../../base/random'
import { challengerCompletion } from '../../spice/prompts/compact'
import { shownQuestion } from '../../spice/prompts/text'
import { analyse } from '../../spice/stories/analyse'
import { drawTask } from '../../spice/stories/storyTasks'

export interface SeatScript {
  /** The Challenger's completion for a passage. */
  ask(passage: string, random: Random): string
  /** The Reasoner's completion for a question with its options. */
  answer(question: string, random: Random): string
}

/**
 * Asks what a story's gates accept seven times of ten, else nothing that parses; answers its own questions
 * with their gold half of the time, and questions that it has not asked with some number.
 */
export function storyScript(): SeatScript {
  const golds = new Map<string, string>()
  return {
    ask(passage, random) {
      const reading = analyse(passage)
      const task =
        reading === null || random.chance(0.3) ? null : drawTask(passage, reading, random, [1, 1, 1, 1])?.task
      if (task == null) return ' nonsense'
      golds.set(shownQuestion(task), task.gold)
      return challengerCompletion(task)
    },
    answer(question, random) {
      const answer = golds.get(question) ?? String(random.integer(2, 40))
      return ` Answer: ${random.chance(0.5) ? answer : '0'}`
    },
  }
}

/** A Challenger that writes nothing that parses, so that no round has a valid question. */
export const silentScript = (): SeatScript => ({ ...storyScript(), ask: () => ' nonsense' })
