// What a person does with stored runs while the engine is at other work: naming them, and queries.

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { CorpusFolders } from '../../cli/corpusFolders'
import { RunFolders } from '../../cli/runFolders'
import { EngineHarness, smallConfig, temporary } from '../testing/engineHarness'

let root = ''
let harness: EngineHarness
beforeEach(async () => {
  root = await temporary()
  harness = new EngineHarness({
    runs: new RunFolders(join(root, 'runs')),
    corpora: new CorpusFolders(join(root, 'corpora')),
  })
})
afterEach(() => rm(root, { recursive: true, force: true }))

const short = smallConfig(['game.rounds', 1], ['warmStart.steps', 2], ['game.passages', 2])

it('keeps a name given during play through every later change of the record', async () => {
  await harness.create(short)
  let renamed: Promise<void> | null = null
  harness.moment = async () => {
    renamed ??= harness.succeed({ kind: 'run.rename', run: 'run-1', name: 'Mine' })
    await renamed
  }
  await harness.play()
  expect(harness.of('run.changed').map(({ run }) => run.name)).toEqual(['Mine'])
  const last = harness.of('status').at(-1)
  expect(last).toMatchObject({ running: false, run: { name: 'Mine', rounds: 1 } })
  expect(await harness.stores.runs.run('run-1')).toMatchObject({ name: 'Mine', rounds: 1 })
  const again = harness.again()
  await again.succeed({ kind: 'run.open', run: 'run-1' })
  expect(again.of('status').at(-1)?.run?.name).toBe('Mine')
  await again.engine.close()
})

it('renames a run that is not open, and one that is being opened', async () => {
  await harness.create(short)
  const again = harness.again()
  await again.succeed({ kind: 'run.rename', run: 'run-1', name: 'First' })
  expect(await again.stores.runs.run('run-1')).toMatchObject({ name: 'First', state: 'new' })
  const opening = again.succeed({ kind: 'run.open', run: 'run-1' })
  await again.succeed({ kind: 'run.rename', run: 'run-1', name: 'Second' })
  await opening
  await again.play()
  expect(await again.stores.runs.run('run-1')).toMatchObject({ name: 'Second', rounds: 1 })
  expect(await again.send({ kind: 'run.rename', run: 'run-9', name: 'x' })).toMatchObject({
    ok: false,
    failure: { code: 'no-such-run' },
  })
  await again.engine.close()
})

it('ends a run whose engine went while it trained, so that it does not go on by itself', async () => {
  await harness.create(short)
  for (const [state, kind, ended] of [
    ['playing', 'run.stop', 'finished'],
    ['warming', 'run.pause', 'paused'],
    ['failed', 'run.stop', 'failed'],
  ] as const) {
    const record = await harness.stores.runs.run('run-1')
    if (record === null) throw new Error('no run')
    await harness.stores.runs.put({ ...record, state })
    const again = harness.again()
    await again.succeed({ kind: 'run.open', run: 'run-1' })
    await again.succeed({ kind })
    expect(await again.stores.runs.run('run-1')).toMatchObject({ state: ended })
    await again.engine.close()
  }
})

it('keeps a note and tags beside what the engine says of the run', async () => {
  await harness.create(short)
  await harness.succeed({ kind: 'run.annotate', run: 'run-1', note: 'For class 9b.', tags: ['class'] })
  await harness.play()
  expect(await harness.stores.runs.run('run-1')).toMatchObject({
    note: 'For class 9b.',
    tags: ['class'],
    rounds: 1,
  })
})

it('answers queries while a run is played, and for a run that it has not', async () => {
  await harness.create(short)
  const answers: Promise<unknown>[] = []
  harness.moment = () => {
    if (answers.length === 0) answers.push(harness.engine.query({ kind: 'runs' }))
  }
  await harness.play()
  expect(await answers[0]).toMatchObject({ ok: true, value: [{ id: 'run-1' }] })
  const { engine } = harness
  expect(await engine.query({ kind: 'run.metrics', run: 'run-1' })).toMatchObject({ value: [{ round: 0 }] })
  expect(await engine.query({ kind: 'run.episodes', run: 'run-1', round: 0 })).toMatchObject({ ok: true })
  expect(await engine.query({ kind: 'run.episodes', run: 'run-9', round: 0 })).toEqual({
    ok: true,
    value: [],
  })
  expect(await engine.query({ kind: 'corpus.documents', corpus: 'c', offset: 1, limit: 2 })).toMatchObject({
    value: [{ corpus: 'c' }, { corpus: 'c' }],
  })
})

it('stores that a warm start was stopped before its last checkpoint, and goes on from there when asked', async () => {
  await harness.create(smallConfig(['warmStart.steps', 40]))
  const { runs } = harness.stores
  const states: (string | undefined)[] = []
  const put = runs.putCheckpoint.bind(runs)
  runs.putCheckpoint = async (...checkpoint) => {
    states.push((await runs.run('run-1'))?.state)
    await put(...checkpoint)
  }
  const stopped: Promise<void>[] = []
  harness.moment = () => {
    if (harness.of('warmStart').length > 0 && stopped.length === 0)
      stopped.push(harness.succeed({ kind: 'run.pause' }))
  }
  await harness.play()
  await Promise.all(stopped)
  expect(stopped).toHaveLength(1)
  expect(states).toEqual(['paused'])
  expect(await runs.run('run-1')).toMatchObject({ state: 'paused', rounds: 0 })
  const [stoppedAt] = await runs.checkpoints('run-1')

  const again = harness.again()
  await again.succeed({ kind: 'run.open', run: 'run-1' })
  await again.engine.settled()
  expect(again.of('progress')).toEqual([])
  expect(again.of('status').map(({ running }) => running)).toEqual([false])
  await again.play(1)
  const steps = again
    .of('progress')
    .flatMap(({ progress }) => (progress.activity === 'warming' ? [progress.done] : []))
  expect(stoppedAt?.name).toBe('warming')
  expect(Math.min(...steps)).toBeGreaterThanOrEqual(stoppedAt?.warmSteps ?? Infinity)
  expect(again.of('status').map(({ activity }) => activity)).not.toContain('tokenizing')
  await again.engine.close()
})
