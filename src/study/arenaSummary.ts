// The two co-evolution quantities of the paper and their controls, from the arena of each seed's first and
// last checkpoint.
// Challenger 0 and Reasoner 0 are the first checkpoint, 1 the last.

import { at } from '../base/at'
import type { ArenaReport } from '../protocol/arenaReport'
import type { ArenaSummary } from '../protocol/studyReport'
import { interval } from './interval'

interface SeedArena {
  readonly pass: readonly (readonly number[])[]
  readonly open: readonly (readonly number[])[]
  readonly arena: ArenaReport
}

/** Null where some Challenger asked nothing: there is no rate to compare. */
function seedOf(arena: ArenaReport): SeedArena | null {
  const of = (what: 'passRate' | 'withPassage'): (number | null)[][] =>
    [0, 1].map((challenger) =>
      [0, 1].map(
        (reasoner) =>
          arena.cells.find((cell) => cell.challenger === challenger && cell.reasoner === reasoner)?.[what]
            ?.mean ?? null,
      ),
    )
  const [pass, open] = [of('passRate'), of('withPassage')]
  return [...pass, ...open].flat().some((rate) => rate === null)
    ? null
    : { pass: pass as number[][], open: open as number[][], arena }
}

const valid = ({ valid: count, sampled }: ArenaReport['challengers'][number]): number =>
  sampled === 0 ? 0 : count / sampled

/** A list of one, or of none where there is nothing to summarise. */
export function summariseArena(arenas: readonly ArenaReport[]): ArenaSummary[] {
  const seeds = arenas.flatMap((arena) => seedOf(arena) ?? [])
  if (seeds.length === 0) return []
  const each = (value: (seed: SeedArena) => number) => interval(seeds.map(value))
  const challenger = ({ arena }: SeedArena, which: 0 | 1) =>
    arena.challengers[which] as ArenaReport['challengers'][number]
  const cell = (matrix: readonly (readonly number[])[], c: number, r: number): number => at(at(matrix, c), r)
  return [
    {
      fixedChallengerGain: each(({ pass }) => cell(pass, 0, 1) - cell(pass, 0, 0)),
      fixedReasonerDrop: each(({ pass }) => cell(pass, 0, 0) - cell(pass, 1, 0)),
      rightGoldChange: each(
        (seed) => challenger(seed, 1).rightGold.mean - challenger(seed, 0).rightGold.mean,
      ),
      rightGold: each((seed) => challenger(seed, 1).rightGold.mean),
      passWithPassage: each((seed) =>
        challenger(seed, 1).withChecker.checked > 0
          ? challenger(seed, 1).withChecker.mean
          : cell(seed.open, 1, 1),
      ),
      passWithPassageFirstModel: each(({ open }) => cell(open, 1, 0)),
      passWithPassageLastModel: each(({ open }) => cell(open, 1, 1)),
      validRateChange: each((seed) => valid(challenger(seed, 1)) - valid(challenger(seed, 0))),
      premisesChange: each(
        (seed) => (challenger(seed, 1).premises ?? 0) - (challenger(seed, 0).premises ?? 0),
      ),
      matrix: [0, 1].map((c) => [0, 1].map((r) => each(({ pass }) => cell(pass, c, r)))),
    },
  ]
}
