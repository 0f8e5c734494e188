import { expect, it } from 'vitest'
import { at } from '../base/at'
import type { Episode, Verdict } from '../protocol/records'
import { sampleEpisode } from '../replay/samples'
import { bestQuestion } from './bestQuestion'

function asked(question: string, verdicts: readonly Verdict[]): Episode {
  const episode = sampleEpisode(0)
  const index = episode.chosen ?? 0
  const [attempt] = episode.attempts
  if (attempt === undefined) throw new Error('the sample has no attempt')
  return {
    ...episode,
    candidates: episode.candidates.map((each, i) =>
      i === index && each.task !== null ? { ...each, task: { ...each.task, question } } : each,
    ),
    attempts: verdicts.map((verdict) => ({ ...attempt, candidate: index, verdict })),
  }
}

it('is the one nearest to half right, and there is none where nothing was asked', () => {
  const episodes = [
    asked('Too easy?', ['right', 'right', 'right', 'wrong']),
    asked('Just right?', ['right', 'wrong', 'noAnswer', 'right']),
    asked('Too hard?', ['wrong', 'wrong', 'wrong', 'wrong']),
  ]
  expect(bestQuestion(episodes)).toEqual({ question: 'Just right?', right: 2, attempts: 4 })
  expect(bestQuestion([{ ...at(episodes, 0), attempts: [] }])).toBeNull()
})
