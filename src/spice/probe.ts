// A probe: a fixed question set that is asked again every few rounds, greedily and without a passage, and judged by the
// same verifier as the game. Nothing of it trains.

import type { ProbeAnswer, ProbeRecord, Task } from '../protocol/records'
import { hash32, Random } from '../base/random'
import type { AnswerType } from '../config/schema'
import { reasonerPrompt, shownQuestion } from './prompts'
import type { Player } from './seats'
import { judge } from './verifier'

export interface ProbeQuestion {
  readonly id: string
  readonly type: AnswerType
  readonly question: string
  /** Four for a multiple choice, else none. */
  readonly options: readonly string[]
  /** For a multiple choice the letter. */
  readonly gold: string
  /** Number of steps to the answer; 0 where that means nothing. */
  readonly steps: number
}

/** A task as a probe's question. */
export const questionOf = (id: string, task: Pick<Task, 'type' | 'question' | 'options' | 'gold'>, steps: number): ProbeQuestion => ({
  ...{ id, type: task.type, question: task.question, options: task.options, gold: task.gold },
  steps,
})

/** `count` of the questions, the same for every run, spread evenly over numbers of steps; all of them if there are fewer. */
export function chooseProbe(questions: readonly ProbeQuestion[], count: number): ProbeQuestion[] {
  const random = Random.from(hash32(0x70726f62))
  const bySteps = new Map<number, ProbeQuestion[]>()
  for (const question of random.shuffled(questions)) bySteps.set(question.steps, [...(bySteps.get(question.steps) ?? []), question])
  const lists = [...bySteps.entries()].sort(([a], [b]) => a - b).map(([, list]) => list)
  const chosen: ProbeQuestion[] = []
  for (let i = 0; chosen.length < Math.min(count, questions.length); i++) {
    for (const list of lists) {
      const next = list[i]
      if (next !== undefined && chosen.length < count) chosen.push(next)
    }
  }
  return chosen
}

export interface ProbeResult {
  readonly record: ProbeRecord
  readonly byType: Readonly<Partial<Record<AnswerType, Share>>>
  readonly bySteps: Readonly<Record<number, Share>>
}
export interface Share {
  readonly right: number
  readonly asked: number
}

function shares<K extends string | number>(questions: readonly ProbeQuestion[], answers: readonly ProbeAnswer[], keyOf: (question: ProbeQuestion) => K): Partial<Record<K, Share>> {
  const out: Partial<Record<K, Share>> = {}
  for (const [i, question] of questions.entries()) {
    const { right, asked } = out[keyOf(question)] ?? { right: 0, asked: 0 }
    out[keyOf(question)] = { right: right + (answers[i]?.right === true ? 1 : 0), asked: asked + 1 }
  }
  return out
}

/** Throws where the set is empty: a probe without questions has no accuracy. */
export async function askProbe(
  questions: readonly ProbeQuestion[],
  player: Player,
  options: { readonly round: number; readonly seed: number; readonly maxNewTokens: number; readonly signal?: AbortSignal },
): Promise<ProbeResult> {
  if (questions.length === 0) throw new RangeError('askProbe: the probe has no questions')
  const { round, seed, maxNewTokens, signal } = options
  const completions = await player.complete(
    questions.map((question, i) => ({ seat: 'reasoner', parts: reasonerPrompt(question), count: 1, stream: hash32(0x70726f62, i), maxNewTokens, temperature: 0 })),
    { seed, ...(signal === undefined ? {} : { signal }) },
  )
  const answers = questions.map((question, i): ProbeAnswer => {
    const completion = completions[i]?.[0]
    const judged = completion === undefined ? null : judge(completion, question)
    return { question: shownQuestion(question), gold: question.gold, answer: judged?.answer ?? null, right: judged?.verdict === 'right' }
  })
  return {
    record: { round, accuracy: answers.filter(({ right }) => right).length / answers.length, answers },
    byType: shares(questions, answers, ({ type }) => type),
    bySteps: shares(questions, answers, ({ steps }) => steps) as Record<number, Share>,
  }
}
