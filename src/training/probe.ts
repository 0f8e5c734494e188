// The probe: a fixed set of questions that is asked again every few rounds, greedily, so that only the
// weights change its answers.

import { messageOf, ok, type Result } from '../base/result'
import { answerTypes } from '../config/schema'
import { fail } from '../problems'
import type { ProbeRecord, Task } from '../protocol/records'
import { answers } from '../spice/answers'
import { promptStyle, type PromptStyleName } from '../spice/prompts'
import { requestTo, type Player } from '../spice/seats'
import { judge } from '../spice/verifier'

export type ProbeQuestion = Pick<Task, 'type' | 'question' | 'options' | 'gold'>

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

/**
 * A JSON list of { type, question, options, gold }; the first question that is wrong is named by its place.
 */
export function readProbe(text: string, name: string): Result<ProbeQuestion[]> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    return fail('probe-json', { name, reason: messageOf(error) })
  }
  if (!Array.isArray(json) || json.length === 0) return fail('probe-list', { name })
  const questions: ProbeQuestion[] = []
  for (const [index, each] of (json as unknown[]).entries()) {
    const { type, question, options, gold } = (
      typeof each === 'object' && each !== null ? each : {}
    ) as Record<string, unknown>
    const listed = options === undefined ? [] : options
    const known = answerTypes.find((one) => one === type)
    if (
      known === undefined ||
      !isText(question) ||
      !isText(gold) ||
      !Array.isArray(listed) ||
      !listed.every(isText)
    ) {
      return fail('probe-fields', { question: index + 1, name, types: answerTypes })
    }
    if (answers[known].options !== listed.length)
      return fail('probe-options', { question: index + 1, name, options: listed.length })
    questions.push({ type: known, question, options: listed, gold })
  }
  return ok(questions)
}

/** The first `count` questions of several lists, the lists taking turns. */
export function mixed(lists: readonly (readonly ProbeQuestion[])[], count: number): ProbeQuestion[] {
  const longest = Math.max(0, ...lists.map((list) => list.length))
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list.slice(i, i + 1)))
    .flat()
    .slice(0, count)
}

export async function askProbe(
  player: Player,
  questions: readonly ProbeQuestion[],
  options: {
    readonly round: number
    readonly seed: number
    readonly prompts?: PromptStyleName
    readonly maxNewTokens: number
    readonly signal?: AbortSignal
  },
): Promise<ProbeRecord> {
  if (questions.length === 0) throw new RangeError('a probe has at least one question')
  const { round, seed, prompts, maxNewTokens, signal } = options
  const requests = questions.map((question, stream) =>
    requestTo(player, {
      seat: 'reasoner',
      parts: promptStyle(prompts).reasoner(question),
      count: 1,
      stream,
      maxNewTokens,
      temperature: 0,
    }),
  )
  const completions = await player.complete(requests, { seed, ...(signal === undefined ? {} : { signal }) })
  const answers = questions.map((task, i) => {
    const completion = completions[i]?.[0]
    const judged =
      completion === undefined ? { answer: null, verdict: 'noAnswer' as const } : judge(completion, task)
    return {
      question: task.question,
      gold: task.gold,
      answer: judged.answer,
      right: judged.verdict === 'right',
      ...(completion === undefined ? {} : { text: completion.text }),
    }
  })
  return { round, accuracy: answers.filter(({ right }) => right).length / answers.length, answers }
}
