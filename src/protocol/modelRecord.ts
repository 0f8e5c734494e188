// Models of others that are kept: what is known of each, and the port to whoever keeps them.

import type { Cause } from '../problems'

/** One file of a model as far as it has come. */
export interface ModelFile {
  readonly name: string
  readonly bytes: number | null
  readonly etag: string | null
  /** What its server said of it, as `kind:hex`. */
  readonly expected: string | null
  /** Null until it is whole. */
  readonly sha256: string | null
  /** Whether the hash is one that the server had said. */
  readonly checked: boolean
}

/** Ways to train a model, and what each takes of the device's memory. */
export const trainingMethods = ['all weights', 'LoRA, 16 bits', 'LoRA, 8 bits', 'LoRA, 4 bits'] as const
export type TrainingMethod = (typeof trainingMethods)[number]

export interface ModelFacts {
  readonly family: string
  readonly parameters: number
  readonly context: number
  /** Bytes in all, with the settings of the table in docs/models.md. */
  readonly memory: Readonly<Record<TrainingMethod, number>>
  /** What was taken as usual because the files do not say. */
  readonly notes?: readonly Cause[]
}

export interface ModelRecord {
  /** Its name: owner/name, or that of a file or folder. */
  readonly id: string
  /** As it was asked for, to go on by; null for a person's own files. */
  readonly address: string | null
  /** The commit that it is of. */
  readonly revision: string | null
  readonly files: readonly ModelFile[]
  readonly added: number
  /** Null until all of it is here. */
  readonly facts: ModelFacts | null
}

/** A file that grows at its end. */
export interface GrowingFile {
  readonly size: number
  append(bytes: Uint8Array<ArrayBuffer>): Promise<void>
  /** Throws away all of it. */
  clear(): Promise<void>
  read(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>>
}

export interface ModelStore {
  /** Oldest first. */
  models(): Promise<ModelRecord[]>
  put(model: ModelRecord): Promise<void>
  /** With its files. */
  remove(id: string): Promise<void>
  /** Makes the file where it is not there yet; one may be open at a time. */
  open(id: string, file: string): Promise<GrowingFile & { close(): Promise<void> }>
  blob(id: string, file: string): Promise<Blob | null>
  /** Bytes that may still be written; null where nobody says. */
  room(): Promise<number | null>
}

/** True where these files could be a model: for the page to tell them from documents. */
export function looksLikeModel(paths: readonly string[]): boolean {
  return (
    paths.some((path) => path.endsWith('.gguf')) ||
    (paths.some((path) => path.split('/').at(-1) === 'config.json') &&
      paths.some((path) => path.endsWith('.safetensors')))
  )
}
