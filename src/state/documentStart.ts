// How a person's own documents are played as long as nobody chose: as config/documentChoice says, with
// weights that come with the lab. It sets up the next run when they come in, and takes that back with them.

import { documentChoice, type DocumentControl } from '../config/documentChoice'
import { preset } from '../config/config'
import type { DraftState, DraftStore } from './draft'
import { starterNames } from './starters'

/** Text as a person would drag it in; the other starters are stories, which have weights of their own. */
const prose = 'prose'
export const isStory = (id: string): boolean =>
  id !== prose && (starterNames as readonly string[]).includes(id)

/** Whether a person has said with what the next run begins. */
const isChosen = ({ own, branch, startFrom }: DraftState): boolean =>
  own || branch !== null || startFrom.kind === 'model' || startFrom.kind === 'checkpoint'

/** Whether the next run is what was set up for documents. */
export const playsDocuments = ({ linked, startFrom }: DraftState): boolean =>
  linked.config.game.world === 'cloze' && startFrom.kind !== 'scratch'

/** Sets the next run up for the documents among its corpora; whatever was chosen before gives way. */
export function startWithDocuments(draft: DraftStore, control: DocumentControl | null = null): void {
  const { corpora, linked: before } = draft.getState()
  const { weights, linked } = documentChoice(before.seed, control)
  const own = corpora.filter((id) => !isStory(id))
  draft.setState({
    linked,
    own: false,
    corpora: own.length > 0 ? own : corpora,
    startFrom: { kind: 'builtIn', name: weights },
    branch: null,
    notes: [],
  })
}

export function followDocuments(draft: DraftStore): void {
  draft.subscribe((state, before) => {
    if (state.corpora === before.corpora || isChosen(state)) return
    const fresh = state.corpora.filter((id) => !before.corpora.includes(id))
    if (fresh.some((id) => !isStory(id))) startWithDocuments(draft)
    else if (playsDocuments(state) && fresh.length > 0 && state.corpora.every(isStory)) {
      const { linked } = state
      draft.setState({
        linked: { ...linked, preset: 'default', config: preset('default') },
        startFrom: { kind: 'scratch' },
      })
    }
  })
}
