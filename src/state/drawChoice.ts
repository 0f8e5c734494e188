// How the passages of the next run are drawn, as long as nobody chose: over the visitor's own corpora
// every file equally often, since a table of a thousand rows would weigh as much as a thousand books; over
// those of the lab, and under the preset of the paper, as the preset says.

import { preset, withValue } from '../config/config'
import type { DraftState, DraftStore } from './draft'
import { starterNames } from './starters'

const path = 'game.draw'
const isStarter = (id: string): boolean => (starterNames as readonly string[]).includes(id)

export function fittingDraw({ linked, corpora }: Pick<DraftState, 'linked' | 'corpora'>) {
  const byPreset = preset(linked.preset).game.draw
  return linked.preset === 'paper' || corpora.every(isStarter) ? byPreset : 'file'
}

/** Keeps the draft's choice fitting until a person sets it. */
export function followCorpora(draft: DraftStore): void {
  const adapt = (state: DraftState): void => {
    const { linked, branch, drawChosen } = state
    const fitting = fittingDraw(state)
    if (drawChosen || branch !== null || linked.config.game.draw === fitting) return
    draft.setState({ linked: { ...linked, config: withValue(linked.config, path, fitting) } })
  }
  draft.subscribe(adapt)
}
