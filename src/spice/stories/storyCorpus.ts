// The starter corpora and the probes as data: what the generator command writes and the tests check.

import { hashText, Random } from '../../base/random'
import { generateNumberStory, generateRelationStory } from './generateStory'
import { expressions } from './kinds/expressions'
import { integers } from './kinds/integers'
import { kinship } from './kinds/kinship'
import { heights, races } from './kinds/orders'
import { floors, headings } from './kinds/places'
import type { StoryKind } from './storyKind'
import { probeQuestions, type ProbeQuestion } from './probes'

/** Documents of each corpus. */
export const corpusSizes: Readonly<Record<StoryKind['domain'], number>> = { numbers: 5000, relations: 4000 }

/** Seed of everything that is committed. */
export const corpusSeed = 2026

/** Different stories, one a document. */
export function corpusTexts(
  domain: StoryKind['domain'],
  count = corpusSizes[domain],
  seed = corpusSeed,
): string[] {
  const random = Random.from(seed, hashText(`corpus ${domain}`))
  const write = domain === 'numbers' ? generateNumberStory : generateRelationStory
  const texts = new Set<string>()
  while (texts.size < count) texts.add(write(random).text)
  return [...texts]
}

/**
 * What each probe file holds: kinds, and how many questions of each number of steps (entry n is n + 2 steps).
 */
export const probePlans: Readonly<
  Record<string, readonly (readonly [kind: StoryKind, bySteps: readonly number[]])[]>
> = {
  integers: [[integers, [80, 80, 80, 60]]],
  expressions: [[expressions, [80, 80, 80, 60]]],
  relations: [
    [floors, [24, 20, 20]],
    [headings, [24, 20, 20]],
    [races, [24, 20, 20]],
    [heights, [24, 20, 20]],
    [kinship, [24, 20, 20]],
  ],
}

/**
 * A probe's questions, kinds and numbers of steps taking turns, so that every beginning of the list is a fair
 * sample.
 */
export function probe(name: keyof typeof probePlans, seed = corpusSeed): ProbeQuestion[] {
  const lists = (probePlans[name] ?? []).flatMap(([kind, bySteps]) =>
    bySteps.map((count, i) => probeQuestions(kind, i + 2, count, seed)),
  )
  const longest = Math.max(...lists.map((list) => list.length))
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list.slice(i, i + 1))).flat()
}

/** The held-out benchmark by domain and number of steps; entry n of a kind is n + 2 steps. */
export const benchmarkPlan: readonly (readonly [kind: StoryKind, bySteps: readonly number[]])[] = [
  [integers, [24, 24, 24, 20, 12]],
  [expressions, [20, 20, 20, 12]],
  [floors, [12, 12, 12]],
  [headings, [12, 12, 12]],
  [races, [12, 12, 12]],
  [heights, [12, 12, 12]],
  [kinship, [12, 12, 12]],
]

/**
 * Questions that no corpus and no probe asks, for measuring alone: they are never asked while a run is in
 * play.
 */
export function heldOutBenchmark(seed = corpusSeed): ProbeQuestion[] {
  const probed = new Set(Object.keys(probePlans).flatMap((name) => probe(name, seed).map(({ run }) => run)))
  const lists = benchmarkPlan.flatMap(([kind, bySteps]) =>
    bySteps.map((count, i) => {
      const fresh = probeQuestions(kind, i + 2, 3 * count, seed + 1)
        .filter(({ run }) => !probed.has(run))
        .slice(0, count)
      if (fresh.length < count)
        throw new Error(
          `there are only ${fresh.length} benchmark questions of ${kind.name} with ${i + 2} steps`,
        )
      return fresh
    }),
  )
  return lists.flat()
}
