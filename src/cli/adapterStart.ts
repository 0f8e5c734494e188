// `spice run --adapter`: what a run begins with where peft has trained beside its model: the settings of its
// adapter are those of the folder, and its first checkpoint is written from model and folder together.

import { existsSync } from 'node:fs'
import type { RunConfig } from '../config/schema'
import { peftSettings, withPeft } from '../engine/checkpoints/peftStart'
import { readSnapshot, writeSnapshot, type Snapshot } from '../engine/checkpoints/snapshot'
import type { EnginePorts } from '../engine/enginePorts'
import { unwrap } from '../engine/errors'
import { publishedStart } from '../engine/runtime/publishedModel'
import { ok } from '../base/result'
import type { Beginning } from './beginRun'
import { isWeights } from './configuration'
import { filesAt } from './files'
import { NAMED_WEIGHTS } from './nodePorts'
import type { RunOptions } from './runOptions'
import { UsageError } from './usage'

/** With the settings that the adapter has; what --set says comes after them. */
export async function withAdapterSettings(options: RunOptions): Promise<RunOptions> {
  const { adapter, model, startFrom, set } = options
  if (adapter === undefined || options.resume) return options
  if (!existsSync(adapter)) throw new UsageError(`--adapter: there is no folder "${adapter}".`)
  if (!isWeights(model) && startFrom === undefined)
    throw new UsageError('--adapter: name the model that it stands beside with --model or --start-from.')
  const read = await peftSettings(await filesAt(adapter))
  if (!read.ok) throw new UsageError(`--adapter: ${read.error.message}`)
  const { rank, alpha, targets } = read.value
  const settings = ['trained=adapter', `rank=${rank}`, `alpha=${alpha}`, `targets=${targets.join(',')}`]
  return { ...options, set: [...settings.map((each) => `weights.${each}`), ...set] }
}

/** The same ports, with the adapter beside the weights that the run begins with. */
export function withAdapter(
  ports: EnginePorts,
  { adapter, model, linked }: Pick<Beginning, 'adapter' | 'model' | 'linked'>,
): EnginePorts {
  if (adapter === null) return ports
  const named = `weights/${NAMED_WEIGHTS}.safetensors`
  return {
    ...ports,
    asset: async (path) => {
      if (path !== named) return ports.asset(path)
      const start = await startOf(ports, model, linked.config, path)
      return ok(
        writeSnapshot(unwrap(await withPeft(start, await filesAt(adapter), linked.config.weights.storage))),
      )
    },
  }
}

async function startOf(
  ports: EnginePorts,
  model: string | null,
  config: RunConfig,
  weights: string,
): Promise<Snapshot> {
  const today = new Date(ports.date()).toISOString().slice(0, 10)
  if (model !== null) return publishedStart(ports, model, config, today)
  return unwrap(readSnapshot(unwrap(await ports.asset(weights))))
}
