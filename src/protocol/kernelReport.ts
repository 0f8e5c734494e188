// What passes between the page and the worker that checks and times kernels, and the list of kernels that the
// build writes.
import type { Failure } from '../base/result'
import type { SizeName } from '../config/architecture'

export interface KernelSource {
  /** Folder of shaders/. */
  readonly operation: string
  readonly file: string
  /** As it is compiled: its imports linked in. */
  readonly text: string
}

/** One comparison of a kernel with its reference. */
export interface KernelReport {
  readonly name: string
  readonly elements: number
  readonly maxError: number
  readonly meanError: number
  /** Largest error over the sum of absolute products behind the element; the tolerance holds it. */
  readonly maxRatio: number
  readonly tolerance: number
  readonly passed: boolean
}

export interface KernelTime {
  readonly label: string
  readonly count: number
  /** Milliseconds of all its dispatches. */
  readonly ms: number
}

/** All dispatches of one label in a training step, timed by themselves. */
export interface KernelRate extends KernelTime {
  /** Multiply-adds. */
  readonly work: number
  /** Bytes of what is bound to them, each tensor once a dispatch. */
  readonly bytes: number
}

export interface Roofline {
  readonly device: string
  readonly size: SizeName
  /** Tokens of the step that was timed. */
  readonly rows: number
  /**
   * Measured peaks of the device: floating point operations a second, and bytes a second read and written
   * together.
   */
  readonly flops: number
  readonly bandwidth: number
  readonly kernels: readonly KernelRate[]
  /** By the device's own clock, or where it has none, from outside until it said that a batch was done. */
  readonly clock: 'device' | 'outside'
}

export type RooflineAnswer =
  { readonly ok: true; readonly roofline: Roofline } | { readonly ok: false; readonly failure: Failure }

export interface CheckRequest {
  readonly operation: string
}
export interface RooflineRequest {
  readonly roofline: SizeName
  readonly vocabulary: number
}

export type CheckAnswer =
  | {
      readonly operation: string
      readonly ok: true
      readonly reports: readonly KernelReport[]
      /** Null where the device has no timestamps. */
      readonly times: readonly KernelTime[] | null
      readonly device: string
    }
  | { readonly operation: string; readonly ok: false; readonly failure: Failure }
