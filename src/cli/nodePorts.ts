// What the engine asks of a machine, given by Node: folders as stores, Dawn as the device, public/ as assets.

import { existsSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { fail, ok } from '../base/result'
import type { Problem } from '../problems'
import type { EnginePorts } from '../engine/enginePorts'
import { openDevice } from '../engine/runtime/openDevice'
import { readOwnFolder } from '../engine/checkpoints/ownFolder'
import { writeSnapshot } from '../engine/checkpoints/snapshot'
import { CorpusFolders } from './corpusFolders'
import { dawn } from './dawn'
import { bytesOf, filesAt } from './files'
import { nodeReader } from './nodeReader'
import { RunFolders } from './runFolders'

/** Where the sources and public/ are. */
export const projectRoot = (): string => process.env['SPICE_ROOT'] ?? process.cwd()

/** The asset name of weights that were named as a file, and of a probe that was. */
export const NAMED_WEIGHTS = 'named'
export const NAMED_PROBE = 'probes/named.json'

export interface RunPaths {
  /** Folder of the run. */
  readonly out: string
  readonly weights: string | null
  /** In place of whatever model of others the run names. */
  readonly model?: string | undefined
  readonly probe: string | null
}

const unpacked = (bytes: Uint8Array<ArrayBuffer> | null): Uint8Array<ArrayBuffer> | null =>
  bytes === null ? null : new Uint8Array(gunzipSync(bytes))

/** `notify` is told what was mended in the run's folder. */
export function nodePorts(
  { out, weights, model, probe }: RunPaths,
  notify: (notice: Problem) => void = () => undefined,
): EnginePorts {
  const folder = resolve(out)
  const pathOf = (asset: string): string => {
    if (weights !== null && asset === `weights/${NAMED_WEIGHTS}.safetensors`) return resolve(weights)
    if (probe !== null && asset === NAMED_PROBE) return resolve(probe)
    return join(projectRoot(), 'public', asset)
  }
  return {
    runs: new RunFolders(dirname(folder), notify),
    corpora: new CorpusFolders(join(folder, 'corpus')),
    ...nodeReader(),
    openDevice: () => openDevice(dawn()),
    async asset(asset) {
      const path = pathOf(asset)
      const packed = asset === NAMED_PROBE && path.endsWith('.gz')
      const bytes = packed ? unpacked(await bytesOf(path)) : await bytesOf(path)
      // One of the lab's own models that another engine has trained, in its folder.
      const own = bytes === null && existsSync(path) ? await readOwnFolder(await filesAt(path)) : null
      if (own !== null) return own.ok ? ok(writeSnapshot(own.value)) : own
      return bytes === null ? fail('no-file', `There is no file ${path}.`) : ok(bytes)
    },
    model: async (name) =>
      existsSync(model ?? name)
        ? ok(await filesAt(model ?? name))
        : fail(
            'no-model',
            `There is no file or folder "${model ?? name}", from which this run's model came. Name where it is with --model.`,
          ),
    ...(probe === null ? {} : { probe: NAMED_PROBE }),
    claim: async () => true,
    report(thrown) {
      if (process.env['SPICE_DEBUG'] !== undefined) console.error(thrown)
    },
    now: () => performance.now(),
    date: () => Date.now(),
    newRun: () => basename(folder),
  }
}
