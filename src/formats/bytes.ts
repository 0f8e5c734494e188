// Files as this room sees them: a name and a Blob, which the browser's File, the origin private file system
// and Node's openAsBlob all give, and of which only the parts that are asked for come into memory.

export interface NamedBlob {
  /** With its folders, where it came in one. */
  readonly name: string
  readonly blob: Blob
}

export async function readBytes(blob: Blob, begin: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(await blob.slice(begin, end).arrayBuffer())
  if (bytes.length !== end - begin)
    throw new Error(`the file ended at byte ${begin + bytes.length}; ${end} were there when it was opened`)
  return bytes
}

/** The part of a path after its last slash. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
