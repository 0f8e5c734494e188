// What readers give: the texts of a file, one after another, with how far into the file they go; and what
// they are told and tell on the way.

import type { Problem } from '../problems'
import type { SourceMarks } from '../protocol/ports'
import type { LeftOut } from '../problems/english/corpus'

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
      /** Of a text that is clean as it stands. */
      readonly marks?: SourceMarks
    }
  /** Something of the file that did not come in while the rest goes on. */
  | {
      readonly kind: 'problem'
      readonly suffix: string
      readonly problem: Problem
    }

/** One reading of one file: what was asked for, and where a reader tells what is no document. */
export interface ReadContext {
  /** The encoding that a person chose, by its WHATWG name; null where the bytes decide. */
  readonly encoding: string | null
  /** Parts of the file's text that are no text of the document, or that are not read. */
  readonly leftOut: (what: LeftOut, count: number) => void
  /** The text was read in this encoding, which its bytes look like. */
  readonly guessed: (encoding: string) => void
  /** The text was long and came in as so many documents, each of at most so many million characters. */
  readonly inParts: (count: number, megabytes: number) => void
  /** Share of the file read so far, 0..1, where no document says it. */
  readonly progress: (share: number) => void
}

/** Tells nobody. */
export const plainReading: ReadContext = {
  encoding: null,
  leftOut: () => undefined,
  guessed: () => undefined,
  inParts: () => undefined,
  progress: () => undefined,
}
