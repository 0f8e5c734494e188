// Gate: every completion of a wave is parsed and checked in order; what passes is remembered as asked.

import { at } from '../../base/at'
import type { Generated, Task } from '../../protocol/records'
import { activeGates } from '../gates'
import type { Gate } from '../gates/gate'
import { duplicateGate } from '../gates/duplicate'
import { keyOf } from '../gates/questionWindow'
import { checkCompletion, checkPointing, checkProposal } from '../gates/gates'
import { Reading } from '../text/reading'
import { streamFor } from './draws'
import type { AskingState, Candidate, CandidateGroup, Wave } from './state'

/** Adds the completions of `waves` to their groups as candidates. */
export async function gate(state: AskingState, waves: readonly Wave[]): Promise<void> {
  const shares = state.config.gates.copies === 'shared'
  for (const { group, completions } of waves) {
    const check = checkFor(state, group)
    for (const completion of completions) {
      const checked = check(completion)
      const valid = checked.gates.every((each) => each.passed)
      if (valid && checked.task !== null) state.window.addTask(checked.task)
      const copyOf = shares ? originalOf(group, checked) : undefined
      group.candidates.push({ completion, ...checked, valid, ...(copyOf === undefined ? {} : { copyOf }) })
    }
  }
  if (!state.config.game.corpus) return
  const isCloze = state.config.game.world === 'cloze'
  for (const { ask, gapsAlone = false } of activeGates(state.config.gates.active))
    if (ask !== undefined && isCloze === gapsAlone) await askPlayer(state, waves, ask)
}

/**
 * The valid candidate of the group that a task repeats word for word, where nothing else is wrong with it.
 */
function originalOf(
  { candidates }: CandidateGroup,
  { task, gates }: Pick<Candidate, 'task' | 'gates'>,
): number | undefined {
  if (task === null || gates.some(({ gate, passed }) => !passed && gate !== duplicateGate.name))
    return undefined
  const key = keyOf(task)
  const index = candidates.findIndex((each) => each.valid && each.task !== null && keyOf(each.task) === key)
  return index < 0 ? undefined : index
}

type PlayerGate = NonNullable<Gate['ask']>
type Check = (completion: Generated) => Pick<Candidate, 'task' | 'gates' | 'duplicate'>

function checkFor({ config, window, analyser }: AskingState, group: CandidateGroup): Check {
  const { kind, passage, type, spans } = group
  const { active } = config.gates
  if (config.game.world === 'cloze') {
    const reading = new Reading(passage.text)
    return (completion) => checkPointing(completion, spans, { passage: reading, analyser, window, active })
  }
  if (kind !== null) return (completion) => checkProposal(completion, kind, { window, active })
  const { corpus, answerTypes, prompts } = config.game
  const reading = corpus ? new Reading(passage.text) : null
  const context = { passage: reading, analyser, window, type, types: answerTypes, active, prompts }
  return (completion) => checkCompletion(completion, context)
}

/** The gates that ask a player: all tasks that have passed the others, in one batch. */
async function askPlayer(state: AskingState, waves: readonly Wave[], ask: PlayerGate): Promise<void> {
  const { config, seed, round, reasoner, signal, tokens } = state
  const questions = waves.flatMap(({ group, completions }) =>
    group.kind === null ? newTasks(group, completions.length).map((each) => ({ group, ...each })) : [],
  )
  const { results, generated, prompted } = await ask(
    reasoner,
    questions.map(({ group, index, task }) => ({
      passage: group.passage.text,
      task,
      stream: streamFor({ round, episode: group.episode }, 'withPassage', index),
    })),
    { seed, signal, maxNewTokens: config.game.reasonerTokens, prompts: config.game.prompts },
  )
  tokens.generated += generated
  tokens.prompted += prompted
  for (const [i, { group, index, candidate }] of questions.entries()) {
    const result = at(results, i)
    group.candidates[index] = {
      ...candidate,
      gates: [...candidate.gates, result],
      valid: result.passed,
    }
  }
}

/** The valid ones among the last `count` candidates. */
const newTasks = (
  { candidates }: CandidateGroup,
  count: number,
): { readonly index: number; readonly candidate: Candidate; readonly task: Task }[] =>
  [...candidates.entries()]
    .slice(candidates.length - count)
    .flatMap(([index, candidate]) =>
      candidate.valid && candidate.task !== null ? [{ index, candidate, task: candidate.task }] : [],
    )
