// `spice study`: every arm by every seed, each a run in a folder of its own, and the report over them.
// A study that was interrupted goes on where it stood: finished runs are left alone, a begun one is resumed.

import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { architectureOf, parameterCount } from '../config/architecture'
import { differences, preset, withValue } from '../config/config'
import type { ProbeRecord, RoundMetrics, RunRecord } from '../protocol/records'
import { readStudy, startOf, tokensLike, type Arm, type Study } from '../study/studyFile'
import { printReport, reportText } from '../study/printStudy'
import type { ArmRun } from '../study/armRun'
import { reportOf } from '../study/report'
import { isBegun } from './beginRun'
import { listed } from './checkpoints'
import { readJson, readLines, textOf, writeWhole } from './files'
import { run, type RunOptions } from './runCommand'
import { TerminalProgress } from './terminalProgress'
import { benchmarksOf, Evaluator } from './studyEvaluate'
import { publish } from './studyPublish'
import { DONE, UsageError } from './usage'

export interface StudyOptions {
  readonly out: string
  readonly resume: boolean
  /**
   * Only these arms, and these seeds, of the study: for work in parts. The report is over all that is done.
   */
  readonly arms?: string | undefined
  readonly seeds?: string | undefined
  /** A folder that gets what ships of the study. */
  readonly publish?: string | undefined
  /** Without the probes' answers and without weights. */
  readonly short?: boolean | undefined
  /** A command in whose processes everything is computed. */
  readonly machine?: string | undefined
}

async function studyAt(file: string): Promise<Study> {
  const text = await textOf(file)
  if (text === null) throw new UsageError(`There is no study file "${file}".`)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new UsageError(`"${file}" is not JSON.`)
  }
  const study = readStudy(json)
  if (!study.ok) throw new UsageError(`${file}: ${study.error.message}`)
  return study.value
}

const printed = (value: unknown): string => (Array.isArray(value) ? value.join(',') : String(value))

function optionsOf(study: Study, arm: Arm, seed: number, out: string): RunOptions {
  const start = startOf(study, arm, seed)
  return {
    ...(study.model === null || start !== null ? {} : { model: study.model }),
    ...{ preset: study.preset, corpus: arm.corpus, probe: study.probe ?? undefined, seed, out },
    startFrom: start ?? undefined,
    warmStartOnly: false,
    resume: isBegun(out),
    set: differences(preset(study.preset), arm.config).map(({ path, to }) => `${path}=${printed(to)}`),
  }
}

export const folderOf = (out: string, arm: string, seed: number): string =>
  join(resolve(out), arm, `seed-${seed}`)

/** What a folder holds of its run; null until all its rounds are done. */
async function finished(arm: Arm, seed: number, folder: string): Promise<Omit<ArmRun, 'evaluation'> | null> {
  const record = await readJson<RunRecord>(join(folder, 'run.json'))
  if (record === null || record.state !== 'finished' || record.rounds < arm.config.game.rounds) return null
  const metrics = await readLines<RoundMetrics>(join(folder, 'metrics.jsonl'))
  const probes = await readLines<ProbeRecord>(join(folder, 'probes.jsonl'))
  return {
    arm: arm.name,
    seed,
    metrics,
    probes,
    parameters: parameterCount(architectureOf(arm.config.model.size, record.vocabulary.length)),
    device: record.device,
  }
}

/** An arm of examples learns from as many tokens as the arm that it names did with this seed. */
async function matched(study: Study, arm: Arm, seed: number, out: string): Promise<Arm> {
  const other = study.arms.find(({ name }) => name === arm.tokensAs)
  if (other === undefined) return arm
  const done = await finished(other, seed, folderOf(out, other.name, seed))
  if (done === null)
    throw new UsageError(
      `Arm ${arm.name} learns from as many tokens as ${other.name}: run that arm with seed ${seed} first.`,
    )
  return {
    ...arm,
    config: withValue(
      arm.config,
      'update.exampleTokens',
      tokensLike(
        done.metrics.map(({ trainedTokens }) => trainedTokens),
        arm.config.game.rounds,
      ),
    ),
  }
}

/** The part of a study that was asked for. */
function selected(
  study: Study,
  { arms, seeds }: StudyOptions,
): { readonly arms: readonly Arm[]; readonly seeds: readonly number[] } {
  const names = arms === undefined ? null : listed(arms, '--arms')
  const unknown = names?.find((name) => !study.arms.some((arm) => arm.name === name))
  if (unknown !== undefined)
    throw new UsageError(
      `--arms: the study has no arm "${unknown}"; it has ${study.arms.map(({ name }) => name).join(', ')}.`,
    )
  const numbers = seeds === undefined ? null : listed(seeds, '--seeds').map(Number)
  const foreign = numbers?.find((seed) => !study.seeds.includes(seed))
  if (foreign !== undefined)
    throw new UsageError(`--seeds: the study has the seeds ${study.seeds.join(', ')}.`)
  return {
    arms: study.arms.filter(({ name }) => names?.includes(name) ?? true),
    seeds: study.seeds.filter((seed) => numbers?.includes(seed) ?? true),
  }
}

/** Exit code: 0 when everything that was asked for is done and the report is written. */
export async function study(
  file: string,
  options: StudyOptions,
  show = new TerminalProgress(),
): Promise<number> {
  const asked = await studyAt(file)
  const benchmarks = await benchmarksOf(asked)
  const part = selected(asked, options)
  const held = existsSync(options.out) ? await readdir(options.out) : []
  if (held.length > 0 && !options.resume)
    throw new UsageError(
      `--out: "${options.out}" is not empty. Choose another folder, or give --resume to go on with the study in it.`,
    )
  const evaluator = new Evaluator(asked, benchmarks, options.out, show, options.machine)
  // Where another arm ends earlier, an arm is measured too if it kept a checkpoint there.
  const ends = ({ config: { game } }: Arm): number[] => [
    ...new Set(asked.arms.map(({ config }) => config.game.rounds).filter((rounds) => rounds <= game.rounds)),
  ]

  // Seeds outermost: after each seed every arm can be compared.
  for (const seed of part.seeds) {
    for (const arm of part.arms.filter(({ seeds }) => seeds.includes(seed))) {
      const folder = folderOf(options.out, arm.name, seed)
      if ((await finished(arm, seed, folder)) === null) {
        show.line(`${arm.name}, seed ${seed}`)
        const code = await run(
          {
            ...optionsOf(asked, await matched(asked, arm, seed, options.out), seed, folder),
            machine: options.machine,
          },
          show,
        )
        if (code !== DONE) return code
        if ((await finished(arm, seed, folder)) === null)
          throw new Error(`The run in "${folder}" ended before its last round.`)
      }
      await evaluator.of(arm, seed, folder, ends(arm))
      await report(asked, options.out, evaluator, ends)
    }
  }
  const text = await report(asked, options.out, evaluator, ends)
  if (options.publish !== undefined) await publish(asked, file, options.out, options.publish, options.short)
  console.log(text)
  return DONE
}

/**
 * Writes the report over every run that is done, also of arms and seeds that were not asked for this time.
 */
async function report(
  asked: Study,
  out: string,
  evaluator: Evaluator,
  ends: (arm: Arm) => number[],
): Promise<string> {
  const runs: ArmRun[] = []
  for (const arm of asked.arms) {
    for (const seed of arm.seeds) {
      const folder = folderOf(out, arm.name, seed)
      const done = await finished(arm, seed, folder)
      if (done !== null) runs.push({ ...done, evaluation: await evaluator.of(arm, seed, folder, ends(arm)) })
    }
  }
  const found = reportOf(asked, runs)
  await writeWhole(join(out, 'report.json'), reportText(found))
  const text = printReport(found)
  await writeWhole(join(out, 'report.md'), text)
  return text
}
