// Checkpoints as the command line names them: a file, the name of built-in weights, or either behind a name
// of one's own.

import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fail, ok, type Result } from '../base/result'
import { isPresetName, preset, readConfig } from '../config/config'
import type { RunConfig } from '../config/schema'
import type { NamedSnapshot } from '../engine/inspect/evaluateCheckpoints'
import { publishedWeights } from '../engine/runtime/publishedModel'
import { readOwnFolder } from '../engine/checkpoints/ownFolder'
import { readSnapshot } from '../engine/checkpoints/snapshot'
import { configurationOf } from './configuration'
import { bytesOf, filesAt, readJson, type ModelFile } from './files'
import { projectRoot } from './nodePorts'
import { UsageError } from './usage'

/** The parts of a list with commas, none of them empty. */
export function listed(text: string, option: string): string[] {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  if (parts.length === 0) throw new UsageError(`${option}: name at least one.`)
  return parts
}

/** The files of the model of others beside which a checkpoint stands. */
const modelAt = async (path: string): Promise<Result<ModelFile[]>> =>
  existsSync(path)
    ? ok(await filesAt(path))
    : fail(
        'no-model',
        `There is no file or folder "${path}", beside whose weights a checkpoint stands. Name where it is with --base.`,
      )

/**
 * `label=file`, `file`, or a name of public/weights. Throws UsageError for what is not there or is no
 * checkpoint.
 */
export async function checkpointAt(written: string, option: string, base?: string): Promise<NamedSnapshot> {
  const [, label, rest] = /^([\w .-]+)=(.+)$/u.exec(written) ?? []
  const named = rest ?? written
  const builtIn = join(projectRoot(), 'public', 'weights', `${named}.safetensors`)
  const path = existsSync(named) ? named : /^[\w.-]+$/u.test(named) && existsSync(builtIn) ? builtIn : null
  if (path === null)
    throw new UsageError(`${option}: there is no file and there are no built-in weights "${named}".`)
  const bytes = await bytesOf(path)
  const read = bytes === null ? await readOwnFolder(await filesAt(path)) : readSnapshot(bytes)
  if (read === null)
    throw new UsageError(
      `${option}: "${named}" is a folder without one of the lab's own models; name a file in it, such as checkpoints/warm.safetensors.`,
    )
  if (!read.ok) throw new UsageError(`${option}: ${named}: ${read.error.message}`)
  const elsewhere = await publishedWeights({ model: (given) => modelAt(base ?? given) }, read.value)
  return { name: label ?? named.replace(/\.safetensors$/u, ''), snapshot: read.value, elsewhere }
}

/** Several, with names that differ. */
export async function checkpointsAt(text: string, option: string, base?: string): Promise<NamedSnapshot[]> {
  const all: NamedSnapshot[] = []
  for (const each of listed(text, option)) all.push(await checkpointAt(each, option, base))
  const twice = all.find(({ name }, i) => all.findIndex((other) => other.name === name) !== i)
  if (twice !== undefined)
    throw new UsageError(
      `${option}: "${twice.name}" stands there twice. Give names, as in early=${twice.name},late=...`,
    )
  return all
}

export interface ConfigurationSource {
  readonly preset: string
  readonly seed: number
  readonly like?: string | undefined
  readonly set: readonly string[]
}

/** The configuration of the run in the folder `like`, or of a preset, with what is set on top. */
export async function configurationLike({ like, ...chosen }: ConfigurationSource): Promise<RunConfig> {
  if (like === undefined) return configurationOf(chosen).config
  type Kept = { readonly preset?: string; readonly config?: unknown }
  const kept = (await readJson<Kept>(join(like, 'config.json'))) ?? (await readJson<Kept>(like))
  if (kept?.config === undefined)
    throw new UsageError(`--like: "${basename(like)}" has no config.json of a run.`)
  const base = kept.preset !== undefined && isPresetName(kept.preset) ? kept.preset : 'default'
  return configurationOf({ ...chosen, preset: base }, readConfig(kept.config, preset(base)).config).config
}
