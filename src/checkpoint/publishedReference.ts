// How a checkpoint names a model of others that it does not hold: by the name under which it was given, and
// by a fingerprint that another model does not share.
import { infoOf, rowsOf } from '../formats/tensors'
import type { ArchitectureName } from './architectures'
import type { OpenedModel } from './openModel'

export interface PublishedReference {
  /** As the person who gave it named it: a path, or a name in a store. */
  readonly name: string
  readonly family: ArchitectureName
  readonly fingerprint: string
}

/** Rows of every tensor that are looked at. */
const LOOKED_AT = 2

/**
 * SHA-256 of the shape, of every tensor's name, type and shape, and of its first and last row: the file is
 * not read whole.
 */
export async function fingerprintOf({
  architecture: { context: _, ...shape },
  weights,
}: Pick<OpenedModel, 'architecture' | 'weights'>): Promise<string> {
  const digest = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
    new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const parts: Uint8Array[] = [new TextEncoder().encode(JSON.stringify(shape))]
  for (const name of [...weights.tensors.keys()].toSorted()) {
    const info = infoOf(weights, name)
    const { rows } = rowsOf(info)
    parts.push(new TextEncoder().encode(`${name} ${info.type} ${info.shape.join()}`))
    for (let i = 0; i < LOOKED_AT; i++) {
      const row = i === 0 ? 0 : rows - 1
      parts.push(await digest(Uint8Array.from(await weights.rows(name, row, row + 1))))
    }
  }
  const all = await digest(Uint8Array.from(parts.flatMap((part) => [...part])))
  return Array.from(all, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A new reference to an opened model. */
export const referenceTo = async (name: string, opened: OpenedModel): Promise<PublishedReference> => ({
  name,
  family: opened.family,
  fingerprint: await fingerprintOf(opened),
})
