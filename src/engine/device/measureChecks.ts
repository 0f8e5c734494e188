// The kernel suite on a device, operation by operation. The checks themselves are the caller's.

import type { Gpu } from '../../gpu'
import type { KernelReport } from '../../protocol/kernelReport'
import { whileThereIsTime, type MeasurePart } from './measureContext'

export interface KernelSuite {
  readonly operations: readonly string[]
  readonly checkOf: (operation: string) => Promise<(gpu: Gpu) => Promise<readonly KernelReport[]>>
}

const line = ({ name, maxRatio, tolerance }: KernelReport): string =>
  `${name}: ratio ${maxRatio.toExponential(1)} of ${tolerance.toExponential(1)}`

export const measureChecks =
  ({ operations, checkOf }: KernelSuite): MeasurePart =>
  (context) =>
    whileThereIsTime(
      context,
      operations,
      (operation) => operation,
      async (operation) => {
        const reports = await (await checkOf(operation))(context.gpu)
        context.say({
          kind: 'check',
          check: {
            operation,
            checks: reports.length,
            failed: reports.filter(({ passed }) => !passed).map(line),
            worst: reports.reduce(
              (most, { maxRatio, tolerance }) =>
                Math.max(most, tolerance > 0 ? maxRatio / tolerance : maxRatio > 0 ? Infinity : 0),
              0,
            ),
          },
        })
      },
    )
