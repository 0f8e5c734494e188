// What a run's folder may have lost or suffered before it is gone on with: it ends as if it had not, or it is
// refused in one line, and nothing that was recorded is erased. The model is a fake, the files are real.

import { cp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { EngineHarness, smallConfig, temporary } from '../engine/testing/engineHarness'
import type { Problem } from '../problems'
import { CorpusFolders } from './corpusFolders'
import { RunFolders } from './runFolders'

let root = ''
let count = 0
beforeAll(async () => {
  root = await temporary()
  const first = harnessAt('whole')
  await first.create(smallConfig(['keep.checkpoints', 2], ['probe.every', 1]))
  await first.play()
  await rename(join(root, 'whole', 'run-1'), join(root, 'whole', 'run'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

const notices: Problem[] = []
const harnessAt = (name: string): EngineHarness =>
  new EngineHarness(
    {
      runs: new RunFolders(join(root, name), (notice) => notices.push(notice)),
      corpora: new CorpusFolders(join(root, 'corpora')),
    },
    { now: () => 0 },
  )

/** A copy of the finished run, with `damage` done to its folder, gone on with. */
async function resumed(damage: (folder: string) => Promise<unknown>): Promise<{
  readonly folder: string
  readonly harness: EngineHarness
  readonly refused: string | null
}> {
  const name = `copy-${(count += 1)}`
  await cp(join(root, 'whole'), join(root, name), { recursive: true })
  const folder = join(root, name, 'run')
  await damage(folder)
  notices.length = 0
  const harness = harnessAt(name)
  const reply = await harness.send({ kind: 'run.open', run: 'run' })
  if (!reply.ok) return { folder, harness, refused: reply.failure.message }
  await harness.play()
  const failed = harness.of('failure').filter(({ failure }) => failure.code !== 'checkpoint-skipped')
  return { folder, harness, refused: failed[0]?.failure.message ?? null }
}

const RECORDS = ['metrics.jsonl', 'episodes.jsonl', 'probes.jsonl', 'warmstart.jsonl']
const text = (...path: string[]): Promise<string> => readFile(join(...path), 'utf8')

async function expectEqual(folder: string): Promise<void> {
  const whole = join(root, 'whole', 'run')
  for (const name of RECORDS)
    expect([name, await text(folder, name)]).toEqual([name, await text(whole, name)])
  const own = async (of: string): Promise<string[]> =>
    (await readdir(join(of, 'checkpoints'))).filter((name) => !name.includes('before-resume')).toSorted()
  expect(await own(folder)).toEqual(await own(whole))
  for (const name of await own(whole))
    if (name.endsWith('.safetensors'))
      expect(
        (await readFile(join(folder, 'checkpoints', name))).equals(
          await readFile(join(whole, 'checkpoints', name)),
        ),
      ).toBe(true)
}

it('makes a lost, empty or emptied index again from the checkpoints, and says so', async () => {
  for (const damage of [
    (path: string) => rm(path),
    (path: string) => truncate(path, 0),
    (path: string) => truncate(path, 40),
    (path: string) => writeFile(path, '[]'),
  ]) {
    const { folder, refused } = await resumed((at) => damage(join(at, 'checkpoints', 'index.json')))
    expect(refused).toBeNull()
    await expectEqual(folder)
    expect(notices.map(({ code }) => code)).toContain('index-rebuilt')
    expect((await readdir(folder)).filter((name) => /^(metrics|episodes)\.before/.test(name))).toEqual([])
  }
})

it('refuses to begin again where lines are there and no checkpoint is, and changes nothing', async () => {
  const { folder, refused } = await resumed((at) => rm(join(at, 'checkpoints'), { recursive: true }))
  expect(refused).toMatch(/no checkpoint left to resume from\. Restore its checkpoints, or start a new run/)
  for (const name of RECORDS) expect(await text(folder, name)).toBe(await text(root, 'whole', 'run', name))
})

it('sets what was recorded after the checkpoint aside under a name of its own, each time', async () => {
  const back = (at: string): Promise<unknown> =>
    Promise.all(['2', '4'].map((name) => rm(join(at, 'checkpoints', `${name}.safetensors`), { force: true })))
  const { folder, harness, refused } = await resumed(back)
  expect(refused).toBeNull()
  await expectEqual(folder)
  const aside = (await readdir(folder)).filter((name) => name.includes('before-resume'))
  expect(aside.toSorted()).toEqual([
    'episodes.before-resume-1.jsonl',
    'metrics.before-resume-1.jsonl',
    'probes.before-resume-1.jsonl',
  ])
  expect(await text(folder, 'metrics.before-resume-1.jsonl')).toBe(
    await text(root, 'whole', 'run', 'metrics.jsonl'),
  )
  await back(folder)
  const again = harness.again()
  await again.succeed({ kind: 'run.open', run: 'run' })
  await again.play()
  expect(await readdir(folder)).toContain('metrics.before-resume-2.jsonl')
})

it('goes on from the checkpoint before a missing, cut, empty one, and says so in one line', async () => {
  for (const damage of [
    (path: string) => rm(path),
    (path: string) => truncate(path, 0),
    (path: string) => truncate(path, 4000),
  ]) {
    const { folder, harness, refused } = await resumed((at) =>
      damage(join(at, 'checkpoints', '4.safetensors')),
    )
    expect(refused).toBeNull()
    await expectEqual(folder)
    expect(harness.of('failure').map(({ failure }) => failure.message)).toEqual([
      expect.stringMatching(/checkpoint "?4"? is .*resumes from the checkpoint before it, "2"\.$/i),
    ])
  }
})

it('goes back as far as lines are missing that were cut off', async () => {
  for (const name of ['metrics.jsonl', 'episodes.jsonl', 'probes.jsonl']) {
    const { folder, harness, refused } = await resumed(async (at) =>
      truncate(join(at, name), Math.floor((await text(at, name)).length * 0.6)),
    )
    expect([name, refused]).toEqual([name, null])
    await expectEqual(folder)
    expect(harness.of('failure').map(({ failure }) => failure.code)).toEqual(['checkpoint-skipped'])
  }
})

it('refuses to go on without the points of its warm start, and changes nothing', async () => {
  for (const share of [0, 0.5]) {
    const size = Math.floor((await text(root, 'whole', 'run', 'warmstart.jsonl')).length * share)
    const { folder, refused } = await resumed((at) => truncate(join(at, 'warmstart.jsonl'), size))
    expect([share, refused]).toEqual([
      share,
      expect.stringMatching(
        /some of their records are missing\. .* restore a complete copy, or start a new run\.$/,
      ),
    ])
    for (const name of RECORDS.slice(0, 3))
      expect(await text(folder, name)).toBe(await text(root, 'whole', 'run', name))
  }
})

it('names a damaged run.json or line, and what to do', async () => {
  for (const size of [0, 50]) {
    const { refused } = await resumed((at) => truncate(join(at, 'run.json'), size))
    expect(refused).toMatch(/run\.json is (empty|damaged or cut off)\. Restore a complete copy/)
  }
  const { refused } = await resumed(async (at) => {
    const lines = (await text(at, 'metrics.jsonl')).split('\n')
    await writeFile(join(at, 'metrics.jsonl'), [lines[0], '{"round":', ...lines.slice(2)].join('\n'))
  })
  expect(refused).toMatch(/^Line 2 of .*metrics\.jsonl is damaged/)
})

it('is its folder: a copy under another name is gone on with, and the first one is left alone', async () => {
  const name = `copy-${(count += 1)}`
  await cp(join(root, 'whole'), join(root, name), { recursive: true })
  await cp(join(root, name, 'run'), join(root, name, 'mine'), { recursive: true })
  const before = await text(root, name, 'run', 'metrics.jsonl')
  await rm(join(root, name, 'mine', 'checkpoints', '4.safetensors'))
  const harness = harnessAt(name)
  await harness.succeed({ kind: 'run.open', run: 'mine' })
  await harness.play()
  await expectEqual(join(root, name, 'mine'))
  expect(await text(root, name, 'run', 'metrics.jsonl')).toBe(before)
  expect(await harness.stores.runs.run('mine')).toMatchObject({ id: 'mine', rounds: 4 })
  expect((await harness.stores.runs.checkpoints('mine')).map(({ run }) => run)).toEqual([
    'mine',
    'mine',
    'mine',
  ])
})
