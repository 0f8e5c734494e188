// What the browser's storage may have lost of a run before it is gone on with: it ends as if it had not, or
// it is refused in one line, and nothing that was recorded is erased. (src/cli/resume.test.ts: folders.)

import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { DexieCorpora } from '../../storage/corpusStore'
import { Database } from '../../storage/database'
import { FakeDirectory } from '../../storage/fakeDirectory'
import { DexieRuns } from '../../storage/runStore'
import { PrivateFiles } from '../../storage/weightFiles'
import { EngineHarness, smallConfig } from '../testing/engineHarness'

let database: Database
beforeEach(() => {
  database = new Database(`lost-${crypto.randomUUID()}`)
})
afterEach(() => database.delete())

/** A finished run of two rounds with a checkpoint after each. */
async function finished(files: PrivateFiles | null): Promise<EngineHarness> {
  const harness = new EngineHarness({
    runs: new DexieRuns(database, files),
    corpora: new DexieCorpora(database),
  })
  await harness.create(
    smallConfig(
      ['game.rounds', 2],
      ['game.passages', 2],
      ['keep.checkpointEvery', 1],
      ['warmStart.steps', 2],
    ),
  )
  await harness.play()
  return harness
}

/** The run gone on with after a reload, with the codes of what was said. */
async function goneOn(first: EngineHarness): Promise<readonly string[]> {
  const again = first.again()
  await again.succeed({ kind: 'run.open', run: 'run-1' })
  await again.play()
  return again.failures
}

it('goes on from the checkpoint before one whose bytes are gone, cut or flipped, and says so', async () => {
  const first = await finished(null)
  const [lines, whole] = [await first.lines(), await first.stores.runs.checkpoint('run-1', '2')]
  if (whole === null) throw new Error('no checkpoint was kept')
  const flipped = whole.slice()
  flipped[flipped.length - 9] = (flipped.at(-9) ?? 0) ^ 4
  const at = { run: 'run-1', name: '2' }
  for (const damage of [
    () => database.weights.delete(['run-1', '2']),
    () => database.weights.put({ ...at, bytes: new Uint8Array() }),
    () => database.weights.put({ ...at, bytes: whole.slice(0, 5000) }),
    () => database.weights.put({ ...at, bytes: flipped }),
  ]) {
    await damage()
    expect(await goneOn(first)).toEqual(['checkpoint-skipped'])
    expect(await first.lines()).toEqual(lines)
    expect((await first.stores.runs.checkpoints('run-1')).map(({ name }) => name)).toEqual(['warm', '1', '2'])
  }
})

it('refuses to begin again where files were cleared under it, or every checkpoint was removed', async () => {
  const directory = new FakeDirectory()
  directory.inWorker = false
  const storage = { getDirectory: () => Promise.resolve(directory.handle) } as StorageManager
  const first = await finished(await PrivateFiles.open(storage))
  const lines = await first.lines()
  expect(lines).toHaveLength(2)
  directory.clear()
  expect(await goneOn(first)).toEqual(['no-whole-checkpoint'])
  for (const checkpoint of ['warm', '1', '2'])
    await first.succeed({ kind: 'checkpoint.remove', run: 'run-1', checkpoint })
  expect(await goneOn(first)).toEqual(['lines-without-checkpoint'])
  expect(await first.lines()).toEqual(lines)
})
