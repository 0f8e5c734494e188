// The trial of the run that the form describes: whether it can be had, whether it comes by itself, and what
// came of it, as long as the form still says what was tried.

import type { RunTrial } from '../protocol/runTrial'
import type { App } from './app'
import { isStory } from './documentStart'
import type { DraftState } from './draft'
import type { SessionState } from './session'

type Planned = Pick<DraftState, 'linked' | 'corpora' | 'startFrom'>

/** Equal for forms that describe the same run. */
export const plannedKey = ({ linked, corpora, startFrom }: Planned): string =>
  JSON.stringify([linked, corpora, startFrom])

/** Null where it was not tried, or something was changed since. */
export const trialOf = ({ tried }: Pick<SessionState, 'tried'>, planned: Planned): RunTrial | null =>
  tried !== null && plannedKey(tried) === plannedKey(planned) ? tried.trial : null

/** Noise asks nothing, and without documents there is nothing to ask about. */
export const canTry = ({ corpora, startFrom }: Planned): boolean =>
  corpora.length > 0 && startFrom.kind !== 'scratch'

/**
 * Weights that come with the lab are soon tried, and need not be where it is known what they make of such a
 * corpus: gaps are valid by construction, and stories are what they were made for.
 */
export const triesItself = (planned: Planned): boolean =>
  canTry(planned) &&
  planned.startFrom.kind === 'builtIn' &&
  planned.linked.config.game.world === 'passages' &&
  !planned.corpora.every(isStory)

export async function tryDraft(app: App): Promise<void> {
  const { linked, corpora, startFrom } = app.draft.getState()
  await app.send({ kind: 'run.try', linked, corpora, startFrom })
}
