// A run leaves the page as a folder and goes on by the command line as it would have gone on in the page.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { unwrap } from '../engine/errors'
import { exportRun, importRun } from '../engine/library/runBundle'
import { EngineHarness, smallConfig, temporary } from '../engine/testing/engineHarness'
import { CorpusFolders } from './corpusFolders'
import { RunFolders } from './runFolders'

let root = ''
beforeAll(async () => {
  root = await temporary()
})
afterAll(() => rm(root, { recursive: true, force: true }))

it('goes on from the file of a run with its documents, and comes back', async () => {
  const stores = {
    runs: new RunFolders(join(root, 'here')),
    corpora: new CorpusFolders(join(root, 'corpora')),
  }
  const whole = new EngineHarness(stores)
  await whole.create(smallConfig())
  await whole.play(2)
  const { bytes } = await exportRun(stores.runs, stores.corpora, 'run-1', {
    passages: true,
    documents: true,
  })
  const there = join(root, 'there', 'moved')
  for (const [name, content] of Object.entries(unzipSync(bytes))) {
    await mkdir(dirname(join(there, name)), { recursive: true })
    await writeFile(join(there, name), content)
  }
  const notices: string[] = []
  const runs = new RunFolders(join(root, 'there'), ({ message }) => notices.push(message))
  const moved = new EngineHarness({ runs, corpora: new CorpusFolders(join(there, 'corpus')) })
  await moved.succeed({ kind: 'run.open', run: 'moved' })
  await moved.play()
  await whole.play()
  expect(await moved.lines('moved')).toEqual(await whole.lines())
  expect(await moved.lines('moved')).toHaveLength(4)
  expect(notices).toEqual([])
  const back = await exportRun(runs, new CorpusFolders(join(there, 'corpus')), 'moved', { passages: true })
  expect(unwrap(await importRun(stores.runs, back.bytes, 'home')).rounds).toBe(4)
})
