// The arena: every Challenger asks about the same passages, every Reasoner answers all that is valid, nothing
// learns.
// Pass rates are clustered by passage, for questions about one passage are not independent.

import { at } from '../base/at'
import { clusteredInterval, wilsonInterval } from '../base/statistics'
import type { RunConfig } from '../config/schema'
import { withValue } from '../config/config'
import {
  arenaVersion,
  type ArenaCell,
  type ArenaChallenger,
  type ArenaReport,
  type Rate,
  type Working,
} from '../protocol/arenaReport'
import type { Generated, Passage, Task } from '../protocol/records'
import type { PassageAnalyser } from '../spice/analyser'
import { answers } from '../spice/answers'
import { QuestionWindow } from '../spice/gates/questionWindow'
import { openBookRequests } from '../spice/gates/openBook'
import { rightGold } from '../spice/gates/solver'
import { heldToOptions } from '../spice/cloze/answering'
import { promptStyle } from '../spice/prompts'
import { chanceLevel } from '../spice/rewards'
import { challenge } from '../spice/round/challenge'
import { gate } from '../spice/round/gate'
import { openGroups } from '../spice/round/groups'
import { RoundWatch } from '../spice/round/watch'
import type { CandidateGroup } from '../spice/round/state'
import { streamFor } from '../spice/round/draws'
import { requestTo, type Player } from '../spice/seats'
import { premiseCount } from '../spice/task'
import { works } from '../spice/text/finalAnswer'
import { judge } from '../spice/verifier'

export interface Contestant {
  readonly name: string
  readonly player: Player
}

export interface ArenaRequest {
  readonly challengers: readonly Contestant[]
  readonly reasoners: readonly Contestant[]
  readonly passages: readonly Passage[]
  /** Gates, answer types, budgets and temperature as in a run. */
  readonly config: RunConfig
  readonly seed: number
  /** Candidates a passage, and attempts a task. */
  readonly candidates: number
  readonly attempts: number
  readonly analyser: PassageAnalyser
  /** Texts that a forced attempt may not begin with; without them nothing is forced. */
  readonly notFirst?: readonly string[]
  readonly signal?: AbortSignal
  /** After each Challenger's questions and each Reasoner's answers. */
  readonly onProgress?: (done: number, total: number, what: string) => void
}

type Arena = ArenaRequest & { readonly signal: AbortSignal }

interface Question {
  /** Index of its passage, and its place among that passage's candidates. */
  readonly passage: number
  readonly item: number
  readonly task: Task
}

/** What one player writes about each passage, through the gates, as in the first round of a run. */
export async function writeCandidates(
  {
    config,
    seed,
    analyser,
    passages,
    candidates,
    signal = new AbortController().signal,
  }: Pick<ArenaRequest, 'config' | 'seed' | 'analyser' | 'passages' | 'candidates' | 'signal'>,
  player: Player,
): Promise<readonly CandidateGroup[]> {
  const state = {
    config: withValue(withValue(config, 'game.groupSize', candidates), 'game.maxCandidates', candidates),
    seed,
    round: 0,
    challenger: player,
    reasoner: player,
    analyser,
    window: new QuestionWindow(config.gates.duplicateSimilarity),
    tokens: { generated: 0, prompted: 0 },
    watch: new RoundWatch(0, undefined),
    signal,
  }
  const groups = await openGroups(state, passages)
  await gate(state, await challenge(state, groups, 0))
  return groups
}

const questionsOf = (groups: readonly CandidateGroup[]): Question[] =>
  groups.flatMap(({ candidates }, passage) =>
    candidates.flatMap(({ valid, task }, item) => (valid && task !== null ? [{ passage, item, task }] : [])),
  )

/** Right and all of each passage, from one judgement an answer. */
function clustered(
  questions: readonly Question[],
  right: (index: number) => readonly boolean[],
): Rate | null {
  const clusters = new Map<number, { successes: number; trials: number }>()
  for (const [index, { passage }] of questions.entries()) {
    const held = clusters.get(passage) ?? { successes: 0, trials: 0 }
    const verdicts = right(index)
    clusters.set(passage, {
      successes: held.successes + verdicts.filter(Boolean).length,
      trials: held.trials + verdicts.length,
    })
  }
  return clusters.size === 0 ? null : clusteredInterval([...clusters.values()])
}

const rightOf = (completions: readonly Generated[] | undefined, task: Task): boolean[] =>
  (completions ?? []).map((each) => judge(each, task).verdict === 'right')

function workingOf(questions: readonly Question[], completions: readonly (readonly Generated[])[]): Working {
  const all = questions.flatMap(({ task }, index) =>
    at(completions, index).map((each) => ({
      works: works(each.text),
      right: judge(each, task).verdict === 'right',
    })),
  )
  const working = all.filter((each) => each.works)
  return {
    attempts: all.length,
    working: working.length,
    right: working.filter(({ right }) => right).length,
  }
}

function share(judged: readonly (boolean | null)[]): Rate & { readonly checked: number } {
  const known = judged.filter((each) => each !== null)
  return { ...wilsonInterval(known.filter(Boolean).length, known.length), checked: known.length }
}

function describe(
  name: string,
  groups: readonly CandidateGroup[],
  questions: readonly Question[],
  { analyser, passages }: ArenaRequest,
): ArenaChallenger {
  const tasks = questions.map(({ task }) => task)
  const found = (passage: number, task: Task): boolean | null => {
    const { kind } = analyser.check(passages[passage]?.text ?? null, task)
    return kind === 'notApplicable' ? null : kind === 'derived'
  }
  const average = (values: readonly number[]): number | null =>
    values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
  return {
    name,
    sampled: groups.reduce((sum, { candidates }) => sum + candidates.length, 0),
    valid: tasks.length,
    passages: new Set(questions.map(({ passage }) => passage)).size,
    premises: average(tasks.map(premiseCount)),
    rightGold: share(tasks.map((task) => rightGold(task, analyser))),
    withChecker: share(questions.map(({ passage, task }) => found(passage, task))),
    choices: tasks.filter(({ type }) => answers[type].options > 0).length,
    chance: average(tasks.map(chanceLevel)),
  }
}

async function answer(
  request: Arena,
  challenger: number,
  reasoner: number,
  questions: readonly Question[],
): Promise<ArenaCell> {
  const { config, seed, attempts, passages, signal, reasoners, notFirst = [] } = request
  const player = reasoners[reasoner]?.player
  const place = { challenger, reasoner, tasks: questions.length, attempts: questions.length * attempts }
  if (player === undefined || questions.length === 0) return { ...place, passRate: null, withPassage: null }
  const { prompts, reasonerTokens, temperature } = config.game
  const closed = questions.map(({ passage, item, task }) =>
    requestTo(player, {
      seat: 'reasoner',
      parts: promptStyle(prompts).reasoner(task),
      count: attempts,
      stream: streamFor({ round: 0, episode: passage }, 'reasoner', item),
      maxNewTokens: reasonerTokens,
      temperature,
      ...heldToOptions(task, player),
    }),
  )
  const open = openBookRequests(
    player,
    questions.map(({ passage, item, task }) => ({
      passage: at(passages, passage).text,
      task,
      stream: streamFor({ round: 0, episode: passage }, 'withPassage', item),
    })),
    reasonerTokens,
    prompts,
  )
  const answered = await player.complete(closed, { seed, signal })
  const forced =
    notFirst.length === 0
      ? null
      : await player.complete(
          closed.map((each) => ({ ...each, notFirst })),
          { seed, signal },
        )
  const opened = await player.complete(open, { seed, signal })
  const judged = (completions: readonly (readonly Generated[])[]) =>
    clustered(questions, (index) => rightOf(completions[index], (questions[index] as Question).task))
  return {
    ...place,
    passRate: judged(answered),
    withPassage: judged(opened),
    working: workingOf(questions, answered),
    forced: forced === null ? null : judged(forced),
  }
}

export async function playArena(asked: ArenaRequest): Promise<ArenaReport> {
  const request: Arena = { ...asked, signal: asked.signal ?? new AbortController().signal }
  const { challengers, reasoners, passages, seed, candidates, attempts, onProgress, signal } = request
  if (passages.length === 0) throw new RangeError('an arena needs at least one passage')
  const total = challengers.length * (1 + reasoners.length)
  let done = 0
  const tick = (what: string): void => onProgress?.((done += 1), total, what)
  const described: ArenaChallenger[] = []
  const cells: ArenaCell[] = []
  for (const [c, challenger] of challengers.entries()) {
    signal.throwIfAborted()
    const groups = await writeCandidates(request, challenger.player)
    const questions = questionsOf(groups)
    described.push(describe(challenger.name, groups, questions, request))
    tick(challenger.name)
    for (const [r, reasoner] of reasoners.entries()) {
      signal.throwIfAborted()
      cells.push(await answer(request, c, r, questions))
      tick(`${challenger.name} × ${reasoner.name}`)
    }
  }
  return {
    v: arenaVersion,
    seed,
    passages: passages.length,
    candidates,
    attempts,
    ...(request.notFirst === undefined ? {} : { notFirst: request.notFirst }),
    challengers: described,
    reasoners: reasoners.map(({ name }) => ({ name })),
    cells,
  }
}
