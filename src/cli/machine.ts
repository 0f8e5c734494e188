// What the engine asks of a machine, given by Node: folders as stores, Dawn as the device, public/ as assets.

import { basename, dirname, join, resolve } from 'node:path'
import { fail, ok } from '../base/result'
import type { EnginePorts } from '../engine/ports'
import { openDevice } from '../engine/device'
import { CorpusFolders } from './corpusFolders'
import { dawn } from './dawn'
import { bytesOf } from './files'
import { RunFolders } from './runFolders'

/** Where the sources and public/ are. */
export const projectRoot = (): string => process.env['SPICE_ROOT'] ?? process.cwd()

/** The asset name of weights that were named as a file, and of a probe that was. */
export const NAMED_WEIGHTS = 'named'
export const NAMED_PROBE = 'probes/named.json'

export interface Named {
  /** Folder of the run. */
  readonly out: string
  readonly weights: string | null
  readonly probe: string | null
}

export function machinePorts({ out, weights, probe }: Named): EnginePorts {
  const folder = resolve(out)
  const pathOf = (asset: string): string => {
    if (weights !== null && asset === `weights/${NAMED_WEIGHTS}.safetensors`) return resolve(weights)
    if (probe !== null && asset === NAMED_PROBE) return resolve(probe)
    return join(projectRoot(), 'public', asset)
  }
  return {
    runs: new RunFolders(dirname(folder)),
    corpora: new CorpusFolders(join(folder, 'corpus')),
    openDevice: () => openDevice(dawn()),
    async asset(asset) {
      const path = pathOf(asset)
      const bytes = await bytesOf(path)
      return bytes === null ? fail('no-file', `There is no file ${path}.`) : ok(bytes)
    },
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
