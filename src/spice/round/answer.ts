// Answer: the Reasoner's G rollouts for every kept task, all in one batch. It is shown the task alone.

import { at } from '../../base/at'
import type { Task } from '../../protocol/records'
import { heldToOptions } from '../cloze/answering'
import { promptStyle } from '../prompts'
import { requestTo, type PromptRequest } from '../seats'
import { streamFor } from './draws'
import type { AnsweredTask, KeptGroup, RoundState, RoundContext } from './state'

export async function answer(state: RoundState, kept: readonly KeptGroup[]): Promise<AnsweredTask[]> {
  const { reasoner, seed, signal, tokens, watch } = state
  const tasks = kept.flatMap(({ group: { episode }, tasks }) =>
    tasks.map(({ index, task }) => ({
      episode,
      index,
      task,
      request: requestFor(state, episode, index, task),
    })),
  )
  if (tasks.length === 0) return []
  const requests = tasks.map(({ request }) => request)
  const written = await reasoner.complete(requests, { seed, signal, onWriting: watch.answering(tasks) })
  return tasks.map((task, i) => {
    const completions = at(written, i)
    tokens.prompted += task.request.tokens.length
    tokens.generated += completions.reduce((sum, each) => sum + each.tokens.length, 0)
    return { ...task, completions }
  })
}

function requestFor(
  { config, round, reasoner }: RoundContext,
  episode: number,
  index: number,
  task: Task,
): PromptRequest {
  const { groupSize, prompts, reasonerTokens, temperature } = config.game
  return requestTo(reasoner, {
    seat: 'reasoner',
    parts: promptStyle(prompts).reasoner(task),
    count: groupSize,
    stream: streamFor({ round, episode }, 'reasoner', index),
    maxNewTokens: reasonerTokens,
    temperature,
    ...heldToOptions(task, reasoner),
  })
}
