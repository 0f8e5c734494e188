// What the campaign knows of a reader: valid inputs, and one call that takes any bytes. Where readers of
// something new are added, a list beside documentTargets.ts names them, and targets.ts takes it in.

export type Bytes = Uint8Array<ArrayBuffer>

/** A file as parts that can be changed one by one before the whole is packed again. */
export interface Parts {
  readonly parts: Readonly<Record<string, Bytes>>
  readonly pack: (parts: Readonly<Record<string, Bytes>>) => Bytes
}

export interface Target {
  readonly name: string
  /** Share of the campaign's inputs, 0..1; the rest is divided equally among those that name none. */
  readonly share?: number
  /** Valid inputs, small ones first of all: most of the time goes into reading them. */
  readonly seeds: () => readonly Bytes[] | Promise<readonly Bytes[]>
  /** Of packed formats: the same inputs opened, as a flipped bit of the packed form meets a checksum only. */
  readonly opened?: () => readonly Parts[]
  /** Words of the format that its readers look out for. */
  readonly tokens?: readonly string[]
  /** Reads one input. Gives the lines that a person would be shown; throws only where something is wrong. */
  readonly read: (bytes: Bytes) => Promise<readonly string[]>
}

export const bytesOf = (text: string): Bytes => new TextEncoder().encode(text)
