// Teach: the gold that the same model gives with the passage at hand, as DARC has it (arXiv 2601.13761): of G
// answers to each task the majority. The Reasoner's own attempts, without the passage, are held to that.

import { at } from '../../base/at'
import { heldToOptions } from '../cloze/answering'
import { promptStyle } from '../prompts'
import { requestTo } from '../seats'
import { streamFor } from './draws'
import type { AnsweredTask, KeptGroup, RoundState } from './state'
import { majorityVote } from './vote'

/** With golds of the open book; as they were where play has none, or no passage. */
export async function teach(
  state: RoundState,
  kept: readonly KeptGroup[],
  answered: readonly AnsweredTask[],
): Promise<readonly AnsweredTask[]> {
  const { config, round, seed, signal, reasoner, tokens } = state
  const { gold, corpus, groupSize, prompts, reasonerTokens, temperature } = config.game
  if (gold !== 'openBook' || !corpus) return answered
  const passages = new Map(
    kept.flatMap(({ group: { episode, kind, passage } }) =>
      kind === null ? [[episode, passage.text] as const] : [],
    ),
  )
  const taught = answered.flatMap((each) => {
    const passage = passages.get(each.episode)
    return passage === undefined ? [] : [{ each, passage }]
  })
  const requests = taught.map(({ each: { episode, index, task }, passage }) =>
    requestTo(reasoner, {
      seat: 'reasoner',
      parts: promptStyle(prompts).openBook(passage, task),
      count: groupSize,
      stream: streamFor({ round, episode }, 'withPassage', index),
      maxNewTokens: reasonerTokens,
      temperature,
      ...heldToOptions(task, reasoner),
    }),
  )
  if (requests.length === 0) return answered
  const written = await reasoner.complete(requests, { seed, signal })
  const golds = new Map(taught.map(({ each }, i) => [each, majorityVote(each.task, at(written, i))]))
  tokens.prompted += requests.reduce((sum, request) => sum + request.tokens.length, 0)
  tokens.generated += written.flat().reduce((sum, each) => sum + each.tokens.length, 0)
  return answered.map((each) => ({ ...each, task: golds.get(each) ?? each.task }))
}
