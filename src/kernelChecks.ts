// Every kernel's check against its f64 reference, each loaded when it is asked for. A composition root:
// checks stand beside the shaders, outside the rooms.

import type { Gpu } from './gpu'
import { problem, ProblemError } from './problems'
import type { KernelReport } from './protocol/kernelReport'

export type KernelCheck = (gpu: Gpu) => Promise<readonly KernelReport[]>

const files = import.meta.glob<Record<string, unknown>>('../shaders/*/*.check.ts')

/** Folders of shaders/ that have a check. */
export const checkedOperations: readonly string[] = Object.keys(files)
  .flatMap((path) => /([^/]+)\.check\.ts$/.exec(path)?.slice(1) ?? [])
  .sort()

/** shaders/matmul/matmul.check.ts exports checkMatmul: every case of every kernel of the operation. */
export async function checkOf(operation: string): Promise<KernelCheck> {
  const check = (await files[`../shaders/${operation}/${operation}.check.ts`]?.())?.[
    `check${operation.charAt(0).toUpperCase()}${operation.slice(1)}`
  ]
  if (typeof check !== 'function') throw new ProblemError(problem('no-check', { operation }))
  return check as KernelCheck
}
