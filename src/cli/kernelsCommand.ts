// `spice kernels`: what the kernels of the table's models ask of a device, as JSON. Before each pipeline its
// number goes to the error output, so that what a driver says there of its compilation can be told apart:
// src/cli/kernels/ reads both.
import { writeSync } from 'node:fs'
import {
  recordKernelUse,
  tableModelNames,
  type TableModelName,
  type WorkloadUse,
} from '../engine/runtime/kernelUse'
import { openDevice } from '../engine/runtime/openDevice'
import { dawn } from './dawn'
import { DONE, UsageError } from './usage'

const nameOf = (name: string): TableModelName => {
  const known = tableModelNames.find((each) => each === name)
  if (known === undefined)
    throw new UsageError(`There is no model "${name}"; there are ${tableModelNames.join(', ')}.`)
  return known
}

export async function kernels(names: readonly string[]): Promise<number> {
  const models = names.map(nameOf)
  const opened = await openDevice(dawn())
  if (!opened.ok) throw new Error(opened.error.message)
  const gpu = opened.value
  const places = new Map<GPUComputePipeline, number>()
  // One after another, so that what a driver says of one does not mix with another.
  gpu.device.createComputePipelineAsync = (descriptor) => {
    writeSync(2, `\n@@pipeline ${places.size}\n`)
    const pipeline = gpu.device.createComputePipeline(descriptor)
    places.set(pipeline, places.size)
    return Promise.resolve(pipeline)
  }
  const placeOf = (pipeline: GPUComputePipeline): number => {
    const place = places.get(pipeline)
    if (place === undefined) throw new Error('a pipeline was made before it was counted')
    return place
  }
  const uses: WorkloadUse[] = []
  for (const model of models) uses.push(...(await recordKernelUse(gpu, model, placeOf)))
  console.log(JSON.stringify({ info: gpu.info, uses }))
  gpu.destroy()
  return DONE
}
