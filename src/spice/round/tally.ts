// What a round's line of metrics needs beside the records of its episodes.

import type { AskedKind, Episode } from '../../protocol/records'
import type { PassageAnalyser } from '../analyser'
import { rightGold } from '../gates/solver'
import type { RoundTally } from './metrics'
import type { AskingState, CandidateGroup } from './state'

/** A copy within its group counts as a question, and has no attempts of its own. */
function askedKinds(analyser: PassageAnalyser, episodes: readonly Episode[]): Pick<RoundTally, 'asked'> {
  const asked: Record<string, AskedKind> = {}
  for (const { candidates, attempts } of episodes) {
    for (const [index, { task, valid, copyOf }] of candidates.entries()) {
      const kind = task === null ? null : (analyser.kindOf?.(task) ?? null)
      if (kind === null || !(valid || copyOf !== undefined)) continue
      const before = asked[kind] ?? { questions: 0, right: 0, attempts: 0 }
      const own = attempts.filter(({ candidate }) => candidate === index)
      asked[kind] = {
        questions: before.questions + 1,
        right: before.right + own.filter(({ verdict }) => verdict === 'right').length,
        attempts: before.attempts + own.length,
      }
    }
  }
  return Object.keys(asked).length === 0 ? {} : { asked }
}

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
    ...askedKinds(analyser, episodes),
  }
}
