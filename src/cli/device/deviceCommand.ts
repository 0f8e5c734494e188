// `spice device`: a device measured part by part, each in a process of its own, so that one that crashes or
// hangs costs itself alone. What was found is written after every line that a part says.

import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname, join } from 'node:path'
import { at } from '../../base/at'
import { measureChecks, type KernelSuite } from '../../engine/device/measureChecks'
import { isMeasure, measurePart, measures, overAfter } from '../../engine/device/measureDevice'
import { openDevice } from '../../engine/runtime/openDevice'
import {
  deviceName,
  deviceParts,
  emptyReport,
  withFinding,
  withPart,
  type DevicePart,
  type DeviceReport,
  type PartOutcome,
} from '../../protocol/deviceReport'
import { deviceTable } from '../../protocol/deviceTable'
import { fineDawn } from '../dawn'
import { DONE, FAILED, UsageError } from '../usage'
import { runPart } from './partProcess'
import { playDefaultRun } from './defaultRun'
import { torchQuestion } from './torchQuestion'

export interface DeviceOptions {
  readonly out: string
  readonly name: string
  readonly seconds: number
  readonly only?: string
  readonly small: boolean
  readonly operations?: string
  readonly python: string
  /** This process measures one part and says what it finds. */
  readonly part?: string
}

/** Seconds that a part may take: what is worth most comes first and leaves its rest to the others. */
const MOST_SECONDS: Readonly<Record<DevicePart, number>> = {
  device: 15,
  peaks: 15,
  checks: 75,
  training: 60,
  sampling: 60,
  products: 30,
  kernels: 60,
  tuning: 40,
  torch: 150,
  run: 120,
}
/** A part with less time left than this is not begun. */
const LEAST_SECONDS = 4

const partOf = (name: string): DevicePart => {
  const known = deviceParts.find((part) => part === name)
  if (known === undefined)
    throw new UsageError(`There is no part "${name}"; there are ${deviceParts.join(', ')}.`)
  return known
}

/** Measures one part on a device of its own; findings and the outcome go to stdout, a line of JSON each. */
async function measureHere(part: DevicePart, options: DeviceOptions, suite: KernelSuite): Promise<number> {
  const measure = part === 'checks' ? measureChecks(suite) : isMeasure(part) ? measures[part] : undefined
  if (measure === undefined) throw new UsageError(`"${part}" is not measured by a process of its own.`)
  const opened = await openDevice(fineDawn())
  if (!opened.ok) throw new Error(opened.error.message)
  const outcome = await measurePart(part, measure, {
    gpu: opened.value,
    extent: options.small ? 'software' : 'whole',
    say: (finding) => console.log(JSON.stringify({ finding })),
    over: overAfter(options.seconds),
  })
  console.log(JSON.stringify({ outcome }))
  opened.value.destroy()
  return outcome.state === 'failed' ? FAILED : DONE
}

const chosenOperations = (suite: KernelSuite, { operations }: DeviceOptions): KernelSuite =>
  operations === undefined
    ? suite
    : { ...suite, operations: suite.operations.filter((each) => operations.split(',').includes(each)) }

/** Both files, whole or as they were. */
class ReportFiles {
  constructor(
    private readonly json: string,
    private readonly table: string,
  ) {
    mkdirSync(dirname(json), { recursive: true })
  }

  write(report: DeviceReport): void {
    this.replace(this.json, `${JSON.stringify(report, null, 1)}\n`)
    this.replace(this.table, deviceTable(report))
  }

  private replace(path: string, text: string): void {
    writeFileSync(`${path}.part`, text)
    renameSync(`${path}.part`, path)
  }
}

const hostLine = (): string =>
  `${process.platform} ${process.arch}, ${cpus().length} x ${at(cpus(), 0).model}, Node ${process.versions.node}`

export async function device(options: DeviceOptions, wholeSuite: KernelSuite): Promise<number> {
  const suite = chosenOperations(wholeSuite, options)
  if (options.part !== undefined) return measureHere(partOf(options.part), options, suite)
  const wanted = options.only === undefined ? deviceParts : options.only.split(',').map(partOf)
  const files = new ReportFiles(
    join(options.out, `${options.name}.json`),
    join(options.out, `${options.name}.md`),
  )
  const began = performance.now()
  const left = (): number => options.seconds - (performance.now() - began) / 1000
  let report = emptyReport({ made: new Date().toISOString(), by: 'command', host: hostLine() })
  const say = (line: string): void =>
    console.error(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${line}`)
  for (const part of deviceParts.filter((each) => wanted.includes(each))) {
    const seconds = Math.min(MOST_SECONDS[part], left())
    let outcome: PartOutcome
    if (seconds < LEAST_SECONDS)
      outcome = { part, state: 'skipped', seconds: 0, notes: [`the ${options.seconds} seconds were over`] }
    else
      outcome = await runPart({
        part,
        seconds,
        ...processOf(part, seconds, options),
        onFinding(finding) {
          report = withFinding(report, finding)
          files.write(report)
        },
      })
    report = withPart(report, outcome)
    files.write(report)
    say(
      `${part}: ${outcome.state} after ${outcome.seconds.toFixed(1)} s${outcome.notes.map((note) => `; ${note}`).join('')}`,
    )
    if (part === 'device') say(deviceName(report.device))
  }
  console.log(deviceTable(report))
  const failed = report.parts.some(({ state }) => state === 'failed')
  return failed || report.checks.some((each) => each.failed.length > 0) ? FAILED : DONE
}

/** How a part is begun: its command, what it is asked on its standard input, or work of this process. */
function processOf(part: DevicePart, seconds: number, options: DeviceOptions) {
  if (part === 'torch') return torchQuestion({ ...options, seconds })
  if (part === 'run') return playDefaultRun(options)
  return {
    own: [
      ...['device', '--out', options.out, '--part', part, '--seconds', String(Math.floor(seconds))],
      ...(options.small ? ['--small'] : []),
      ...(options.operations === undefined ? [] : ['--operations', options.operations]),
    ],
  }
}
