// A round over sums, as most tests of a round play it.

import { at } from '../../base/at'
import { ScriptPlayer, sumChallenger, sumReasoner } from '../../players/scriptPlayer'
import { freeText, type PassageAnalyser } from '../analyser'
import type { Player } from '../seats'
import { sumConfig, sumPassages } from './sums'
import { playRound, type RoundRequest, type TestRound } from './testRound'

/** Passages that carry integers alone. */
export const integers: PassageAnalyser = { ...freeText, types: () => ['integer'] }
export const play = (changes: Partial<RoundRequest> = {}): Promise<TestRound> =>
  playRound({
    ...{
      config: sumConfig(),
      seed: 3,
      round: 1,
      passages: sumPassages(6),
      challenger: sumChallenger(),
      reasoner: sumReasoner(),
      history: [],
      analyser: integers,
    },
    ...changes,
  })
/** Writes the same for every completion, or by turns. */
export const fixed = (...texts: readonly string[]): Player =>
  new ScriptPlayer('fixed', ({ index }) => at(texts, index % texts.length))
/** Candidates of an episode that were kept among the G. */
export const kept = (
  result: TestRound,
  episode: number,
): readonly { readonly reward: number; readonly advantage: number | null; readonly valid: boolean }[] =>
  at(result.episodes, episode).candidates.flatMap(({ reward, advantage, valid }) =>
    reward === null ? [] : [{ reward, advantage, valid }],
  )
export const total = (values: readonly (number | null)[]): number =>
  values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
