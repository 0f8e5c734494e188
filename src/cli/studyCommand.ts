// `spice study`: every arm by every seed, each a run in a folder of its own, and the report over them.
// A study that was interrupted goes on where it stood: finished runs are left alone, a begun one is resumed.

import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { architectureOf, parameterCount } from '../config/architecture'
import { differences, preset } from '../config/config'
import type { ProbeRecord, RoundMetrics, RunRecord } from '../protocol/records'
import { readStudy, type Arm, type Study } from '../study/file'
import { printReport, reportOf, type ArmRun } from '../study/report'
import { readLines, textOf, writeJson, writeWhole } from './files'
import { run, type RunOptions } from './runCommand'
import { Show } from './show'
import { DONE, UsageError } from './usage'

export interface StudyOptions {
  readonly out: string
  readonly resume: boolean
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
  return {
    ...{ preset: study.preset, corpus: study.corpus, probe: study.probe, seed, out },
    startFrom: study.startFrom ?? undefined,
    warmStartOnly: false,
    resume: existsSync(join(out, 'run.json')),
    set: differences(preset(study.preset), arm.config).map(({ path, to }) => `${path}=${printed(to)}`),
  }
}

/** What a folder holds of its run; null until all its rounds are done. */
async function finished(arm: Arm, seed: number, folder: string): Promise<ArmRun | null> {
  const record = JSON.parse((await textOf(join(folder, 'run.json'))) ?? 'null') as RunRecord | null
  if (record === null || record.state !== 'finished' || record.rounds < arm.config.game.rounds) return null
  const metrics = await readLines<RoundMetrics>(join(folder, 'metrics.jsonl'))
  const probes = await readLines<ProbeRecord>(join(folder, 'probes.jsonl'))
  return { arm: arm.name, seed, metrics, probes, parameters: parameterCount(architectureOf(arm.config.model.size, record.vocabulary.length)) }
}

/** Exit code: 0 when every run is done and the report is written. */
export async function study(file: string, options: StudyOptions): Promise<number> {
  const asked = await studyAt(file)
  const held = existsSync(options.out) ? await readdir(options.out) : []
  if (held.length > 0 && !options.resume) throw new UsageError(`--out: "${options.out}" is not empty. Choose another folder, or give --resume to go on with the study in it.`)
  const show = new Show()
  const runs: ArmRun[] = []
  // Seeds outermost: after each seed every arm can be compared.
  for (const seed of asked.seeds) {
    for (const arm of asked.arms) {
      const folder = join(resolve(options.out), arm.name, `seed-${seed}`)
      let done = await finished(arm, seed, folder)
      if (done === null) {
        show.line(`${arm.name}, seed ${seed}`)
        const code = await run(optionsOf(asked, arm, seed, folder), show)
        if (code !== DONE) return code
        done = await finished(arm, seed, folder)
      }
      if (done === null) throw new Error(`The run in "${folder}" ended before its last round.`)
      runs.push(done)
    }
  }
  const report = reportOf(asked, runs)
  await writeJson(join(options.out, 'report.json'), report)
  await writeWhole(join(options.out, 'report.md'), printReport(report))
  console.log(printReport(report))
  return DONE
}
