// Turns a run of a story's events into a task whose gold the story states. Used for warm-start examples and
// for probes.

import { at } from '../../base/at'
import type { Random } from '../../base/random'
import type { Task } from '../../protocol/records'
import { answers } from '../answers'
import { letterOf } from '../answers/mcq'
import { question as ask } from './forms'
import { names } from './lexicon'
import type { Reading } from './story'

export interface StoryTask {
  readonly task: Task
  /** The Reasoner's working, without the answer. */
  readonly work: string
}

/**
 * Indices into the states of a reading: from the one that the question starts with to the one that holds the
 * gold.
 */
export interface Run {
  readonly from: number
  readonly to: number
}

const people: readonly string[] = [...names.she, ...names.he]

/** Every run of a reading that a question can be about, shorter ones of one start first. */
export function runsOf(reading: Reading): Run[] {
  return reading.states.flatMap((state, from) =>
    state.sentence === null
      ? []
      : Array.from({ length: reading.states.length - from - 1 }, (__, i) => ({ from, to: from + i + 1 })),
  )
}

const escaped = (word: string): string => word.replace(/[.*+?^$()|[\]\\{}]/g, '\\$&')

/** True where the text has the word as one of its own. */
const wordPattern = (word: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\d])${escaped(word)}(?![\\p{L}\\d])`, 'iu')
export const hasWord = (text: string, word: string): boolean => wordPattern(word).test(text)

/**
 * The first four names of the story in its order, or the answer with the three before it; null where the
 * story has fewer.
 * The kinds with choices see to it that each place is as likely as the others.
 */
function optionsFor(passage: string, answer: string): string[] | null {
  const places = people.flatMap((name) => {
    const at = passage.search(wordPattern(name))
    return at < 0 ? [] : [{ name, at }]
  })
  const order = places.sort((a, b) => a.at - b.at).map(({ name }) => name)
  const own = order.indexOf(answer)
  return own < 0 || order.length < 4 ? null : order.slice(Math.max(0, own - 3)).slice(0, 4)
}

/** The task of one run, or null where its gold would stand in its question or the options are too few. */
export function taskOfRun(passage: string, reading: Reading, run: Run, random: Random): StoryTask | null {
  const states = reading.states.slice(run.from, run.to + 1)
  const [start, end] = [states[0], states.at(-1)]
  if (start === undefined || end === undefined || start.sentence === null) return null
  const events = reading.events.slice(run.from, run.to)
  const question = [
    start.sentence,
    ...events.map((event) => event.sentence),
    ask(random.pick(reading.kind.questions), end.slots),
  ].join(' ')
  const multiple = answers[reading.kind.type].options > 0
  const options = multiple ? optionsFor(passage, end.value) : []
  if (options === null || (!multiple && hasWord(question, end.value))) return null
  // A stem that names one option alone gives it away.
  if (multiple && options.filter((option) => hasWord(question, option)).length < 2) return null
  const value = (i: number): string => at(states, i).value
  return {
    task: {
      type: reading.kind.type,
      question,
      options,
      gold: multiple ? letterOf(options, end.value) : end.value,
      steps: events.map((event, i) => ({ premise: event.sentence, value: value(i + 1) })),
      source: end.source,
    },
    work: events.map((event, i) => reading.kind.work(value(i), event, value(i + 1))).join(' '),
  }
}

/**
 * A task with a number of steps drawn by weight (entry n weighs n + 1 steps), or null where none came of a
 * few tries.
 */
export function drawTask(
  passage: string,
  reading: Reading,
  random: Random,
  stepWeights: readonly number[],
): StoryTask | null {
  const runs = runsOf(reading)
  const lengths = [...new Set(runs.map((run) => run.to - run.from))]
  if (lengths.length === 0) return null
  for (let tries = 0; tries < 8; tries++) {
    const length =
      lengths[
        random.weighted(lengths.map((each) => (each <= stepWeights.length ? at(stepWeights, each - 1) : 0)))
      ]
    const made = taskOfRun(
      passage,
      reading,
      random.pick(runs.filter((run) => run.to - run.from === length)),
      random,
    )
    if (made !== null) return made
  }
  return null
}
