// The device room's errors, each naming what failed and what can be done.

import { problem, ProblemError } from '../problems'

/** A buffer that the device refused: over what one binding may have, or with no `limit` for lack of room. */
export class GpuMemoryError extends ProblemError {
  override readonly name = 'GpuMemoryError'
  constructor(
    readonly label: string,
    readonly bytes: number,
    limit: number | null,
  ) {
    super(problem('gpu-memory', { label, bytes, limit }))
  }
}

/** WGSL that does not compile, with the compiler's messages and the lines they speak of. */
export class ShaderError extends ProblemError {
  override readonly name = 'ShaderError'
  constructor(
    readonly label: string,
    readonly messages: readonly string[],
  ) {
    super(problem('shader', { label, messages }))
  }
}

/** The device went away, or refused a command after which its results cannot be trusted. */
export class GpuFailure extends ProblemError {
  override readonly name = 'GpuFailure'
}
