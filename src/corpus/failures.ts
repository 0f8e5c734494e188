// The lines that a file gets which does not come in: each names the file, what is wrong and what to do.

import type { Failure } from '../base/result'

export type FileProblem = 'empty' | 'broken' | 'encrypted' | 'binary' | 'unsupported' | 'tooLarge' | 'noText'

export const fileFailure = (problem: FileProblem, path: string, reason: string): Failure => ({
  code: `file.${problem}`,
  message: `${path}: ${reason}`,
})

/** Thrown inside readers, caught by readFile. */
export class FileError extends Error {
  constructor(
    readonly problem: FileProblem,
    reason: string,
  ) {
    super(reason)
    this.name = 'FileError'
  }
}
