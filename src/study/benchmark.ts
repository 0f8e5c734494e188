// Fixed questions put to one player: greedily, and again at temperature 1. A greedy answer shows only which
// of two manners is the likelier, so where a model stands between them it flips at random; the mean at
// temperature 1 moves smoothly.

import { at } from '../base/at'
import { clusteredInterval, wilsonInterval } from '../base/statistics'
import type { BenchmarkResult, BenchmarkScore, Count } from '../protocol/benchmarkResult'
import { answers } from '../spice/answers'
import { letterAmong } from '../spice/answers/letters'
import { answerFor, works } from '../spice/text/finalAnswer'
import { promptStyle, type PromptStyleName } from '../spice/prompts'
import { requestTo, type Player } from '../spice/seats'
import { judge } from '../spice/verifier'
import type { ProbeQuestion } from '../training/probe'

export interface BenchmarkQuestion extends ProbeQuestion {
  /** What it is about; empty where the file does not say. */
  readonly kind: string
  /** Number of steps to the answer; null where the file does not say. */
  readonly steps: number | null
}

export interface AskOptions {
  readonly name: string
  readonly seed: number
  readonly maxNewTokens: number
  /** How the player is asked; compact where it is left out. */
  readonly prompts?: PromptStyleName
  /** Answers a question at temperature 1; 0 for greedy ones alone. */
  readonly samples: number
  /** Texts that an attempt may not begin with in the forced measure; it is left out where there are none. */
  readonly notFirst?: readonly string[]
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
}

/** Questions that are asked at once, between two tellings of progress. */
const AT_ONCE = 64

function isRight(
  completion: { readonly text: string; readonly stopped: boolean },
  question: BenchmarkQuestion,
): boolean {
  const { type, options, gold } = question
  const kind = answers[type]
  if (kind.options === 0) return judge(completion, question).verdict === 'right'
  // The verifier knows four options, a benchmark up to ten.
  const letterOf = (answer: string): string | null => letterAmong(answer, options.length, options)
  const reads = (answer: string): boolean => letterOf(answer) !== null
  const answer = completion.stopped
    ? answerFor(completion.text, reads, (each) => kind.says(each), true)
    : null
  return answer !== null && letterOf(answer) === gold
}

interface Share {
  readonly right: number
  readonly asked: number
  /** Attempts that worked, and the right ones among them. */
  readonly working: number
  readonly rightWorking: number
}

const total = (shares: readonly Share[], of: keyof Share): number =>
  shares.reduce((sum, share) => sum + share[of], 0)

function score(questions: readonly BenchmarkQuestion[], shares: readonly Share[]): BenchmarkScore {
  const bySteps: Record<string, { asked: number; right: number }> = {}
  const byKind: Record<string, { asked: number; right: number }> = {}
  const count = (
    counts: Record<string, { asked: number; right: number }>,
    key: string,
    share: number,
  ): void => {
    const held = (counts[key] ??= { asked: 0, right: 0 })
    held.asked += 1
    held.right += share
  }
  for (const [i, { kind, steps }] of questions.entries()) {
    const { right, asked } = at(shares, i)
    if (steps !== null) count(bySteps, String(steps), right / asked)
    if (kind !== '') count(byKind, kind, right / asked)
  }
  // With one answer a question there are no clusters.
  const single = shares.every(({ asked }) => asked === 1)
  const accuracy = single
    ? wilsonInterval(total(shares, 'right'), shares.length)
    : clusteredInterval(shares.map(({ right, asked }) => ({ successes: right, trials: asked })))
  const working = {
    attempts: total(shares, 'asked'),
    working: total(shares, 'working'),
    right: total(shares, 'rightWorking'),
  }
  return { accuracy, bySteps, byKind, working }
}

async function ask(
  player: Player,
  questions: readonly BenchmarkQuestion[],
  count: number,
  temperature: number,
  notFirst: readonly string[],
  options: AskOptions,
  tick: (asked: number) => void,
): Promise<BenchmarkScore> {
  const shares: Share[] = []
  for (let from = 0; from < questions.length; from += AT_ONCE) {
    options.signal?.throwIfAborted()
    const some = questions.slice(from, from + AT_ONCE)
    const requests = some.map((question, i) =>
      requestTo(player, {
        seat: 'reasoner',
        parts: promptStyle(options.prompts).reasoner(question),
        count,
        stream: from + i,
        maxNewTokens: options.maxNewTokens,
        temperature,
        ...(notFirst.length === 0 ? {} : { notFirst }),
      }),
    )
    const completions = await player.complete(requests, {
      seed: options.seed,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    })
    for (const [i, question] of some.entries()) {
      const attempts = at(completions, i).map((each) => ({
        right: isRight(each, question),
        worked: works(each.text),
      }))
      const working = attempts.filter(({ worked }) => worked)
      shares.push({
        right: attempts.filter(({ right }) => right).length,
        asked: count,
        working: working.length,
        rightWorking: working.filter(({ right }) => right).length,
      })
    }
    tick(some.length)
  }
  return score(questions, shares)
}

const chanceOf = ({ options }: BenchmarkQuestion): number => (options.length === 0 ? 0 : 1 / options.length)

export async function askBenchmark(
  player: Player,
  questions: readonly BenchmarkQuestion[],
  options: AskOptions,
): Promise<BenchmarkResult> {
  if (questions.length === 0) throw new RangeError('a benchmark has at least one question')
  const { samples, notFirst = [] } = options
  const forcing = notFirst.length > 0
  const all = questions.length * (samples > 0 ? 2 : 1) * (forcing ? 2 : 1)
  let done = 0
  const tick = (asked: number): void => options.onProgress?.((done += asked), all)
  const both = async (barred: readonly string[]) => ({
    greedy: await ask(player, questions, 1, 0, barred, options, tick),
    sampled:
      samples > 0 ? { ...(await ask(player, questions, samples, 1, barred, options, tick)), samples } : null,
  })
  const free = await both([])
  const forced = forcing ? { notFirst, ...(await both(notFirst)) } : null
  return {
    name: options.name,
    questions: questions.length,
    chance: questions.reduce((sum, question) => sum + chanceOf(question), 0) / questions.length,
    ...free,
    forced,
  }
}

/** Share right of a count, or null where nothing was asked. */
export const shareOf = ({ asked, right }: Count): number | null => (asked === 0 ? null : right / asked)
