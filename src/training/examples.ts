// Warm-start examples: passages become token sequences of both seats' formats, of open-book answers and of
// plain language.
// What a passage states is all the truth there is; which words a story has is the business of
// src/spice/stories.

import { at } from '../base/at'
import type { Random } from '../base/random'
import type { RunConfig } from '../config/schema'
import type { Task } from '../protocol/records'
import { gapTypes } from '../spice/answers'
import { gapTask } from '../spice/freeText'
import {
  challengerCompletion,
  challengerPrompt,
  openBookPrompt,
  reasonerCompletion,
  reasonerPrompt,
} from '../spice/prompts/compact'
import type { Mark, PromptPart } from '../spice/seats'
import { readMeasurements } from '../spice/measurements/measuredPassage'
import { drawMeasuredTask } from '../spice/measurements/measuredTasks'
import { eventsPerPassage } from '../spice/stories/ambiguous/passage'
import { readPassage, type ToldEvent } from '../spice/stories/ambiguous/read'
import { attemptOf, pickByRung, rightShare, taskOf } from '../spice/stories/ambiguous/tasks'
import { analyse } from '../spice/stories/analyse'
import { drawTask } from '../spice/stories/storyTasks'
import { sentences } from '../spice/text/sentences'
import type { TrainingSequence } from '../model/packing'

/** What examples need of a tokenizer. */
export interface Encoder {
  encodeParts(parts: readonly PromptPart[]): number[]
  encode(text: string): number[]
  mark(name: Mark): number
}

export type ExampleKind = 'recital' | 'language' | 'challenger' | 'reasoner' | 'openBook'

export interface ExampleOptions {
  readonly encoder: Encoder
  readonly config: RunConfig
  /** Share of the warm start that is done, 0 to 1: early examples are short and teach copying. */
  readonly progress: number
}

export interface Example {
  readonly kind: ExampleKind
  /** Number of events of the task, 0 where there is none. */
  readonly steps: number
  readonly sequence: TrainingSequence
}

/**
 * A part of the warm start: until which share of it, how it mixes kinds, and how much of a passage it uses.
 */
interface Stage {
  readonly until: number
  /** Share of examples that recite, before all other shares. */
  readonly recital: number
  /** Most sentences that are recited. */
  readonly recited: number
  /** Most events of a story. */
  readonly events: number
  /** False leaves the Challenger and the open book for later. */
  readonly passages: boolean
  /**
   * True at the end, which sets out how play begins: mostly short chains, and some of the Reasoner's examples
   * answer without working.
   */
  readonly last: boolean
}

const stages: readonly Stage[] = [
  { until: 0.1, recital: 0.65, recited: 2, events: 1, passages: false, last: false },
  { until: 0.3, recital: 0.05, recited: 4, events: 2, passages: true, last: false },
  { until: 0.82, recital: 0.03, recited: 4, events: Infinity, passages: true, last: false },
  { until: 1, recital: 0.03, recited: 4, events: Infinity, passages: true, last: true },
]

const stageAt = (progress: number): Stage =>
  stages.find((stage) => progress < stage.until) ?? (stages.at(-1) as Stage)

/**
 * Weights of tasks by number of events. Longer chains are learned first by both seats and are rare at the
 * end, so that play
 * begins with short ones and finds out by itself what longer ones earn.
 */
export const stepWeights = {
  learning: {
    challenger: [0.18, 0.22, 0.22, 0.18, 0.12, 0.08],
    reasoner: [0.3, 0.28, 0.2, 0.13, 0.06, 0.03],
  },
  last: { challenger: [0.3, 0.28, 0.2, 0.12, 0.07, 0.03], reasoner: [0.38, 0.34, 0.17, 0.07, 0.03, 0.01] },
} as const

function drawKind(stage: Stage, config: RunConfig, random: Random): ExampleKind {
  if (random.chance(stage.recital)) return 'recital'
  const { languageShare, challengerShare, openBookShare } = config.warmStart
  const kinds = ['language', 'challenger', 'openBook', 'reasoner'] as const
  const rest = Math.max(0, 1 - languageShare - challengerShare - openBookShare)
  const weights = stage.passages ? [languageShare, challengerShare, openBookShare, rest] : [0, 0, 0, 1]
  return at(kinds, random.weighted(weights))
}

/** Ambiguous events tell their right readings: without a corpus no example may show them. */
const isHidden = (passage: string, { game }: RunConfig): boolean =>
  !game.corpus && readPassage(passage) !== null

const drawSeat = (stage: Stage, { warmStart }: RunConfig, random: Random): ExampleKind =>
  stage.passages && random.chance(warmStart.challengerShare) ? 'challenger' : 'reasoner'

/** The first sentences of a story, with at most so many events. */
function beginning(passage: string, events: number): string {
  const kind = events === Infinity ? undefined : analyse(passage)?.kind
  if (kind === undefined) return passage
  const before = kind.settings.length > 0 ? 2 : 1
  return sentences(passage)
    .slice(0, before + events)
    .join(' ')
}

/**
 * Ambiguous events stand by themselves, so a passage may hold few of them while copying is learned: what is
 * pointed to is then found sooner, at a fraction of the tokens. At the end it is whole.
 */
function firstEvents(passage: string, stage: Stage, random: Random): string {
  if (stage.last) return passage
  const most = Math.min(stage.events, eventsPerPassage)
  return sentences(passage).slice(0, random.integer(1, most)).join(' ')
}

/** How much less often a kind is copied than the one before it, while copying is learned. */
const COPY_FACTOR = 0.75

interface DrawnTask {
  readonly task: Task
  readonly work: string
  readonly steps: number
}

function draw(
  passage: string,
  weights: readonly number[],
  config: RunConfig,
  random: Random,
): DrawnTask | null {
  const reading = analyse(passage)
  if (reading !== null) {
    const made = config.game.answerTypes.includes(reading.kind.type)
      ? drawTask(passage, reading, random, weights)
      : null
    return made === null ? null : { ...made, steps: made.task.steps.length }
  }
  const measured = readMeasurements(passage)
  if (measured !== null) {
    const made = drawMeasuredTask(measured, random, config.game.answerTypes)
    return made === null ? null : { ...made, steps: Math.max(1, made.task.steps.length) }
  }
  const types = gapTypes.filter((type) => config.game.answerTypes.includes(type))
  const task = types.length === 0 ? null : gapTask(passage, random.pick(types), random)
  return task === null ? null : { task, work: '', steps: 0 }
}

/** Some sentences in a row, twice: what early in training makes a model learn to copy. */
function recital(passage: string, most: number, encoder: Encoder, random: Random): number[] {
  const all = sentences(passage)
  const count = random.integer(1, Math.min(most, all.length))
  const from = random.integer(0, all.length - count)
  const text = encoder.encode(all.slice(from, from + count).join(' '))
  return [...text, encoder.mark('challenger'), ...text]
}

interface ExampleTokens {
  readonly prompt: readonly number[]
  readonly completion: readonly number[]
  readonly steps: number
}

/**
 * The task of a seat's example about ambiguous events, and the attempt that is shown: the Challenger's golds
 * are right, the Reasoner's examples hold every kind equally often and each reading in the plan's share.
 * Without a corpus nobody knows more than the Reasoner: the golds have its shares too.
 */
function drawAmbiguous(
  kind: 'challenger' | 'reasoner' | 'openBook',
  events: readonly ToldEvent[],
  last: boolean,
  { warmStart, game }: RunConfig,
  random: Random,
): DrawnTask {
  // Every kind is copied often enough until the end, which sets out how play begins.
  const weights = last
    ? { factor: warmStart.kindFactor, floor: warmStart.kindFloor }
    : { factor: COPY_FACTOR }
  const event = kind === 'challenger' ? pickByRung(events, weights, random) : random.pick(events)
  const task = taskOf(event, event.source, random)
  if (kind !== 'reasoner' && game.corpus) return { task, work: '', steps: 1 }
  const right = random.chance(rightShare(event.kind, warmStart.rightShare))
  const { work, answer } = attemptOf(event, right ? 0 : 1)
  return { task: { ...task, gold: answer }, work: kind === 'reasoner' ? work : '', steps: 1 }
}

function write(
  kind: ExampleKind,
  passage: string,
  stage: Stage,
  { encoder, config }: ExampleOptions,
  random: Random,
): ExampleTokens | null {
  const plain = { prompt: encoder.encodeParts([{ mark: 'begin' }, { mark: 'passage' }]), steps: 0 }
  if (kind === 'recital') return { ...plain, completion: recital(passage, stage.recited, encoder, random) }
  if (kind === 'language') return { ...plain, completion: encoder.encode(passage) }
  const ambiguous = readPassage(passage)
  const drawn =
    ambiguous !== null
      ? drawAmbiguous(kind, ambiguous, stage.last, config, random)
      : draw(
          passage,
          stepWeights[stage.last ? 'last' : 'learning'][kind === 'challenger' ? 'challenger' : 'reasoner'],
          config,
          random,
        )
  if (drawn === null) return null
  const { task, work, steps } = drawn
  const typed = config.game.typeChoice === 'assigned'
  const shown = ambiguous === null || config.game.corpus ? passage : null
  switch (kind) {
    case 'challenger': {
      const completion = challengerCompletion(task)
      return {
        prompt: encoder.encodeParts(challengerPrompt(shown, typed ? task.type : null)),
        completion: encoder.encode(typed ? completion : `${task.type}:${completion}`),
        steps,
      }
    }
    case 'reasoner': {
      // Working is learned first, answering at once last; which of them pays is left for play to find out.
      const shown = stage.last && random.chance(config.warmStart.directShare) ? '' : work
      return {
        prompt: encoder.encodeParts(reasonerPrompt(task)),
        completion: encoder.encode(reasonerCompletion(shown, task.gold)),
        steps,
      }
    }
    case 'openBook':
      return {
        prompt: encoder.encodeParts(openBookPrompt(passage, task)),
        completion: encoder.encode(reasonerCompletion('', task.gold)),
        steps,
      }
  }
}

/**
 * One example of a passage. A passage of which no task can be made is learned as plain language. A sequence
 * is cut at the
 * model's context; one whose loss would begin behind the cut has no predicted token.
 */
export function drawExample(passage: string, options: ExampleOptions, random: Random): Example {
  const { encoder, config, progress } = options
  const stage = stageAt(progress)
  const text =
    readPassage(passage) === null ? beginning(passage, stage.events) : firstEvents(passage, stage, random)
  const wanted = isHidden(text, config) ? drawSeat(stage, config, random) : drawKind(stage, config, random)
  const made = write(wanted, text, stage, options, random)
  const kind = made === null ? 'language' : wanted
  const { prompt, completion, steps } = made ?? {
    prompt: encoder.encodeParts([{ mark: 'begin' }, { mark: 'passage' }]),
    completion: encoder.encode(text),
    steps: 0,
  }
  const tokens = Uint32Array.from([...prompt, ...completion, encoder.mark('end')]).slice(
    0,
    config.model.context,
  )
  return {
    kind,
    steps,
    sequence: { tokens, from: Math.min(prompt.length, tokens.length), weight: 1, advantage: 1 },
  }
}

/**
 * Texts of one example of each seat about the passage, for a tokenizer to learn the words of the formats
 * from.
 */
export function formatTexts(passage: string, config: RunConfig, random: Random): string[] {
  const ambiguous = readPassage(passage)
  if (ambiguous !== null)
    return ambiguous.flatMap((event) => {
      const task = taskOf(event, null, random)
      return [
        `${task.type}:`,
        challengerCompletion(task),
        ...([0, 1] as const).map((reading) => {
          const { work, answer } = attemptOf(event, reading)
          return reasonerCompletion(work, answer)
        }),
      ]
    })
  const drawn = draw(passage, stepWeights.learning.challenger, config, random)
  if (drawn === null) return []
  const { task, work } = drawn
  return [`${task.type}:`, challengerCompletion(task), reasonerCompletion(work, task.gold)]
}
