// The measuring of a device, part by part: each within its own time, and what it left or what went wrong said
// in its outcome. It must not know who asked, nor where the findings go.

import { messageOf } from '../../base/result'
import type { DevicePart, Finding, PartOutcome } from '../../protocol/deviceReport'
import type { MeasureContext, MeasurePart } from './measureContext'
import { measureKernels, measureSampling, measureTraining } from './measureModels'
import { describeDevice, measureProducts, measureRoof, measureTuning } from './measureOps'

/** Those that need nothing but a device, in the order of their worth. */
export const measures = {
  device: describeDevice,
  peaks: measureRoof,
  training: measureTraining,
  sampling: measureSampling,
  products: measureProducts,
  kernels: measureKernels,
  tuning: measureTuning,
} as const satisfies Partial<Record<DevicePart, MeasurePart>>

export const isMeasure = (part: DevicePart): part is keyof typeof measures => Object.hasOwn(measures, part)

/** Milliseconds of a clock that never goes back, `seconds` from now. */
export const overAfter = (seconds: number): (() => boolean) => {
  const end = performance.now() + 1000 * seconds
  return () => performance.now() >= end
}

/** Runs a part; what it throws is its outcome, unless the device is gone. */
export async function measurePart(
  part: DevicePart,
  measure: MeasurePart,
  context: MeasureContext,
): Promise<PartOutcome> {
  const began = performance.now()
  const notes: string[] = []
  const say = (finding: Finding): void => {
    if (finding.kind === 'note') notes.push(finding.note)
    context.say(finding)
  }
  const outcome = (state: PartOutcome['state']): PartOutcome => ({
    ...{ part, state, notes },
    seconds: (performance.now() - began) / 1000,
  })
  try {
    await measure({ ...context, say })
    return outcome(notes.length === 0 ? 'done' : 'cut')
  } catch (thrown) {
    notes.push(messageOf(thrown))
    return outcome('failed')
  }
}
