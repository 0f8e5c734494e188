// No other option fits its sentence better than the gold, by the model's own probability of the whole
// sentence with each of them: a gap that can be filled twice has no right answer. Needs a player that scores.

import { reason } from '../../protocol/refusal'
import { at } from '../../base/at'
import { sentencesOf } from '../cloze/answering'
import { goldText } from '../task'
import type { Player } from '../seats'
import type { Gate, PlayerAnswers, PlayerQuestion } from './gate'
import { notApplicable, outcome } from './outcome'

const name = 'fits'

/** One result a question, in order; what cannot be scored passes. */
export async function fits(
  player: Pick<Player, 'encode' | 'spelling' | 'score'>,
  questions: readonly Pick<PlayerQuestion, 'task'>[],
): Promise<PlayerAnswers> {
  const { spelling } = player
  const sentences = questions.map(({ task }) =>
    spelling === undefined || task.options.length === 0 ? [] : sentencesOf(task, player, spelling),
  )
  const scores = (await player.score?.(sentences.flat())) ?? null
  let next = 0
  const results = questions.map(({ task }, i) => {
    const own = scores?.slice(next, (next += at(sentences, i).length)) ?? []
    const gold = own[task.options.indexOf(goldText(task))]
    if (gold === undefined) return notApplicable(name)
    const best = own.indexOf(Math.max(...own))
    return outcome(
      name,
      at(own, best) > gold ? reason('gap.otherFits', { option: at(task.options, best) }) : null,
    )
  })
  const prompted = scores === null ? 0 : sentences.flat().reduce((sum, { tokens }) => sum + tokens.length, 0)
  return { results, generated: 0, prompted }
}

export const fitsGate: Gate = {
  name,
  check: ({ cloze, options }) => ({
    result: cloze === undefined || options.length === 0 ? notApplicable(name) : null,
  }),
  ask: fits,
  gapsAlone: true,
  scores: true,
  checksPrograms: false,
  checksCloze: true,
}
