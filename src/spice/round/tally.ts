// What a round's line of metrics needs beside the records of its episodes.

import type { Episode } from '../../protocol/records'
import { rightGold } from '../gates/solver'
import type { RoundTally } from './metrics'
import type { AskingState, CandidateGroup } from './state'

export function tallyOf(
  { config, round, analyser, tokens }: AskingState,
  groups: readonly CandidateGroup[],
  episodes: readonly Episode[],
): RoundTally {
  const golds = episodes
    .flatMap(({ candidates }) => candidates)
    .flatMap(({ valid, task }) => (valid && task !== null ? (rightGold(task, analyser) ?? []) : []))
  return {
    round,
    groupSize: config.game.groupSize,
    generatedTokens: tokens.generated,
    processedTokens: tokens.generated + tokens.prompted,
    duplicates: groups.flatMap(({ candidates }) => candidates).filter((each) => each.duplicate).length,
    types: groups.map(({ type }) => type),
    gold: { checked: golds.length, right: golds.filter((right) => right).length },
  }
}
