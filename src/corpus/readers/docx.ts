// Word documents, through mammoth.

import { openArchive } from '../archive'
import { problem, ProblemError } from '../../problems'

/** Paragraphs with a blank line between them. Throws ProblemError. */
export async function textOfDocx(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  // Mammoth unpacks whatever it is given, so each part is checked against the limits first.
  for (const entry of openArchive(bytes)) if (entry.path.endsWith('.xml')) entry.read()
  const { default: mammoth } = await import('mammoth')
  // The browser's build wants an ArrayBuffer, the one for Node a Buffer.
  const buffer = bytes.slice().buffer
  const input =
    typeof Buffer === 'undefined'
      ? { arrayBuffer: buffer }
      : { arrayBuffer: buffer, buffer: Buffer.from(buffer) }
  try {
    return (await mammoth.extractRawText(input)).value
  } catch {
    throw new ProblemError(problem('file.damagedWord'))
  }
}
