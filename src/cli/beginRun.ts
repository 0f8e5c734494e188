// How `spice run` begins a run. What it was asked for is written first, so that a run that was stopped before
// its record was there is begun again, as the same one.

import { existsSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { isPresetName, preset, readConfig } from '../config/config'
import type { RunLink } from '../config/link'
import type { EngineSession } from '../engine/session/engineSession'
import type { EnginePorts } from '../engine/enginePorts'
import type { Command, SourceFile, StartFrom } from '../protocol/door'
import { chosenStart } from './chosenStart'
import { configurationOf, isOfOthers, isWeights } from './configuration'
import { corpusFiles, corpusNames } from './corpusFiles'
import { heard, recogniserOf } from './speech'
import { remove, syncTree } from './diskWrites'
import { readJson, writeJson } from './files'
import { NAMED_WEIGHTS, projectRoot } from './nodePorts'
import type { RunOptions } from './runOptions'
import { UsageError } from './usage'

/** What a run begins with; paths are absolute. */
export interface Beginning {
  /** Paths, or names of starter corpora. */
  readonly corpora: readonly string[]
  /** The checkpoint to begin with, where one is named. */
  readonly weights: string | null
  /** The model of others to begin with, where one is named, as it was written. */
  readonly model: string | null
  /** The folder of peft's adapter beside either, where one is named. */
  readonly adapter: string | null
  /** Whether a model of others has a warm start. */
  readonly warm?: true
  readonly probe: string | null
  readonly linked: RunLink
}

/** What config.json holds of a run. */
interface SavedOptions extends RunLink {
  readonly corpus: string
  readonly probe: string | null
  /** Absent in folders from before a beginning could be repeated. */
  readonly begin?: Pick<Beginning, 'corpora' | 'weights' | 'model' | 'warm'> & {
    readonly adapter?: string | null
  }
}

const isStarter = (corpus: string): boolean =>
  /^[\w-]+$/.test(corpus) && existsSync(join(projectRoot(), 'public', 'corpora', corpus))

/** A folder, a file, the name of a starter corpus, or several of them with commas between. */
export const corporaOf = (corpus: string): string[] =>
  existsSync(corpus)
    ? [corpus]
    : corpus
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '')

/** The checkpoint to begin with, where one is named. */
export const weightsOf = ({ startFrom, model }: RunOptions): string | null =>
  startFrom ?? (isWeights(model) && !isOfOthers(model) ? model : null)

const absolute = (path: string | null): string | null => (path === null ? null : resolve(path))

/** Throws UsageError for options that cannot be meant. */
export function beginningOf(options: RunOptions): Beginning {
  const corpora = corporaOf(options.corpus ?? '').map((corpus) =>
    isStarter(corpus) ? corpus : resolve(corpus),
  )
  const chosen = chosenStart(options, corpora, isStarter)
  return {
    corpora,
    weights: absolute(chosen?.weights ?? weightsOf(options)),
    model: isOfOthers(options.model) ? options.model : null,
    adapter: absolute(options.adapter ?? null),
    ...(isOfOthers(options.model) && (options.warmStart ?? 0) > 0 ? { warm: true } : {}),
    probe: absolute(options.probe ?? null),
    linked: configurationOf(
      { ...options, preset: chosen?.linked.preset ?? options.preset },
      chosen?.linked.config,
    ),
  }
}

/** The probe of the first call, null where it named none. Throws UsageError where config.json is gone. */
export async function savedProbe(out: string): Promise<string | null> {
  const saved = await readJson<Partial<SavedOptions>>(join(out, 'config.json'))
  if (saved === null)
    throw new UsageError(
      `--resume: "${out}" has no config.json, which says what its run began with. Put it back, or a file of {} where the run had no --probe, or name its probe with --probe.`,
    )
  return saved.probe ?? null
}

/** Whether a folder holds a run, or one that was stopped while it was made: --resume goes on with it. */
export const isBegun = (out: string): boolean =>
  existsSync(join(out, 'run.json')) || existsSync(join(out, 'config.json'))

/** What the run in a folder was to begin with; null where the folder does not say. */
export async function savedBeginning(out: string): Promise<Beginning | null> {
  const saved = await readJson<SavedOptions>(join(out, 'config.json'))
  if (saved?.begin === undefined) return null
  const base = isPresetName(saved.preset) ? saved.preset : 'default'
  const { config } = readConfig(saved.config, preset(base))
  const { adapter = null, ...begin } = saved.begin
  return { ...begin, adapter, probe: saved.probe, linked: { preset: base, seed: saved.seed, config } }
}

/** Sends a command and throws its refusal. */
export async function must(session: EngineSession, command: Command): Promise<void> {
  const reply = await session.send(0, command)
  if (!reply.ok) throw new Error(reply.failure.message)
}

interface CorpusSource {
  readonly named: string
  readonly id: string
  /** Null for a starter corpus. */
  readonly files: readonly SourceFile[] | null
}

async function sourcesOf(corpora: readonly string[], speech: string | undefined): Promise<CorpusSource[]> {
  const recognise = speech === undefined ? null : await recogniserOf(speech)
  const sources: CorpusSource[] = []
  for (const [i, named] of corpora.entries()) {
    const own = corpora.length === 1 ? 'corpus' : `corpus-${i + 1}`
    sources.push(
      isStarter(named)
        ? { named, id: named, files: null }
        : { named, id: own, files: await heard(await corpusFiles(named), recognise) },
    )
  }
  return sources
}

async function fill(session: EngineSession, ports: EnginePorts, source: CorpusSource): Promise<void> {
  const { named, id, files } = source
  await must(
    session,
    files === null
      ? { kind: 'corpus.starter', name: named }
      : { kind: 'corpus.add', corpus: id, name: basename(named), files },
  )
  const record = (await ports.corpora.corpora()).find((each) => each.id === id)
  if (record === undefined || record.documents === 0) throw new Error(`"${named}" gave no documents.`)
}

/** As `begin` in config.json, with the configuration and what a reader wants to know. */
function saved(beginning: Beginning, options: RunOptions): object {
  const { corpora, weights, model, adapter, warm, probe, linked } = beginning
  return {
    corpus: options.corpus ?? corpora.join(','),
    probe,
    model: options.model ?? model ?? linked.config.model.size,
    startFrom: weights === null ? null : basename(weights),
    begin: {
      ...{ corpora, weights, model },
      ...(adapter === null ? {} : { adapter }),
      ...(warm === true ? { warm } : {}),
    },
    ...linked,
  }
}

/**
 * Makes the run and opens it: what was asked for, the documents, the first checkpoint where there is one, the
 * run's record, in this order. `again`: the folder holds what an earlier try has left.
 */
export async function beginRun(
  session: EngineSession,
  ports: EnginePorts,
  beginning: Beginning,
  options: RunOptions,
  again: boolean,
): Promise<void> {
  const { corpora, linked } = beginning
  const sources = await sourcesOf(corpora, options.speech)
  if (again) await remove(join(options.out, 'corpus'))
  else await writeJson(join(options.out, 'config.json'), saved(beginning, options))
  for (const source of sources) await fill(session, ports, source)
  await syncTree(options.out)
  await must(session, {
    kind: 'run.create',
    linked,
    corpora: sources.map(({ id }) => id),
    name: basename(resolve(options.out)),
    startFrom: startOf(beginning),
  })
}

/** As `nodePorts` finds it. */
export function startOf({
  weights,
  model,
  adapter,
  warm,
}: Pick<Beginning, 'weights' | 'model' | 'adapter' | 'warm'>): StartFrom {
  if (model !== null && adapter === null)
    return { kind: 'model', name: model, ...(warm === true ? { warm } : {}) }
  return weights === null && adapter === null ? { kind: 'scratch' } : { kind: 'builtIn', name: NAMED_WEIGHTS }
}

/** Throws UsageError for a corpus that is not there. */
export async function expectCorpora({ corpora }: Beginning): Promise<void> {
  for (const corpus of corpora) if (!isStarter(corpus)) await corpusNames(corpus)
}

/** Throws UsageError for files that are named and not there. */
export function expectFiles({ startFrom, probe, model }: RunOptions): void {
  for (const [name, path] of [
    ['--start-from', startFrom],
    ['--probe', probe],
    ['--model', isWeights(model) ? model : undefined],
  ] as const)
    if (path !== undefined && !existsSync(path)) throw new UsageError(`${name}: there is no file "${path}".`)
}
