// One round of the game: Challenger, gates, Reasoner, verdicts, rewards, advantages. It ends with the
// trajectories that a learner needs and the records that a page shows; it changes no weights.

import {
  episodeVersion,
  type Attempt,
  type Candidate,
  type Episode,
  type Passage,
  type Task,
} from '../../protocol/records'
import type { RunConfig } from '../../config/schema'
import { ratioPreservingSample, tokenWeight } from '../advantages'
import { alikeShares } from '../alike'
import type { PassageAnalyser } from '../analyser'
import { QuestionWindow } from '../gates/duplicate'
import { rightGold } from '../gates/solver'
import { familyOf } from '../families'
import { promptText } from '../prompts'
import { requestTo, type Player, type PromptRequest, type Trajectory } from '../seats'
import { judge, type Judged } from '../verifier'
import { voted } from '../vote'
import { askAll, openEpisodes, type Asked } from './ask'
import { drawFor, streamFor } from './draws'
import { groups, type RoundTally } from './metrics'
import { scoreEpisode, type KeptCandidate } from './score'
import { whitened } from './whiten'

export interface RoundRequest {
  readonly config: RunConfig
  readonly seed: number
  readonly round: number
  /** One episode each. Without a corpus they only say how many episodes there are: nobody reads them. */
  readonly passages: readonly Passage[]
  readonly challenger: Player
  readonly reasoner: Player
  /** Keys of the questions accepted so far, oldest first: the `history` of the round before. */
  readonly history: readonly string[]
  readonly analyser: PassageAnalyser
  /** Aborting rejects with the signal's reason; nothing of the round remains. */
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: {
    readonly phase: 'asking' | 'answering'
    readonly done: number
    readonly total: number
  }) => void
}

export interface RoundResult {
  readonly episodes: readonly Episode[]
  readonly tally: RoundTally
  /**
   * Completions with an advantage other than zero, in order of episodes, Challenger's first; the others have
   * no gradient but count in the weights.
   */
  readonly trajectories: readonly Trajectory[]
  readonly history: readonly string[]
}

interface Group {
  readonly asked: Asked
  readonly index: number
  readonly task: Task
  readonly request: PromptRequest
}

/** The Reasoner's request for a task: made of the task alone. */
function reasonerRequest(
  { config, round, reasoner }: RoundRequest,
  episode: number,
  index: number,
  task: Task,
): PromptRequest {
  const { groupSize, prompts, reasonerTokens, temperature } = config.game
  return requestTo(reasoner, {
    seat: 'reasoner',
    parts: familyOf(prompts).reasoner(task),
    count: groupSize,
    stream: streamFor({ round, episode }, 'reasoner', index),
    maxNewTokens: reasonerTokens,
    temperature,
  })
}

export async function playRound(request: RoundRequest): Promise<RoundResult> {
  const { config, seed, round, passages, challenger, reasoner, signal, onProgress } = request
  const window = new QuestionWindow(config.gates.duplicateSimilarity, request.history)
  const context = {
    ...{ config, seed, round, challenger, reasoner, analyser: request.analyser, window },
    ...(signal === undefined ? {} : { signal }),
    onProgress: (done: number, total: number) => onProgress?.({ phase: 'asking', done, total }),
  }
  const cost = { generated: 0, prompted: 0 }
  const all = await openEpisodes(context, passages, cost)
  await askAll(context, all, cost)
  signal?.throwIfAborted()

  const kept = all.map(({ episode, tried }) =>
    ratioPreservingSample(
      tried.map(({ valid }) => valid),
      config.game.groupSize,
      drawFor({ seed, round, episode }, 'keep'),
    ),
  )
  const asks: Group[] = all.flatMap((asked, i) =>
    (kept[i] ?? []).flatMap((index) => {
      const tried = asked.tried[index]
      return tried?.valid === true && tried.task !== null
        ? [
            {
              asked,
              index,
              task: tried.task,
              request: reasonerRequest(request, asked.episode, index, tried.task),
            },
          ]
        : []
    }),
  )
  onProgress?.({ phase: 'answering', done: 0, total: asks.length })
  const answers =
    asks.length === 0
      ? []
      : await reasoner.complete(
          asks.map((group) => group.request),
          { seed, ...(signal === undefined ? {} : { signal }) },
        )
  signal?.throwIfAborted()
  onProgress?.({ phase: 'answering', done: asks.length, total: asks.length })

  // Without a vote the gold is the Challenger's.
  const answered = asks.map((group, g): Answered => {
    const completions = answers[g] ?? []
    return {
      ...group,
      task: config.game.gold === 'majority' ? voted(group.task, completions) : group.task,
      completions,
    }
  })
  const alike =
    config.reward.repetition > 0
      ? alikeShares(
          answered.map(({ task }) => task.question),
          kept.reduce((sum, each) => sum + each.length, 0),
          config.reward.repetitionDistance,
        )
      : null
  const scored = all.map((asked, i) =>
    record(
      request,
      asked,
      kept[i] ?? [],
      answered.flatMap((group, g) =>
        group.asked === asked ? [{ ...group, ...(alike === null ? {} : { alike: alike[g] ?? 0 }) }] : [],
      ),
    ),
  )
  const episodes =
    config.update.advantage === 'whitened'
      ? whitened(scored, (episode) => all[episode]?.kind ?? all[episode]?.type ?? '')
      : scored
  const generatedTokens = cost.generated + answers.flat().reduce((sum, each) => sum + each.tokens.length, 0)
  const golds = episodes
    .flatMap(({ candidates }) => candidates)
    .flatMap(({ valid, task }) => (valid && task !== null ? (rightGold(task, request.analyser) ?? []) : []))
  const tally: RoundTally = {
    round,
    groupSize: config.game.groupSize,
    generatedTokens,
    processedTokens:
      generatedTokens + cost.prompted + asks.reduce((sum, { request }) => sum + request.tokens.length, 0),
    duplicates: all.flatMap(({ tried }) => tried).filter((each) => each.duplicate).length,
    types: all.map(({ type }) => type),
    gold: { checked: golds.length, right: golds.filter((right) => right).length },
  }
  return {
    episodes,
    tally,
    trajectories: trajectoriesOf(
      config,
      episodes,
      (episode, index) =>
        asks.find((group) => group.asked === all[episode] && group.index === index)?.request.tokens ?? [],
    ),
    history: window.last(config.gates.duplicateWindow),
  }
}

type Answered = Group & {
  readonly alike?: number
  readonly completions: Awaited<ReturnType<Player['complete']>>[number]
}

function record(
  request: RoundRequest,
  asked: Asked,
  kept: readonly number[],
  answered: readonly Answered[],
): Episode {
  const { config, seed, round } = request
  const place = { seed, round, episode: asked.episode }
  const judged = new Map<number, readonly Judged[]>(
    answered.map(({ index, task, completions }) => [index, completions.map((each) => judge(each, task))]),
  )
  const chosen = answered.length === 0 ? null : drawFor(place, 'choose').pick(answered)
  const keptCandidates: KeptCandidate[] = kept.flatMap((index) => {
    const tried = asked.tried[index]
    const group = answered.find((each) => each.index === index)
    return tried === undefined
      ? []
      : [
          {
            index,
            task: group?.task ?? tried.task,
            valid: tried.valid,
            verdicts: (judged.get(index) ?? []).map(({ verdict }) => verdict),
            alike: group?.alike ?? 0,
          },
        ]
  })
  const scores = scoreEpisode(config, place, keptCandidates, chosen?.index ?? null)
  const candidates: Candidate[] = asked.tried.map(({ completion, task, gates, valid }, index) => ({
    ...completion,
    gates,
    task: answered.find((each) => each.index === index)?.task ?? task,
    valid,
    ...alikeOf(answered.find((each) => each.index === index)),
    reward: scores.candidates.get(index)?.reward ?? null,
    advantage: scores.candidates.get(index)?.advantage ?? null,
  }))
  const attempts: Attempt[] = [...answered]
    .sort((a, b) => Number(b === chosen) - Number(a === chosen))
    .flatMap(({ index, completions }) =>
      completions.map((completion, k) => ({
        ...completion,
        candidate: index,
        ...(judged.get(index)?.[k] ?? { answer: null, verdict: 'noAnswer' as const }),
        reward: scores.attempts.get(index)?.[k]?.reward ?? 0,
        advantage: scores.attempts.get(index)?.[k]?.advantage ?? null,
      })),
    )
  return {
    v: episodeVersion,
    round,
    episode: asked.episode,
    passage: asked.passage,
    prompts: {
      challenger: asked.prompt,
      reasoner:
        chosen === null
          ? null
          : { tokens: [...chosen.request.tokens], text: promptText(chosen.request.parts) },
    },
    candidates,
    chosen: chosen?.index ?? null,
    attempts,
  }
}

const alikeOf = (group: Answered | undefined): { alike?: number } =>
  group?.alike === undefined ? {} : { alike: group.alike }

/**
 * What trains, from records alone: kept candidates and the attempts of groups that train, zero advantages
 * counted but left out.
 */
export function trajectoriesOf(
  config: RunConfig,
  episodes: readonly Episode[],
  /** The Reasoner's prompt for candidate `index` of an episode. */
  promptOf: (episode: number, index: number) => readonly number[],
): Trajectory[] {
  const { challengerTokens, reasonerTokens } = config.game
  const written = episodes.flatMap(({ candidates, prompts }) =>
    candidates.map((completion) => ({
      seat: 'challenger' as const,
      prompt: prompts.challenger.tokens,
      completion,
      advantage: completion.advantage,
    })),
  )
  const answered = episodes.flatMap((episode, e) =>
    groups(episode).flatMap(({ candidate, attempts }) => {
      const prompt = promptOf(e, episode.candidates.indexOf(candidate))
      return attempts.map((completion) => ({
        seat: 'reasoner' as const,
        prompt,
        completion,
        advantage: completion.advantage,
      }))
    }),
  )
  const weighted = (
    list: readonly (typeof written | typeof answered)[number][],
    budget: number,
  ): Trajectory[] => {
    const training = list.flatMap(({ advantage, ...rest }) =>
      advantage === null ? [] : [{ ...rest, advantage }],
    )
    const weight = tokenWeight(training.length, budget)
    return training.filter(({ advantage }) => advantage !== 0).map((each) => ({ ...each, weight }))
  }
  return [...weighted(written, challengerTokens), ...weighted(answered, reasonerTokens)]
}
