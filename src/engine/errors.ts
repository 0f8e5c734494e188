// Errors of the engine: what was thrown, as one plain line and the control that mends it. The only place that
// knows the names of errors.

import { isLostPart } from '../base/lostPart'
import { messageOf, type Failure, type Result } from '../base/result'
import { problem, ProblemError } from '../problems'
import { GpuFailure, GpuMemoryError } from '../gpu'

/**
 * `recover`: open another device and go on by itself. `pause`: go on once a person has mended it. `fail`:
 * nothing known mends it.
 */
export type Remedy = 'recover' | 'pause' | 'fail'

export interface ErrorReport {
  readonly failure: Failure
  /** Path of the configuration, or name of the control, that mends it. */
  readonly fix: string | null
  readonly remedy: Remedy
}

/** Thrown where the engine itself knows what is wrong and what to do. */
export class EngineError extends Error {
  override readonly name = 'EngineError'
  constructor(
    readonly failure: Failure,
    readonly fix: string | null = null,
  ) {
    super(failure.message)
  }
}

/** The value, or its reason thrown; `fix` names the control that mends it. */
export function unwrap<T>(result: Result<T>, fix: string | null = null): T {
  if (!result.ok) throw new EngineError(result.error, fix)
  return result.value
}

export const refuse = (failure: Failure, fix: string | null = null): never => {
  throw new EngineError(failure, fix)
}

/** Ends work that was asked to stop. */
export class StopError extends Error {
  override readonly name = 'AbortError'
}

const hasName = (thrown: unknown, ...names: readonly string[]): boolean =>
  thrown instanceof Error && names.includes(thrown.name)
const hasCode = (thrown: unknown, ...codes: readonly string[]): boolean =>
  thrown instanceof Error && 'code' in thrown && codes.includes(String(thrown.code))

export const isStop = (thrown: unknown): boolean => hasName(thrown, 'AbortError')

/** Full storage, as the stores say it or as the platform does beneath them. */
export function isQuota(thrown: unknown): boolean {
  if (hasName(thrown, 'QuotaExceededError') || hasCode(thrown, 'quota', 'ENOSPC')) return true
  const inner =
    (thrown as { inner?: unknown; cause?: unknown } | null)?.inner ??
    (thrown as { cause?: unknown } | null)?.cause
  return inner !== undefined && inner !== null && inner !== thrown && isQuota(inner)
}

export function describeError(thrown: unknown): ErrorReport {
  if (thrown instanceof EngineError) return { failure: thrown.failure, fix: thrown.fix, remedy: 'pause' }
  if (isQuota(thrown))
    return { failure: problem('quota', { usage: null, runs: [] }), fix: 'storage', remedy: 'pause' }
  if (thrown instanceof GpuMemoryError) {
    const activations = /rows|logits|inputs|batch|activation/i.test(thrown.label)
    return {
      failure: thrown.problem,
      fix: activations ? 'warmStart.batchTokens' : 'model.size',
      remedy: 'pause',
    }
  }
  if (thrown instanceof ProblemError)
    return {
      failure: thrown.problem,
      fix: null,
      remedy: thrown instanceof GpuFailure ? 'recover' : 'fail',
    }
  if (hasName(thrown, 'DatabaseClosedError'))
    return { failure: problem('store-cleared'), fix: 'page.reload', remedy: 'pause' }
  if (isLostPart(thrown)) return { failure: problem('part-missing'), fix: 'page.reload', remedy: 'pause' }
  return { failure: problem('engine', { message: messageOf(thrown) }), fix: null, remedy: 'fail' }
}
