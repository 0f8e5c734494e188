// The model, given the passage, agrees with the gold: one greedy answer to each task. Needs a player; for
// free text, where nothing can be derived.

import type { Generated } from '../../protocol/records'
import { reason } from '../../protocol/refusal'
import { heldToOptions } from '../cloze/answering'
import { promptStyle, type PromptStyleName } from '../prompts'
import { requestTo, type Player, type PromptRequest } from '../seats'
import { judge } from '../verifier'
import type { Gate, PlayerAnswers, PlayerQuestion } from './gate'
import { notApplicable, outcome } from './outcome'

const name = 'openBook'

export const openBookRequests = (
  player: Player,
  questions: readonly PlayerQuestion[],
  maxNewTokens: number,
  prompts?: PromptStyleName,
): PromptRequest[] =>
  questions.map(({ passage, task, stream }) =>
    requestTo(player, {
      seat: 'reasoner',
      parts: promptStyle(prompts).openBook(passage, task),
      count: 1,
      stream,
      maxNewTokens,
      temperature: 0,
      ...heldToOptions(task, player),
    }),
  )

const generatedIn = (answers: readonly (readonly Generated[])[]): number =>
  answers.flat().reduce((sum, each) => sum + each.tokens.length, 0)
const promptedIn = (requests: readonly PromptRequest[]): number =>
  requests.reduce((sum, request) => sum + request.tokens.length, 0)

interface AskOptions {
  readonly seed: number
  readonly maxNewTokens: number
  readonly prompts?: PromptStyleName
  readonly signal?: AbortSignal
}

/** Whether one greedy answer to each is right without the passage. */
async function closedBook(
  player: Player,
  questions: readonly PlayerQuestion[],
  { seed, maxNewTokens, prompts, signal }: AskOptions,
): Promise<Omit<PlayerAnswers, 'results'> & { readonly right: readonly boolean[] }> {
  const requests = questions.map(({ task, stream }) =>
    requestTo(player, {
      seat: 'reasoner',
      parts: promptStyle(prompts).reasoner(task),
      ...{ count: 1, stream, maxNewTokens, temperature: 0 },
      ...heldToOptions(task, player),
    }),
  )
  const answers = await player.complete(requests, { seed, ...(signal === undefined ? {} : { signal }) })
  const right = questions.map(({ task }, i) => {
    const completion = answers[i]?.[0]
    return completion !== undefined && judge(completion, task).verdict === 'right'
  })
  return { right, generated: generatedIn(answers), prompted: promptedIn(requests) }
}

/** One result a question, in order, with the tokens that were spent. */
export async function openBook(
  player: Player,
  questions: readonly PlayerQuestion[],
  options: AskOptions,
): Promise<PlayerAnswers> {
  if (questions.length === 0) return { results: [], generated: 0, prompted: 0 }
  const requests = openBookRequests(player, questions, options.maxNewTokens, options.prompts)
  const answers = await player.complete(requests, {
    seed: options.seed,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  })
  const closed =
    promptStyle(options.prompts).closedBookToo === true ? await closedBook(player, questions, options) : null
  const results = questions.map(({ task }, i) => {
    const completion = answers[i]?.[0]
    const judged = completion === undefined ? null : judge(completion, task)
    if (judged?.verdict === 'right')
      return outcome(name, closed?.right[i] === true ? reason('openBook.notNeeded', {}) : null)
    return outcome(
      name,
      judged?.answer == null
        ? reason('openBook.noAnswer', {})
        : reason('openBook.otherAnswer', { answer: judged.answer }),
    )
  })
  return {
    results,
    generated: generatedIn(answers) + (closed?.generated ?? 0),
    prompted: promptedIn(requests) + (closed?.prompted ?? 0),
  }
}

export const openBookGate: Gate = {
  name,
  check: (_task, { passage }) => ({ result: passage === null ? notApplicable(name) : null }),
  ask: openBook,
  checksPrograms: false,
  checksCloze: false,
}
