// Judge: a verdict for every rollout, against the gold of the Challenger or, as R-Zero has it, of a vote.

import { judge as verify } from '../verifier'
import { majorityVote } from './vote'
import type { AnsweredTask, JudgedTask, RoundContext } from './state'

export function judge({ config }: RoundContext, answered: readonly AnsweredTask[]): JudgedTask[] {
  return answered.map((each) => {
    const task = config.game.gold === 'majority' ? majorityVote(each.task, each.completions) : each.task
    return { ...each, task, judgements: each.completions.map((completion) => verify(completion, task)) }
  })
}
