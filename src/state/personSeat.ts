// A person in a seat, beside the model: a question of theirs goes through the same gates, an answer of theirs
// before the same verifier, and both are paid by the same formulas. The rules are the game's own; nothing is
// decided here.

import type { AnswerType, RunConfig } from '../config/schema'
import type { Episode, Task, Verdict } from '../protocol/records'
import { finalAnswer } from '../spice/text/finalAnswer'
import { QuestionWindow } from '../spice/gates/questionWindow'
import { checkCompletion } from '../spice/gates/gates'
import { challengerCompletion } from '../spice/prompts/compact'
import { challengerReward, rewardKinds } from '../spice/rewards'
import { storyAnalyser } from '../spice/stories/analyse'
import { Reading } from '../spice/text/reading'
import { judge } from '../spice/verifier'
import type { PersonAnswer, PersonQuestion } from './personState'

/** A bare answer counts as one: a person is not asked to write the form. */
export const completionOf = (text: string): { readonly text: string; readonly stopped: true } => ({
  text: finalAnswer(text) === null ? `${text} Answer: ${text}` : text,
  stopped: true,
})

/** Null where the episode has no valid question. */
export function answerAs(episode: Episode, text: string): PersonAnswer | null {
  const task = episode.chosen === null ? null : episode.candidates[episode.chosen]?.task
  if (task == null) return null
  const attempts = episode.attempts.filter(({ candidate }) => candidate === episode.chosen)
  return {
    round: episode.round,
    episode: episode.episode,
    text,
    ...judge(completionOf(text), task),
    right: attempts.filter(({ verdict }) => verdict === 'right').length,
    attempts: attempts.length,
  }
}

export interface WrittenQuestion {
  readonly question: string
  readonly gold: string
  readonly type: AnswerType
}

/** The gates of the run over a person's question; `asked` are the questions that count as asked before. */
export function questionAs(
  episode: Episode,
  { question, gold, type }: WrittenQuestion,
  config: RunConfig,
  asked: readonly string[],
): PersonQuestion {
  const window = new QuestionWindow(config.gates.duplicateSimilarity)
  for (const each of asked) window.add(each)
  const text = challengerCompletion({ question: question.trim(), options: [], gold: gold.trim(), steps: [] })
  const checked = checkCompletion(
    { text, stopped: true },
    {
      passage: config.game.corpus ? new Reading(episode.passage.text) : null,
      analyser: storyAnalyser,
      window,
      type,
      types: [type],
      active: config.gates.active,
    },
  )
  return {
    round: episode.round,
    episode: episode.episode,
    question,
    gold,
    task: checked.task,
    gates: checked.gates,
    valid: checked.gates.every(({ passed }) => passed),
  }
}

/** Every valid question of these episodes, as the gate against repeats remembers them. */
export const askedIn = (episodes: Iterable<readonly Episode[]>): string[] =>
  [...episodes]
    .flat()
    .flatMap(({ candidates }) =>
      candidates.flatMap(({ valid, task }) => (valid && task !== null ? [task.question] : [])),
    )

/**
 * What a question earns at each number of right attempts out of `attempts`; null for a reward that is
 * paid by something else.
 */
export function payTable(
  task: Task,
  reward: RunConfig['reward'],
  attempts: number,
): readonly number[] | null {
  if (rewardKinds[reward.challenger].basis !== 'passRate') return null
  return Array.from({ length: attempts + 1 }, (_, right) =>
    challengerReward(
      reward,
      task,
      Array.from({ length: attempts }, (_unused, i): Verdict => (i < right ? 'right' : 'wrong')),
      0,
    ),
  )
}

/** A person's share of right answers, and the model's at the same questions. */
export function score(
  answers: readonly PersonAnswer[],
): { readonly person: number; readonly model: number } | null {
  if (answers.length === 0) return null
  return {
    person: answers.filter(({ verdict }) => verdict === 'right').length / answers.length,
    model:
      answers.reduce((sum, { right, attempts }) => sum + (attempts === 0 ? 0 : right / attempts), 0) /
      answers.length,
  }
}
