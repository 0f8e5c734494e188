// One round of SPICE (arXiv 2510.24684, Algorithm 1): the Challenger asks about passages, the Reasoner
// answers without them, and one model learns from both. Each step is a file of src/spice/round; none knows
// tensors.
//
// Where it deviates from the paper. [P] the preset `paper` does as the paper says; [S] the paper is silent.
//
// Model and corpus
//  1. Small models that begin with a supervised warm-up, not pre-trained ones of 3 to 8 billion parameters.
//  2. Starter corpora of generated stories; those whose one answer type is not in play are never drawn.
// Sample
//  3. [P] 8 passages a round (128) of at most 192 tokens (5,992), for 20 rounds (640).
// Challenge
//  4. [P] The answer type is drawn among those that the passage can carry; in the paper the Challenger
//     chooses it in a call of its own. With `game.prompts=paper` that call is made, is not trained, and where
//     it chooses nothing valid the type is drawn.
//  5. Built-in models read and write a one-line format. Its worked values are cut out before the Reasoner
//     sees the question.
//  6. [P] At most 24 tries a passage (N = 1024), in waves of G over all passages that have no valid task yet.
// Gate
//  7. [P] A task must do more than parse: its gold stands in the passage and not in the question, its numbers
//     and names come from the passage, and it follows from the story where that can be told.
//  8. [P] A question that was asked before, in this round or among the last 6,000 accepted, is invalid; with
//     `gates.copies=shared` a copy within a group earns what the first one does.
// Subsample
//  9. [S] The number of valid ones among the G is rounded, but at least one is kept where there is one.
// 10. [S] A passage without a valid task stays: its candidates all earn the penalty, so none has a gradient.
// Answer
// 11. [P] The Reasoner trains on all kept tasks; in the paper on one a passage, drawn uniformly. The rollouts
//     that measure the pass rate are those that train (as in 2.5; Algorithm 1, line 16 samples them again).
// Judge
// 12. Rules of our own by answer type in place of Math-Verify, held to its own tests and to a table of forms:
//     integers, expressions, strings and multiple choice. A sum that is not worked out is no integer.
// 13. [S] An answer that the token budget cut off counts as none, a task likewise. Both are trained on.
// Advantage, trajectories
// 14. [P] A token weighs 1 / (trajectories of its seat x token budget of its seat): one sum over both seats
//     (`update.tokenWeight=joint`, Eq. 2 with one length as in Oat) would let the longer seat drown the
//     other.
// 15. Zero advantages are counted in that weight and left out of the computation: they have no gradient.
// Update
// 16. [P] One optimizer step a round, so the ratio to the sampling policy is 1 and nothing is clipped. The
//     paper's 16 steps (`update.steps`) go over shuffled parts of the round, with the sampler's own
//     log-probabilities as the old ones.
// 17. [P] Learning rate 3e-4, rising over 5 rounds and falling to a fifth; the paper: 1e-6, constant.
// 18. [S] AdamW with betas 0.9 and 0.99 (`paper`: 0.95), gradient norm clipped at 1, by the seats together.
//
// World
// 19. With `game.world=cloze`, for models that cannot write questions: the Challenger points at a gap in the
//     passage and at wrong options by number, held to an automaton, so that every completion is a task whose
//     gold is what the passage says; the Reasoner goes on from the text before the gap, held to the options.
//
// As in the paper: G = K = 8, temperature 1 for both seats, Eq. 1 with rho = -0.1, binary rewards, advantages
// by group mean alone, both seats in one update, no KL term. Everything else that `config/schema` offers
// (other rewards, worlds, golds, baselines, controls) is off by default.

import { QuestionWindow } from './gates/questionWindow'
import { rewardKinds } from './rewards'
import { advantage } from './round/advantage'
import { answer } from './round/answer'
import { challenge, withoutTask } from './round/challenge'
import { gate } from './round/gate'
import { openGroups } from './round/groups'
import { judge } from './round/judge'
import type { RoundOutcome } from './round/metrics'
import { progressOf } from './round/progress'
import { recordOf } from './round/record'
import { reward } from './round/reward'
import { sample } from './round/sample'
import { report, type PassRates, type RoundSetup, type RoundState } from './round/state'
import { subsample } from './round/subsample'
import { tallyOf } from './round/tally'
import { teach } from './round/teach'
import { trajectoriesOf } from './round/trajectories'
import { update } from './round/update'
import { RoundWatch } from './round/watch'

export interface RoundResult extends RoundOutcome {
  /** Keys of the questions accepted so far, oldest first: what the next round begins with. */
  readonly questions: readonly string[]
  /** What the next round measures progress against; absent where that is not paid for. */
  readonly passRates?: PassRates
}

/** Rejects, with nothing learned, where `signal` aborts before the update. */
export async function selfPlayRound(setup: RoundSetup): Promise<RoundResult> {
  const { config, round, questions } = setup
  const window = new QuestionWindow(config.gates.duplicateSimilarity, questions)
  const watch = new RoundWatch(round, setup.onPlay)
  const state: RoundState = { ...setup, window, watch, tokens: { generated: 0, prompted: 0 } }

  const passages = await sample(state)

  const groups = await openGroups(state, passages)
  watch.opened(groups)
  for (let [wave, open] = [0, groups]; open.length > 0; wave++) {
    report(state, 'asking', groups.length - open.length, groups.length)
    const candidates = await challenge(state, open, wave)
    await gate(state, candidates)
    watch.gated()
    open = withoutTask(state, candidates)
  }
  report(state, 'asking', groups.length, groups.length)
  const kept = subsample(state, groups)

  const tasks = kept.reduce((sum, each) => sum + each.tasks.length, 0)
  report(state, 'answering', 0, tasks)
  const answered = await answer(state, kept)
  report(state, 'answering', tasks, tasks)

  const judged = judge(state, await teach(state, kept, answered))
  const paysProgress = rewardKinds[config.reward.challenger].basis === 'progress'
  const progress = paysProgress ? progressOf(state.analyser, judged, state.passRates ?? {}) : null
  const rewarded = reward(state, kept, judged, progress)
  watch.rewarded(kept, rewarded)
  const scored = advantage(state, rewarded)

  await setup.beforeUpdate?.()
  const trajectories = trajectoriesOf(state, scored)
  report(state, 'updating', 0, trajectories.length)
  const learned = await update(state, trajectories)

  const episodes = scored.map((episode) => recordOf(round, episode))
  return {
    episodes,
    tally: tallyOf(state, groups, episodes),
    update: learned,
    questions: window.last(config.gates.duplicateWindow),
    ...(progress === null ? {} : { passRates: progress.rates }),
  }
}
