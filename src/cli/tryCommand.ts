// `spice try`: a run before it begins: how many of sixteen questions are valid, the time to its first round
// and of the whole. Keeps nothing.

import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDevice } from '../engine/runtime/openDevice'
import { tryRun } from '../engine/training/tryRun'
import { hasFewValid, type RunTrial } from '../protocol/runTrial'
import { beginningOf, startOf } from './beginRun'
import { dawn } from './dawn'
import { nodePorts } from './nodePorts'
import type { RunOptions } from './runOptions'
import { withDocuments } from './temporaryCorpus'
import { TerminalProgress } from './terminalProgress'
import { DONE, UsageError } from './usage'

export type TryOptions = Pick<
  RunOptions,
  'corpus' | 'preset' | 'model' | 'rounds' | 'seed' | 'set' | 'startFrom'
> & { readonly corpus: string }

const spoken = (seconds: number): string =>
  seconds < 100 ? `${Math.round(seconds)} s` : `${(seconds / 60).toFixed(seconds < 600 ? 1 : 0)} min`

export function trialLines(trial: RunTrial): string[] {
  const { questions, time } = trial
  return [
    questions === null
      ? 'no question was tried'
      : `${questions.valid} of ${questions.tried} trial questions are valid`,
    `about ${spoken(time.first)} to the first round, ${spoken(time.round)} a round, ${spoken(time.whole)} in all`,
    ...(hasFewValid(trial)
      ? [
          'Too few to learn from. Play gaps in the documents instead: --set game.world=cloze, or leave --preset and --model out.',
        ]
      : []),
  ]
}

/** Exit code 0. */
export async function tryOut(options: TryOptions, show = new TerminalProgress()): Promise<number> {
  const beginning = beginningOf({ ...options, out: '', warmStartOnly: false, resume: false })
  const { weights, model, linked } = beginning
  const trial = await withDocuments(
    beginning.corpora.join(','),
    '--corpus',
    (event) => show.event(event),
    async (corpora, ids) => {
      const gpu = await openDevice(dawn())
      if (!gpu.ok) throw new UsageError(gpu.error.message)
      const ports = {
        ...nodePorts({ out: join(tmpdir(), 'spice-try'), weights, model: model ?? undefined, probe: null }),
        corpora,
      }
      const startFrom = startOf(beginning)
      try {
        return await tryRun(
          ports,
          gpu.value,
          { linked, corpora: ids, startFrom },
          new AbortController().signal,
        )
      } finally {
        gpu.value.destroy()
      }
    },
  )
  show.end()
  for (const line of trialLines(trial)) console.log(line)
  return DONE
}
