// `import { openNodeLab } from 'spice-lab/node'`: Dawn as the device, the disk for the library's files. The
// package `webgpu` has to be installed beside this one.

import { readFile } from 'node:fs/promises'
import { dawn } from '../cli/dawn'
import { Lab, type LabOptions } from './openLab'

const here = import.meta.url

async function onDisk(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await readFile(new URL(`public/${path}`, here)))
  } catch {
    return null
  }
}

/** As `openLab`; without a machine it computes with Dawn. */
export function openNodeLab(options: LabOptions = {}): Promise<Lab> {
  return Lab.open({ gpu: dawn(), file: onDisk, ...options })
}
