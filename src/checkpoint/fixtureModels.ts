// What tests of models in files share: the fixtures of e2e/fixtures/models as Blobs.
import { at } from '../base/at'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { NamedBlob } from '../formats/bytes'

export const fixtures = join(import.meta.dirname, '..', '..', 'e2e', 'fixtures', 'models')

export const fileOf = (name: string, bytes: Uint8Array<ArrayBuffer> | string): NamedBlob => ({
  name,
  blob: new Blob([bytes]),
})

/** One fixture file. */
export const fixtureFile = (name: string): NamedBlob =>
  fileOf(name, new Uint8Array(readFileSync(join(fixtures, name))))

/** All files of a fixture folder. */
export const fixtureFolder = (name: string): NamedBlob[] =>
  readdirSync(join(fixtures, name)).map((file) => fixtureFile(`${name}/${file}`))

export function fixtureJson(name: string): unknown {
  const bytes = readFileSync(join(fixtures, name))
  return JSON.parse((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'))
}

export interface ExpectedLogits {
  readonly ids: readonly (readonly number[])[]
  /** Logits after each token of each list of ids. */
  readonly logits: readonly (readonly (readonly number[])[])[]
}

/** |a - b| / |b| by norm. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return NaN
  let difference = 0
  let size = 0
  for (let i = 0; i < b.length; i++) {
    difference += (at(a, i) - at(b, i)) ** 2
    size += at(b, i) ** 2
  }
  return Math.sqrt(difference / size)
}
