// A run's file in which a bit flipped is refused, or comes in as it was: its zip says what each part is and
// has a checksum of it.

import { integerAt } from '../../base/at'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, strToU8, unzipSync, zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { Random } from '../../base/random'
import type { RunStore } from '../../protocol/ports'
import { importRun } from './runBundle'

const path = join(import.meta.dirname, '../../../e2e/fixtures/compatibility/run.spice-run.zip.gz')
const { 'manifest.json': manifest, ...parts } = unzipSync(gunzipSync(readFileSync(path)))
const files = Object.fromEntries(Object.entries(parts).filter(([name]) => !name.startsWith('checkpoints/')))
const listed = JSON.parse(new TextDecoder().decode(manifest)) as object
const zip = new Uint8Array(
  zipSync({ ...files, 'manifest.json': strToU8(JSON.stringify({ ...listed, checkpoints: [] })) }),
)

/** What a store would be given; null where the file is refused. */
async function given(bytes: Uint8Array<ArrayBuffer>): Promise<string | null> {
  const calls: unknown[] = []
  const keep = async (...call: unknown[]): Promise<void> => void calls.push(call)
  const store = {
    ...{ put: keep, addMetrics: keep, addEpisodes: keep, addWarmStart: keep, addProbe: keep, remove: keep },
  }
  const read = await importRun(store as unknown as RunStore, bytes, 'new')
  return read.ok ? JSON.stringify(calls) : null
}

it('is refused or whole, whichever bit flipped', async () => {
  const whole = await given(zip)
  expect(whole).not.toBeNull()
  const random = Random.from(11)
  // All that the zip says of its parts stands in its last 700 bytes or so.
  const bits = [
    ...Array.from({ length: 60 }, () => random.integer(0, 8 * zip.length)),
    ...Array.from({ length: 240 }, () => random.integer(8 * (zip.length - 750), 8 * zip.length)),
  ]
  const changed: number[] = []
  for (const bit of bits) {
    const bytes = zip.slice()
    bytes[bit >> 3] = integerAt(bytes, bit >> 3) ^ (1 << (bit & 7))
    const read = await given(bytes)
    if (read !== null && read !== whole) changed.push(bit)
  }
  expect(changed).toEqual([])
})
