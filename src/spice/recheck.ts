// Checks a recorded episode against the rules: verdicts from texts, rewards and advantages from verdicts. It
// needs no model, so anybody can audit a recorded run.

import type { Episode } from '../protocol/records'
import type { RunConfig } from '../config/schema'
import { firstFailure } from './gates/gates'
import { groups } from './round/metrics'
import { promptStyle } from './prompts'
import { promptText } from './prompts/text'
import { scoreEpisode } from './round/advantage'
import { recordedCandidates } from './round/reward'
import { judge } from './verifier'

const close = (a: number | null, b: number | null): boolean =>
  a === b || (a !== null && b !== null && Math.abs(a - b) <= 1e-9)

/** What in an episode does not follow from the rules, one sentence each; empty for an honest record. */
export function recheckEpisode(episode: Episode, config: RunConfig, seed: number): string[] {
  const wrong: string[] = []
  const place = { seed, round: episode.round, episode: episode.episode }
  const played = groups(episode)
  const kept = recordedCandidates(episode)
  for (const [i, candidate] of episode.candidates.entries()) {
    if (candidate.valid !== (firstFailure(candidate.gates) === null && candidate.task !== null))
      wrong.push(
        `Candidate ${i} is called ${candidate.valid ? 'valid' : 'invalid'}, its gates say otherwise.`,
      )
  }
  for (const { index, valid, verdicts } of kept) {
    if (valid !== verdicts.length > 0)
      wrong.push(`Candidate ${index} is ${valid ? 'valid and has no attempts' : 'invalid and has attempts'}.`)
  }
  for (const [i, attempt] of episode.attempts.entries()) {
    const task = episode.candidates[attempt.candidate]?.task
    const judged = task == null ? null : judge(attempt, task)
    if (judged?.verdict !== attempt.verdict || judged.answer !== attempt.answer)
      wrong.push(
        `Attempt ${i} reads "${attempt.answer ?? ''}", ${attempt.verdict}; the verifier says ${judged?.verdict ?? 'that there is no task'}.`,
      )
  }
  const chosen = episode.chosen === null ? undefined : episode.candidates[episode.chosen]
  if (episode.chosen !== null && chosen?.valid !== true)
    wrong.push(`The chosen candidate ${episode.chosen} is not valid.`)
  if (episode.chosen === null && played.length > 0)
    wrong.push('No candidate was chosen although some are valid.')
  if (
    chosen?.task != null &&
    episode.prompts.reasoner?.text !== promptText(promptStyle(config.game.prompts).reasoner(chosen.task))
  )
    wrong.push("The Reasoner's prompt is not that of the chosen task.")
  if (kept.some(({ valid, verdicts }) => valid && verdicts.length === 0)) return wrong

  // What surprise is paid cannot be told once the tokens have been thinned out.
  if (config.reward.surprise > 0 && kept.some(({ logp }) => logp.length === 0)) return wrong

  // Advantages that are whitened over the round cannot be told from one episode.
  const alone = config.update.advantage !== 'whitened'
  const scores = scoreEpisode(config, place, kept, episode.chosen)
  for (const { index } of kept) {
    const [is, should] = [episode.candidates[index], scores.candidates.get(index)]
    if (!close(is?.reward ?? null, should?.reward ?? null))
      wrong.push(`Candidate ${index} was paid ${is?.reward}, its verdicts say ${should?.reward}.`)
    if (alone && !close(is?.advantage ?? null, should?.advantage ?? null))
      wrong.push(
        `Candidate ${index} has the advantage ${is?.advantage}, its group says ${should?.advantage}.`,
      )
  }
  for (const { candidate, attempts } of played) {
    const index = episode.candidates.indexOf(candidate)
    for (const [k, attempt] of attempts.entries()) {
      const should = scores.attempts.get(index)?.[k]
      if (!close(attempt.reward, should?.reward ?? null))
        wrong.push(
          `Attempt ${k} at candidate ${index} was paid ${attempt.reward}, its verdict says ${should?.reward}.`,
        )
      if (alone && !close(attempt.advantage, should?.advantage ?? null))
        wrong.push(
          `Attempt ${k} at candidate ${index} has the advantage ${attempt.advantage}, its group says ${should?.advantage}.`,
        )
    }
  }
  return wrong
}
