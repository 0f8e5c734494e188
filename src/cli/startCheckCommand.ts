// `spice start-check`: whether weights are a start from which ambiguous events may be played, by kind.

import { openDevice } from '../engine/runtime/openDevice'
import { openPassages } from '../engine/passages/runPassages'
import { SeatPool } from '../engine/inspect/checkpointPlayers'
import { readingOdds } from '../engine/inspect/readingOdds'
import { storyAnalyser } from '../spice/stories/analyse'
import { writeCandidates } from '../study/arena'
import { checkStart, faultsOf, type StartCheck } from '../study/startCheck'
import { ambiguousCorpus, ambiguousPreset, ambiguousSettings } from './ambiguousSettings'
import { checkpointAt } from './checkpoints'
import { configurationOf } from './configuration'
import { dawn } from './dawn'
import { writeJson } from './files'
import { questionsOf } from './spilloverCommand'
import { withDocuments } from './temporaryCorpus'
import { TerminalProgress } from './terminalProgress'
import { DONE, FAILED, UsageError } from './usage'

export interface StartCheckOptions {
  readonly weights: string
  readonly benchmark: string
  readonly passages: number
  readonly seed: number
  readonly set: readonly string[]
  readonly json?: string | undefined
}

const share = (value: number): string => value.toFixed(3).padStart(6)

export function startCheckLines(check: StartCheck): string[] {
  return [
    `${'kind'.padEnd(10)}   plan  right  other   both  asked`,
    ...check.kinds.map(
      ({ kind, plan, right, other, asked }) =>
        `${kind.padEnd(10)} ${[plan, right, other, right + other, asked].map(share).join(' ')}`,
    ),
    `valid ${check.valid} of ${check.sampled} (${((100 * check.valid) / check.sampled).toFixed(1)} %); upper half of the kinds ${(100 * check.upper).toFixed(2)} % of the questions`,
  ]
}

/** Exit code 0 where nothing is wrong with the start, 1 otherwise. */
export async function startCheck(options: StartCheckOptions, show = new TerminalProgress()): Promise<number> {
  const { config } = configurationOf({
    preset: ambiguousPreset,
    seed: options.seed,
    set: [...ambiguousSettings, ...options.set],
  })
  const questions = await questionsOf(options.benchmark)
  const { name, snapshot } = await checkpointAt(options.weights, '--weights')
  const check = await withDocuments(
    ambiguousCorpus,
    '--corpus',
    (event) => show.event(event),
    async (store, ids) => {
      const gpu = await openDevice(dawn())
      if (!gpu.ok) throw new UsageError(gpu.error.message)
      const pool = new SeatPool(gpu.value, config)
      try {
        const { tokenizer, architecture } = snapshot
        const source = await openPassages(store, ids, config, { tokenizer, context: architecture.context })
        const passages = await source.pool(options.passages, options.seed)
        const player = await pool.player(name, snapshot, null)
        show.line(`${passages.length} passages`)
        const groups = await writeCandidates(
          { config, seed: options.seed, analyser: storyAnalyser, passages, candidates: 8 },
          player,
        )
        show.line(`${questions.length} questions`)
        return checkStart(await readingOdds(gpu.value, snapshot, questions), groups, config)
      } finally {
        await pool.close()
        gpu.value.destroy()
      }
    },
  )
  const faults = faultsOf(check)
  if (options.json !== undefined) await writeJson(options.json, { ...check, faults })
  for (const line of [...startCheckLines(check), ...faults.map((fault) => `fault: ${fault}`)])
    console.log(line)
  return faults.length === 0 ? DONE : FAILED
}
