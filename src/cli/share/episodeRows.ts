// Episodes as rows of a data set: a question a row, with what became of it. The passage, which may be a
// person's own document, is left out unless it is asked for.

import type { Episode, RunRecord } from '../../protocol/records'
import { firstFailure } from '../../spice/gates/gates'
import { goldText } from '../../spice/task'

export interface EpisodeRow {
  readonly round: number
  readonly episode: number
  readonly candidate: number
  readonly type: string
  readonly question: string
  readonly options: readonly string[]
  readonly gold: string
  readonly valid: boolean
  /** The gate that it failed first; empty for a valid one. */
  readonly failed_gate: string
  readonly challenger_reward: number | null
  readonly attempts: readonly string[]
  readonly verdicts: readonly string[]
  /** The whole texts of the attempts, working included. */
  readonly completions: readonly string[]
  /** Share of the attempts that were right; null where it was not put to the Reasoner. */
  readonly pass_rate: number | null
  readonly source: string
  readonly passage?: string
}

export function rowsOf(episode: Episode, passages: boolean): EpisodeRow[] {
  const { cited, text } = episode.passage
  const source =
    cited === undefined
      ? ''
      : `${cited.file} ${cited.unit} ${cited.from}${cited.to === cited.from ? '' : `-${cited.to}`}`
  return episode.candidates.flatMap((candidate, index): EpisodeRow[] => {
    const { task } = candidate
    if (task === null) return []
    const attempts = episode.attempts.filter((each) => each.candidate === index)
    const right = attempts.filter(({ verdict }) => verdict === 'right').length
    return [
      {
        round: episode.round,
        episode: episode.episode,
        candidate: index,
        type: task.type,
        question: task.question,
        options: task.options,
        gold: goldText(task),
        valid: candidate.valid,
        failed_gate: firstFailure(candidate.gates) ?? '',
        challenger_reward: candidate.reward,
        attempts: attempts.map(({ answer }) => answer ?? ''),
        verdicts: attempts.map(({ verdict }) => verdict),
        completions: attempts.map((each) => each.text),
        pass_rate: attempts.length === 0 ? null : right / attempts.length,
        source,
        ...(passages ? { passage: text } : {}),
      },
    ]
  })
}

/** README.md of the data set: what `datasets` reads its files by, and what is in them. */
export function dataCard(run: RunRecord, count: number, passages: boolean): string {
  const { preset, seed } = run.linked
  return `---
pretty_name: ${JSON.stringify(`Questions of the self-play run ${run.name}`)}
tags: [self-play, reasoning, question-answering]
task_categories: [question-answering]
size_categories: [${count < 1000 ? 'n<1K' : count < 10_000 ? '1K<n<10K' : '10K<n<100K'}]
configs:
- config_name: default
  data_files: [{split: train, path: episodes.jsonl}]
---

# Questions of the self-play run ${run.name}

${count} questions that a model wrote about passages of a corpus and then answered without them, with the answers and their verdicts: a SPICE run (arXiv 2510.24684) of SPICE Lab. Preset ${preset}, seed ${seed}, ${run.rounds} rounds, on ${run.device || 'an unknown device'}.

${
  passages
    ? 'The passages are in it: see that the documents that they come from may be passed on.'
    : 'The passages that the questions were written from are left out. A question may still quote them.'
}

A row is one question: \`round\`, \`episode\` and \`candidate\` say where it stands in the run; \`type\`, \`question\`, \`options\` and \`gold\` what it is; \`valid\`, \`failed_gate\` and \`challenger_reward\` what the rules made of it; \`attempts\`, \`verdicts\`, \`completions\` and \`pass_rate\` what the Reasoner did; \`source\` the file with its rows or seconds, where they are known.

Golds are the model's own, checked by the gates of the run and by no person. Nothing was chosen or mended by hand.
`
}
