// Held-out questions: runs that no corpus may hold, so that every probe is new in its numbers or in its
// names.

import { at } from '../../base/at'
import { hashText, Random } from '../../base/random'
import type { Task } from '../../protocol/records'
import { analyse } from './analyse'
import { generateStory } from './generateStory'
import { isHeldOut, keyOfRun, runKey, shortestHeldOut } from './heldOut'
import type { StoryKind } from './storyKind'
import { taskOfRun } from './storyTasks'

export interface ProbeQuestion extends Pick<Task, 'type' | 'question' | 'options' | 'gold'> {
  /** Kind of story. */
  readonly kind: string
  /** Number of events between the starting statement and what is asked. */
  readonly steps: number
  /** The run of events that is asked about, as `runKey` writes it; in no corpus. */
  readonly run: string
}

/** Most events of a story before the run that is asked about. */
const longestLead = 2

const MOST_TRIES = 100_000

/**
 * `count` different questions of one kind and number of steps. Throws where the kind cannot have so many, or
 * for fewer steps than are ever kept.
 */
export function probeQuestions(kind: StoryKind, steps: number, count: number, seed: number): ProbeQuestion[] {
  if (steps < shortestHeldOut) throw new RangeError(`no run of ${steps} steps is kept for probes`)
  const random = Random.from(seed, hashText(`probe ${kind.name}`), steps)
  const made = new Map<string, ProbeQuestion>()
  for (let tries = 0; tries < MOST_TRIES && made.size < count; tries++) {
    const lead = random.integer(0, longestLead)
    const held = (_: StoryKind, states: readonly string[], events: readonly string[]): boolean =>
      events.length < lead + steps || isHeldOut(runKey(kind, at(states, lead), events.slice(lead)))
    const passage = generateStory(kind, random, lead + steps, held).text
    const reading = analyse(passage)
    if (reading?.events.length !== lead + steps) continue
    if (reading.states[lead]?.sentence === null) continue
    const task = taskOfRun(passage, reading, { from: lead, to: lead + steps }, random)?.task
    if (task === undefined) continue
    made.set(task.question, {
      kind: kind.name,
      steps,
      run: keyOfRun(reading, { from: lead, to: lead + steps }),
      type: task.type,
      question: task.question,
      options: task.options,
      gold: task.gold,
    })
  }
  if (made.size < count)
    throw new Error(`there are only ${made.size} probe questions of ${kind.name} with ${steps} steps`)
  return [...made.values()]
}
