// What passes between the page and the worker that checks kernels, and the list of kernels that the build writes.

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

export interface CheckAsked {
  readonly operation: string
}

export type CheckAnswer =
  | { readonly operation: string; readonly ok: true; readonly reports: readonly KernelReport[]; /** Null where the device has no timestamps. */ readonly times: readonly KernelTime[] | null; readonly device: string }
  | { readonly operation: string; readonly ok: false; readonly message: string }
