// What is said between an import and the thread that reads its files. Only data: it crosses from one thread
// to another.

import type { Problem } from '../problems'
import type { SourceMarks } from '../protocol/ports'
import type { Failure } from '../base/result'

export type ReaderRequest =
  /** Begins a file, and asks for its first batch. */
  | {
      readonly kind: 'read'
      readonly id: number
      readonly path: string
      readonly data: Blob
      readonly encoding: string | null
      /** Files of an archive that are not read again. */
      readonly skip: number
    }
  | { readonly kind: 'next'; readonly id: number }

export interface TextOfFile {
  readonly name: string
  readonly text: string
  /** As textId makes it. */
  readonly id: string
  /** As estimateTokens has it. */
  readonly tokens: number
  readonly marks?: SourceMarks
}

/** What was read since the last reply. */
export interface ReaderReply {
  /** A batch is what was asked for; `progress` comes unasked before it. */
  readonly kind: 'batch' | 'progress'
  readonly id: number
  readonly texts: readonly TextOfFile[]
  readonly failures: readonly Failure[]
  /** Share of the file that was read, 0..1. */
  readonly share: number
  /** The file of an archive that the reader is at. */
  readonly entry: PackedEntry | null
  /** Set with the last batch of a file. */
  readonly end: FileEnd | null
}

export interface FileEnd {
  readonly notes: readonly Problem[]
  readonly encoding: string | null
}

export interface PackedEntry {
  readonly index: number
  readonly path: string
  readonly bytes: number
}

/** A thread that reads files; whoever joins the engine to a machine makes them. */
export interface ReaderThread {
  post(request: ReaderRequest): void
  /** Called once, before anything is posted. `onDeath` says why the thread ended by itself. */
  listen(onReply: (reply: ReaderReply) => void, onDeath: (why: ReaderDeath) => void): void
  /** Bytes that reading takes now, where the machine tells. */
  memory?(): number
  /** Ends it at once, whatever it is at. */
  end(): void
}

export type ReaderDeath = { readonly kind: 'memory' } | { readonly kind: 'thrown'; readonly reason: string }
