// What a new run is called where nobody named it: by its corpus and a number that no other run has, so that
// runs can be told apart at a glance. What differs from the preset stands beside the name, not in it.

import type { RunRecord } from '../protocol/records'
import type { CorpusRecord } from '../protocol/ports'
import { nameOf, type DraftState } from './draft'
import { starterNames } from './starters'

/** Longer names are cut before the number. */
const longest = 60

/** Corpora that come with the lab go by their id, which every language of the page has words for. */
const titleOf = ({ id, name }: Pick<CorpusRecord, 'id' | 'name'>): string =>
  (starterNames as readonly string[]).includes(id) ? id : name.trim().slice(0, longest) || id

export function freshRunName(
  draft: DraftState,
  corpora: readonly Pick<CorpusRecord, 'id' | 'name'>[],
  runs: readonly Pick<RunRecord, 'name'>[],
): string {
  const [first] = corpora
  if (draft.name.trim() !== '' || draft.branch !== null || first === undefined) return nameOf(draft)
  const title = `${titleOf(first)}${corpora.length > 1 ? ` +${corpora.length - 1}` : ''}`
  const taken = new Set(runs.map(({ name }) => name))
  for (let number = 1; ; number++) {
    const name = `${title} ${number}`
    if (!taken.has(name)) return name
  }
}
