// The way to a device for whoever joins the engine to a machine: `navigator.gpu` in the page's worker, Dawn's
// object in Node.

import type { Result } from '../../base/result'
import { fail } from '../../problems'
import { Gpu } from '../../gpu'

/** `source` is undefined in a browser without WebGPU. */
export async function openDevice(source: GPU | undefined): Promise<Result<Gpu>> {
  if (source === undefined) return fail('no-webgpu')
  return Gpu.open(source)
}
