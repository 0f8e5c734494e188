// `spice run`: one run in one folder, from nothing or from where it stood. Everything that it computes is the
// engine's.

import { existsSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Event } from '../protocol/door'
import { isAlarm } from '../problems'
import { remoteChallenger } from '../engine/training/remoteChallenger'
import { EngineSession } from '../engine/session/engineSession'
import type { EnginePorts } from '../engine/enginePorts'
import { isOwnFolder } from '../engine/checkpoints/ownFolder'
import { assertPlayable, assertTeachable, publishedStart } from '../engine/runtime/publishedModel'
import { withAdapter, withAdapterSettings } from './adapterStart'
import {
  beginningOf,
  beginRun,
  expectCorpora,
  expectFiles,
  must,
  savedBeginning,
  savedProbe,
} from './beginRun'
import { isOfOthers, isWeights } from './configuration'
import { filesAt } from './files'
import { LOCK, lockFolder } from './folderLock'
import { machineOf } from './machine/ground'
import { nodePorts } from './nodePorts'
import type { RunOptions } from './runOptions'
import { TerminalProgress } from './terminalProgress'
import { DONE, FAILED, UsageError } from './usage'

export type { RunOptions }

/** Names of the folder, but for what a writer that was killed leaves behind. */
async function entriesOf(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return []
  if (!statSync(folder).isDirectory()) throw new UsageError(`--out: "${folder}" is a file. Name a folder.`)
  return (await readdir(folder)).filter((name) => name !== LOCK && !name.endsWith('.part'))
}

/** `begin`: the folder says what the run is to begin with, and that did not come to its end. */
type Mode = 'new' | 'resume' | 'begin'

/** Refuses what cannot be meant before anything is written. */
async function check(options: RunOptions): Promise<Mode> {
  const entries = await entriesOf(options.out)
  if (options.resume) {
    if (entries.includes('run.json')) return 'resume'
    if (entries.includes('config.json') && (await savedBeginning(options.out)) !== null) return 'begin'
    throw new UsageError(
      `--resume: "${options.out}" holds no run. Leave --resume out to begin one in an empty folder.`,
    )
  }
  if (entries.length > 0)
    throw new UsageError(
      `--out: "${options.out}" is not empty. Choose another folder, or give --resume to go on with the run in it.`,
    )
  if (options.corpus === undefined)
    throw new UsageError('--corpus is missing: a folder of documents, or the name of a starter corpus.')
  expectFiles(options)
  if (options.startFrom !== undefined && isWeights(options.model))
    throw new UsageError('--model names weights and --start-from does too: give one of them.')
  return 'new'
}

/**
 * The server in the Challenger's seat, where one is named; its key comes from the environment, so that no
 * record holds it.
 */
function challengerOf({
  challengerAt,
  challengerModel,
  challengerBudget,
}: RunOptions): Pick<EnginePorts, 'remote'> {
  if (challengerAt === undefined) return {}
  const player = remoteChallenger(
    challengerAt,
    challengerModel ?? '',
    process.env['SPICE_ENDPOINT_KEY'],
    challengerBudget,
  )
  if (!player.ok) throw new UsageError(`--challenger-at: ${player.error.message}`)
  return { remote: player.value }
}

/** One of the lab's own models in a folder is weights to begin with, as a checkpoint is. */
async function withOwnModel(options: RunOptions): Promise<RunOptions> {
  const { model } = options
  return isOfOthers(model) && existsSync(model) && (await isOwnFolder(await filesAt(model)))
    ? { ...options, model: undefined, startFrom: model }
    : options
}

/** In place of a device, where --machine names one. */
function machinePort({ machine }: RunOptions): Pick<EnginePorts, 'openMachine'> {
  const openMachine = machineOf(machine)
  return openMachine === undefined ? {} : { openMachine }
}

/**
 * Exit code: 0 when everything that was asked for is done. `machine` stands in place of parts of this one,
 * for tests.
 */
export async function run(
  given: RunOptions,
  show = new TerminalProgress(),
  machine: Partial<EnginePorts> = {},
): Promise<number> {
  const options = await withAdapterSettings(await withOwnModel(given))
  // What the options say is read before anything is opened or written, so that a mistake costs nothing.
  if ((await check(options)) === 'new') await expectCorpora(beginningOf(options))
  const unlock = await lockFolder(options.out)
  try {
    return await locked(options, await check(options), show, machine)
  } finally {
    await unlock()
  }
}

async function locked(
  options: RunOptions,
  mode: Mode,
  show: TerminalProgress,
  machine: Partial<EnginePorts>,
): Promise<number> {
  const beginning =
    mode === 'new' ? beginningOf(options) : mode === 'begin' ? await savedBeginning(options.out) : null
  const probe = options.probe ?? (beginning === null ? await savedProbe(options.out) : beginning.probe)
  const ports = {
    ...nodePorts(
      {
        out: options.out,
        weights: beginning?.weights ?? null,
        model: isOfOthers(options.model) ? options.model : undefined,
        probe,
      },
      ({ message }) => show.line(message),
    ),
    ...challengerOf(options),
    ...machinePort(options),
    ...machine,
  }
  if (beginning?.warm === true) assertTeachable(beginning.linked.config)
  if (beginning !== null && beginning.model !== null)
    assertPlayable(
      await publishedStart(ports, beginning.model, beginning.linked.config, null),
      beginning.linked.config,
    )
  const session = new EngineSession(beginning === null ? ports : withAdapter(ports, beginning))
  let failed = false
  session.listen((event: Event) => {
    if (event.kind === 'failure' && !isAlarm(event.failure.code)) failed = true
    show.event(event)
  })
  const interrupted = interruptions(() => {
    show.line('Pausing …')
    void session.send(0, { kind: 'run.pause' })
  })
  try {
    const id = basename(resolve(options.out))
    if (beginning === null) await must(session, { kind: 'run.open', run: id })
    else await beginRun(session, ports, beginning, options, mode === 'begin')
    const until = options.warmStartOnly ? 0 : options.rounds
    await must(session, { kind: 'run.start', ...(until === undefined ? {} : { until }) })
    await session.settled()
    show.end()
    if (interrupted.yet()) show.line(`Paused. Go on with --resume --out ${options.out}`)
    return failed || interrupted.yet() ? FAILED : DONE
  } finally {
    show.end()
    interrupted.off()
    await session.close()
  }
}

/** The first interruption pauses, another one a while later ends at once. */
function interruptions(pause: () => void): { yet: () => boolean; off: () => void } {
  let first: number | null = null
  const heard = (): void => {
    if (first === null) {
      first = Date.now()
      pause()
    } else if (Date.now() - first > 1500) process.exit(FAILED)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, heard)
  return {
    yet: () => first !== null,
    off: () => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, heard)
    },
  }
}
