// The record of an episode, put together from what its steps found: a line of episodes.jsonl.

import { at, get } from '../../base/at'
import { episodeVersion, type Attempt, type Candidate, type Episode } from '../../protocol/records'
import { promptText } from '../prompts/text'
import { chosenFirst, type ScoredEpisode } from './advantage'
import type { JudgedTask } from './state'

export function recordOf(round: number, episode: ScoredEpisode): Episode {
  const { group, chosen } = episode.kept
  const task = episode.tasks.find(({ index }) => index === chosen)
  return {
    v: episodeVersion,
    round,
    episode: group.episode,
    passage: group.passage,
    prompts: {
      challenger: group.prompt,
      reasoner:
        task === undefined
          ? null
          : { tokens: [...task.request.tokens], text: promptText(task.request.parts) },
    },
    candidates: group.candidates.map((_, index) => candidateOf(episode, index)),
    chosen,
    attempts: chosenFirst(episode).flatMap((each) => attemptsOf(episode, each)),
  }
}

function candidateOf({ kept, tasks, alike, progress, scores }: ScoredEpisode, index: number): Candidate {
  const { completion, task, gates, valid, copyOf } = at(kept.group.candidates, index)
  const share = alike?.get(index)
  const gained = progress?.get(index)
  const score = scores.candidates.get(index)
  return {
    ...completion,
    gates,
    task: tasks.find((each) => each.index === index)?.task ?? task,
    valid,
    ...(share === undefined ? {} : { alike: share }),
    ...(gained === undefined ? {} : { progress: gained }),
    ...(copyOf === undefined ? {} : { copyOf }),
    reward: score?.reward ?? null,
    advantage: score?.advantage ?? null,
  }
}

function attemptsOf({ scores }: ScoredEpisode, { index, completions, judgements }: JudgedTask): Attempt[] {
  const own = get(scores.attempts, index)
  return completions.map((completion, k) => ({
    ...completion,
    candidate: index,
    ...at(judgements, k),
    ...at(own, k),
  }))
}
