// Whether a model reads: how often it takes the gold among a gap's options, beside what guessing, the option
// that is commonest and a trigram model take of the same questions. Opens no model.

import { at } from '../base/at'
import { hashText, Random } from '../base/random'
import { mean } from '../base/statistics'
import { likeliest } from '../spice/cloze/optionOdds'
import type { Task } from '../protocol/records'
import { goldText } from '../spice/task'
import { chanceLevel } from '../spice/rewards'

export interface GapAnswers {
  /** Of each option the probability, question by question. */
  readonly [player: string]: readonly (readonly number[])[]
}

export interface Estimate {
  readonly mean: number
  /** Bounds of the middle 95 % of the resamples. */
  readonly low: number
  readonly high: number
}

export interface GapCheck {
  readonly questions: number
  readonly documents: number
  readonly chance: number
  /** Share right of each player, and mean probability of the gold. */
  readonly players: Readonly<Record<string, { readonly accuracy: Estimate; readonly probability: number }>>
  /** By how much the first player is right more often than each other, and than chance. */
  readonly lead: Readonly<Record<string, Estimate>>
}

const RESAMPLES = 2000

/** Mean over clusters drawn again with replacement: questions of one document are not independent. */
export function bootstrap(values: readonly number[], clusters: readonly string[], seed: number): Estimate {
  const members = new Map<string, number[]>()
  clusters.forEach((cluster, i) => members.set(cluster, [...(members.get(cluster) ?? []), at(values, i)]))
  const lists = [...members.values()]
  const random = Random.from(seed, hashText('bootstrap'))
  const means = Array.from({ length: RESAMPLES }, () => {
    let [sum, count] = [0, 0]
    for (let i = 0; i < lists.length; i++) {
      const list = random.pick(lists)
      for (const value of list) sum += value
      count += list.length
    }
    return sum / count
  }).sort((a, b) => a - b)
  return {
    mean: mean(values),
    low: at(means, Math.floor(0.025 * RESAMPLES)),
    high: at(means, Math.ceil(0.975 * RESAMPLES) - 1),
  }
}

export function checkGaps(
  questions: readonly { readonly document: string; readonly task: Task }[],
  answers: GapAnswers,
  seed: number,
): GapCheck {
  const documents = questions.map(({ document }) => document)
  const golds = questions.map(({ task }) => task.options.indexOf(goldText(task)))
  const chances = questions.map(({ task }) => chanceLevel(task))
  const right: Readonly<Record<string, readonly number[]>> = Object.fromEntries(
    Object.entries(answers).map(([name, odds]) => [
      name,
      golds.map((gold, i) => (likeliest(at(odds, i)) === gold ? 1 : 0)),
    ]),
  )
  const [own = [], ...others] = Object.values(right)
  const leadOver = (values: readonly number[]): Estimate =>
    bootstrap(
      own.map((value, i) => value - at(values, i)),
      documents,
      seed,
    )
  return {
    questions: questions.length,
    documents: new Set(documents).size,
    chance: mean(chances),
    players: Object.fromEntries(
      Object.entries(answers).map(([name, odds]) => [
        name,
        {
          accuracy: bootstrap(right[name] ?? [], documents, seed),
          probability: mean(golds.map((gold, i) => at(at(odds, i), gold))),
        },
      ]),
    ),
    lead: Object.fromEntries<Estimate>([
      ['chance', leadOver(chances)] as const,
      ...others.map((values, i) => [at(Object.keys(right), i + 1), leadOver(values)] as const),
    ]),
  }
}
