// What readers give: the texts of a file, one after another, with how far into the file they go.

import type { Problem } from '../problems'

export type ReaderItem =
  | {
      readonly kind: 'document'
      /**
       * `#n` for the n-th record of a file, a path for a file inside an archive; empty for the file itself.
       */
      readonly suffix: string
      /** Not cleaned yet. */
      readonly text: string
      /** Share of the file read so far, 0..1. */
      readonly share: number
    }
  /** Something of the file that did not come in while the rest goes on. */
  | {
      readonly kind: 'problem'
      readonly suffix: string
      readonly problem: Problem
    }
