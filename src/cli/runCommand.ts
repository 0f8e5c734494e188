// `spice run`: one run in one folder, from nothing or from where it stood. Everything that it computes is the
// engine's.

import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { Command as Asked, Event, StartFrom } from '../protocol/door'
import { isAlarm } from '../problems'
import { remoteChallenger } from '../engine/training/remoteChallenger'
import { EngineSession } from '../engine/session/engineSession'
import type { EnginePorts } from '../engine/enginePorts'
import { assertPlayable, publishedStart } from '../engine/runtime/publishedModel'
import { configurationOf, isOfOthers, isWeights } from './configuration'
import { corpusFiles } from './corpusFiles'
import { syncTree } from './diskWrites'
import { readJson, writeJson } from './files'
import { nodePorts, NAMED_WEIGHTS, projectRoot } from './nodePorts'
import { TerminalProgress } from './terminalProgress'
import { DONE, FAILED, UsageError } from './usage'

export interface RunOptions {
  readonly corpus?: string | undefined
  readonly preset: string
  readonly model?: string | undefined
  readonly rounds?: number | undefined
  readonly seed: number
  readonly out: string
  readonly warmStart?: number | undefined
  readonly warmStartOnly: boolean
  readonly resume: boolean
  readonly set: readonly string[]
  readonly startFrom?: string | undefined
  readonly probe?: string | undefined
  /** Address and model of an OpenAI-compatible server that holds the Challenger's seat. */
  readonly challengerAt?: string | undefined
  readonly challengerModel?: string | undefined
}

/** What config.json keeps beside the configuration, for the way back in with --resume. */
interface SavedOptions {
  readonly corpus: string
  readonly probe: string | null
}

async function entriesOf(folder: string): Promise<string[]> {
  return existsSync(folder) ? readdir(folder) : []
}

/** Refuses what cannot be meant before anything is written. */
async function check(options: RunOptions): Promise<'new' | 'resume'> {
  const entries = await entriesOf(options.out)
  if (options.resume) {
    if (!entries.includes('run.json')) throw new UsageError(`--resume: "${options.out}" holds no run.`)
    return 'resume'
  }
  if (entries.length > 0)
    throw new UsageError(
      `--out: "${options.out}" is not empty. Choose another folder, or give --resume to go on with the run in it.`,
    )
  if (options.corpus === undefined)
    throw new UsageError('--corpus is missing: a folder of documents, or the name of a starter corpus.')
  for (const [name, path] of [
    ['--start-from', options.startFrom],
    ['--probe', options.probe],
    ['--model', isWeights(options.model) ? options.model : undefined],
  ] as const) {
    if (path !== undefined && !existsSync(path)) throw new UsageError(`${name}: there is no file "${path}".`)
  }
  if (isOfOthers(options.model) && (options.warmStartOnly || (options.warmStart ?? 0) > 0))
    throw new UsageError('--warm-start: a model of others has none; leave it out.')
  if (options.startFrom !== undefined && isWeights(options.model))
    throw new UsageError('--model names weights and --start-from does too: give one of them.')
  return 'new'
}

/** Sends a command and throws its refusal. */
async function must(session: EngineSession, command: Asked): Promise<void> {
  const reply = await session.send(0, command)
  if (!reply.ok) throw new Error(reply.failure.message)
}

/** A folder, a file, the name of a starter corpus, or several of them with commas between. */
export const corporaOf = (corpus: string): string[] =>
  existsSync(corpus)
    ? [corpus]
    : corpus
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '')

async function fillCorpus(
  session: EngineSession,
  ports: EnginePorts,
  corpus: string,
  own: string,
): Promise<string> {
  const starter = /^[\w-]+$/.test(corpus) && existsSync(join(projectRoot(), 'public', 'corpora', corpus))
  if (starter) await must(session, { kind: 'corpus.starter', name: corpus })
  else
    await must(session, {
      kind: 'corpus.add',
      corpus: own,
      name: basename(resolve(corpus)),
      files: await corpusFiles(corpus),
    })
  const id = starter ? corpus : own
  const record = (await ports.corpora.corpora()).find((each) => each.id === id)
  if (record === undefined || record.documents === 0) throw new Error(`"${corpus}" gave no documents.`)
  return id
}

async function fillCorpora(
  session: EngineSession,
  ports: EnginePorts,
  named: string,
  out: string,
): Promise<string[]> {
  const all = corporaOf(named)
  const ids: string[] = []
  for (const [i, corpus] of all.entries())
    ids.push(await fillCorpus(session, ports, corpus, all.length === 1 ? 'corpus' : `corpus-${i + 1}`))
  await syncTree(out)
  return ids
}

/** The checkpoint to begin with, where one is named. */
const weightsOf = ({ startFrom, model }: RunOptions): string | null =>
  startFrom ?? (isWeights(model) && !isOfOthers(model) ? model : null)

async function create(session: EngineSession, ports: EnginePorts, options: RunOptions): Promise<void> {
  const linked = configurationOf(options)
  const corpus = options.corpus ?? ''
  const weights = weightsOf(options)
  const corpora = await fillCorpora(session, ports, corpus, options.out)
  const startFrom: StartFrom = isOfOthers(options.model)
    ? { kind: 'model', name: options.model }
    : weights === null
      ? { kind: 'scratch' }
      : { kind: 'builtIn', name: NAMED_WEIGHTS }
  await must(session, {
    kind: 'run.create',
    linked,
    corpora,
    name: basename(resolve(options.out)),
    startFrom,
  })
  const kept: SavedOptions = { corpus, probe: options.probe === undefined ? null : resolve(options.probe) }
  await writeJson(join(options.out, 'config.json'), {
    ...kept,
    model: options.model ?? linked.config.model.size,
    startFrom: weights === null ? null : basename(weights),
    ...linked,
  })
}

/**
 * The server in the Challenger's seat, where one is named; its key comes from the environment, so that no
 * record holds it.
 */
function challengerOf({ challengerAt, challengerModel }: RunOptions): Pick<EnginePorts, 'remote'> {
  if (challengerAt === undefined) return {}
  const player = remoteChallenger(challengerAt, challengerModel ?? '', process.env['SPICE_ENDPOINT_KEY'])
  if (!player.ok) throw new UsageError(`--challenger-at: ${player.error.message}`)
  return { remote: player.value }
}

/** Exit code: 0 when everything that was asked for is done. */
export async function run(options: RunOptions, show = new TerminalProgress()): Promise<number> {
  const mode = await check(options)
  // What the options say is read before anything is opened or written, so that a mistake costs nothing.
  const linked = mode === 'new' ? configurationOf(options) : null
  const kept =
    mode === 'resume' ? ((await readJson<Partial<SavedOptions>>(join(options.out, 'config.json'))) ?? {}) : {}
  const probe = options.probe ?? kept.probe ?? null
  const ports = {
    ...nodePorts(
      {
        out: options.out,
        weights: weightsOf(options),
        model: isOfOthers(options.model) ? options.model : undefined,
        probe,
      },
      ({ message }) => show.line(message),
    ),
    ...challengerOf(options),
  }
  if (linked !== null && isOfOthers(options.model))
    assertPlayable(await publishedStart(ports, options.model, linked.config, null), linked.config)
  const session = new EngineSession(ports)
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
    if (mode === 'new') await create(session, ports, options)
    else await must(session, { kind: 'run.open', run: id })
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
