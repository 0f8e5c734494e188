import { problem } from '../../problems'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CorpusFolders } from '../../cli/corpusFolders'
import { RunFolders } from '../../cli/runFolders'
import { StoreError } from '../../protocol/ports'
import type { RoundMetrics } from '../../protocol/records'
import { silentScript, storyScript } from '../testing/seatScript'
import { EngineHarness, smallConfig, temporary, type Stores } from '../testing/engineHarness'

let root = ''
let places = 0
const stores = (): Stores => {
  places += 1
  return {
    runs: new RunFolders(join(root, String(places), 'runs')),
    corpora: new CorpusFolders(join(root, String(places), 'corpora')),
  }
}
beforeEach(async () => {
  root = await temporary()
})
afterEach(() => rm(root, { recursive: true, force: true }))

/** What the same run gives when nothing disturbs it. */
async function undisturbed(): Promise<{ lines: unknown[]; weight: number; probes: unknown[] }> {
  const harness = new EngineHarness(stores())
  await harness.create(smallConfig())
  await harness.play()
  expect(harness.failures).toEqual([])
  return {
    lines: await harness.lines(),
    weight: harness.runtimes[0]?.weight ?? -1,
    probes: await harness.stores.runs.probes('run-1'),
  }
}

describe('a run', () => {
  it('plays warm start and rounds, and keeps every record', async () => {
    const harness = new EngineHarness(stores())
    await harness.create(smallConfig())
    await harness.play()
    const record = await harness.stores.runs.run('run-1')
    expect(record).toMatchObject({ state: 'finished', rounds: 4, warmSteps: 6, device: 'fake a number' })
    expect(record?.vocabulary.length).toBe(320)
    const lines = await harness.lines()
    expect(lines.map(({ round }) => round)).toEqual([0, 1, 2, 3])
    expect(lines.map(({ probeAccuracy }) => probeAccuracy !== null)).toEqual([true, false, true, false])
    expect(lines.some(({ passRate }) => passRate !== null && passRate > 0)).toBe(true)
    expect((await harness.stores.runs.probes('run-1')).map(({ round }) => round)).toEqual([0, 2, 4])
    expect((await harness.stores.runs.warmStart('run-1')).map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6])
    expect((await harness.stores.runs.checkpoints('run-1')).map(({ name }) => name)).toEqual([
      'warm',
      '2',
      '4',
    ])
    expect(await harness.stores.runs.episodes('run-1', 3)).toHaveLength(3)
    expect(harness.of('round').map(({ metrics }) => metrics.round)).toEqual([0, 1, 2, 3])
    expect(new Set(harness.of('status').map(({ activity }) => activity))).toEqual(
      new Set([
        'idle',
        'opening',
        'tokenizing',
        'compiling',
        'warming',
        'saving',
        'probing',
        'asking',
        'answering',
        'updating',
      ]),
    )
    expect(harness.failures).toEqual([])
  })

  it('tells of the first question before the probe is asked, and asks it before the weights change', async () => {
    const harness = new EngineHarness(stores())
    await harness.create(smallConfig())
    let before = -1
    let probed = -1
    harness.engine.listen((event) => {
      const weight = harness.runtimes[0]?.weight ?? -1
      if (event.kind === 'live' && event.play.phase === 'asking' && before < 0) before = weight
      if (event.kind === 'probe' && probed < 0) probed = weight
    })
    await harness.play(1)
    const kinds = harness.events.map(({ kind }) => kind)
    expect(kinds.indexOf('live')).toBeGreaterThan(-1)
    expect(kinds.indexOf('live')).toBeLessThan(kinds.indexOf('probe'))
    expect(harness.of('live').at(-1)?.play).toMatchObject({ round: 0, phase: 'judged' })
    expect(probed).toBe(before)
    expect(harness.runtimes[0]?.weight).not.toBe(before)
  })

  it('is the same twice from one seed, and another from another', async () => {
    const [first, second, other] = [
      new EngineHarness(stores()),
      new EngineHarness(stores()),
      new EngineHarness(stores()),
    ]
    await first.create(smallConfig())
    await second.create(smallConfig())
    await other.create(smallConfig(), 2)
    for (const harness of [first, second, other]) await harness.play()
    expect(await second.lines()).toEqual(await first.lines())
    expect(second.runtimes[0]?.weight).toBe(first.runtimes[0]?.weight)
    expect(await other.lines()).not.toEqual(await first.lines())
  })

  it.each([
    ['the warm start', 'step', 4],
    ["the Challenger's questions", 'challenger', 3],
    ["the Reasoner's answers", 'reasoner', 5],
    ['an update', 'accumulate', 9],
  ] as const)(
    'paused during %s and gone on in a new process equals not having stopped',
    async (_, what, nth) => {
      const whole = await undisturbed()
      const kept = stores()
      const first = new EngineHarness(kept)
      await first.create(smallConfig())
      let seen = 0
      let paused: Promise<unknown> = Promise.resolve()
      first.moment = (now) => {
        if (now !== what) return
        seen += 1
        if (seen === nth) paused = first.send({ kind: 'run.pause' })
      }
      await first.play()
      await paused
      expect(seen).toBeGreaterThanOrEqual(nth)
      expect((await kept.runs.run('run-1'))?.state).toBe('paused')
      expect((await first.lines()).length).toBeLessThan(4)
      await first.engine.close()

      const second = new EngineHarness(kept)
      await second.succeed({ kind: 'run.open', run: 'run-1' })
      await second.play()
      expect(await second.lines()).toEqual(whole.lines)
      expect(await kept.runs.probes('run-1')).toEqual(whole.probes)
      expect((await kept.runs.warmStart('run-1')).map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6])
      expect(second.runtimes[0]?.weight).toBe(whole.weight)
    },
  )

  it('goes on at once after a pause, without opening another device', async () => {
    const whole = await undisturbed()
    const harness = new EngineHarness(stores())
    await harness.create(smallConfig())
    await harness.play(2)
    await harness.succeed({ kind: 'run.step' })
    await harness.engine.settled()
    expect(await harness.lines()).toEqual(whole.lines.slice(0, 3))
    await harness.play()
    expect(await harness.lines()).toEqual(whole.lines)
    expect(harness.devices).toHaveLength(1)
  })

  it.each([
    ['the warm start', 'step', 4],
    ['a round', 'reasoner', 5],
    ['an update', 'step', 9],
  ] as const)(
    'goes on by itself when the device is lost in %s, and equals not having lost it',
    async (_, what, nth) => {
      const whole = await undisturbed()
      const harness = new EngineHarness(stores())
      await harness.create(smallConfig())
      let seen = 0
      harness.moment = (now) => {
        if (now !== what) return
        seen += 1
        if (seen === nth) harness.devices.at(-1)?.crash()
      }
      await harness.play()
      expect(harness.of('deviceLost')).toEqual([
        {
          kind: 'deviceLost',
          failure: problem('device-lost', { reason: '', message: 'it crashed' }),
          recovering: true,
        },
      ])
      expect(harness.failures).toEqual([])
      expect(harness.devices).toHaveLength(2)
      expect(await harness.lines()).toEqual(whole.lines)
      expect(harness.runtimes[1]?.weight).toBe(whole.weight)
    },
  )

  it('goes on by itself when the device is lost again while the model is being opened', async () => {
    const whole = await undisturbed()
    const harness = new EngineHarness(stores())
    await harness.create(smallConfig())
    harness.opening = (device) => {
      if (harness.devices.length !== 2) return
      device.crash()
      throw new Error('A valid external Instance reference no longer exists.')
    }
    harness.moment = (what) => {
      if (what === 'reasoner' && harness.devices.length === 1) harness.devices.at(-1)?.crash()
    }
    await harness.play()
    expect(harness.failures).toEqual([])
    expect(harness.devices).toHaveLength(3)
    expect(await harness.lines()).toEqual(whole.lines)
  })

  it('waits for an adapter that is away for a moment after a crash', async () => {
    const harness = new EngineHarness(stores())
    await harness.create(smallConfig())
    harness.moment = (now) => {
      if (now !== 'reasoner' || harness.devices.length > 1) return
      harness.refusal = 'no adapter now'
      harness.devices.at(-1)?.crash()
      setTimeout(() => {
        harness.refusal = null
      }, 900)
    }
    await harness.play()
    expect(harness.failures).toEqual([])
    expect(harness.of('deviceLost').length).toBeGreaterThan(1)
    expect((await harness.lines()).length).toBe(4)
  })

  it('on a full storage pauses, says what can go, and goes on once there is room', async () => {
    const whole = await undisturbed()
    const kept = stores()
    const harness = new EngineHarness(kept)
    await harness.create(smallConfig())
    const addMetrics = kept.runs.addMetrics.bind(kept.runs)
    let full = true
    kept.runs.addMetrics = async (run: string, metrics: RoundMetrics) => {
      if (full && metrics.round === 3)
        throw new StoreError('quota', problem('store-full', { what: 'metrics', usage: null }))
      await addMetrics(run, metrics)
    }
    await harness.play()
    const [failure] = harness.of('failure')
    expect(failure).toMatchObject({ failure: { code: 'quota' }, fix: 'storage' })
    expect(failure?.failure.message).toMatch(/What could be deleted: "Run" has 2 checkpoints of [\d.]+ MB/)
    expect((await kept.runs.run('run-1'))?.state).toBe('paused')
    full = false
    await harness.play()
    expect(await harness.lines()).toEqual(whole.lines)
  })

  it('thins its oldest episodes when their budget is spent, says so, and plays on as before', async () => {
    const [small, large] = await Promise.all(
      [1, 400].map(async (megabytes) => {
        const harness = new EngineHarness(stores())
        await harness.create(smallConfig(['keep.episodeMegabytes', megabytes], ['game.passages', 24]))
        await harness.play()
        return harness
      }),
    )
    const tops = async (harness: EngineHarness | undefined, round: number): Promise<number> =>
      ((await harness?.stores.runs.episodes('run-1', round)) ?? []).flatMap(({ candidates }) =>
        candidates.flatMap(({ top }) => top),
      ).length
    expect(await small?.lines()).toEqual(await large?.lines())
    expect((await small?.stores.runs.run('run-1'))?.note).toMatch(
      /^To keep within the budget for episodes, rounds before \d are kept without/,
    )
    expect((await large?.stores.runs.run('run-1'))?.note).toBe('')
    expect([await tops(small, 0), await tops(small, 3)]).toEqual([0, await tops(large, 3)])
    expect(await tops(large, 0)).toBeGreaterThan(0)
  })

  it('pauses after three rounds without a valid question, says what to change, and goes on where it is told to', async () => {
    const harness = new EngineHarness(stores())
    await harness.create(smallConfig(['game.rounds', 7]))
    harness.script = silentScript
    await harness.play()
    expect(harness.of('failure')).toMatchObject([
      { failure: { code: 'no-valid-questions' }, fix: 'game.world' },
    ])
    expect(await harness.stores.runs.run('run-1')).toMatchObject({ rounds: 3, state: 'paused' })
    expect((await harness.stores.runs.checkpoints('run-1')).at(-1)?.rounds).toBe(3)
    await harness.play()
    expect(await harness.stores.runs.run('run-1')).toMatchObject({ rounds: 6, state: 'paused' })
    await harness.play()
    expect(await harness.stores.runs.run('run-1')).toMatchObject({ rounds: 7, state: 'finished' })
    // A sign of poor health is told once.
    expect(harness.failures).toEqual(['no-valid-questions', 'health.noValidTasks', 'no-valid-questions'])
  })

  it('plays on after rounds without a valid question where others had one, and to an end that is near', async () => {
    const harness = new EngineHarness(stores())
    await harness.create(smallConfig(['game.rounds', 6]))
    const asks = storyScript()
    let round = 0
    harness.engine.listen(({ kind }) => void (kind === 'round' && (round += 1)))
    harness.script = () => ({
      ...asks,
      ask: (passage, random) => (round % 3 === 0 ? asks.ask(passage, random) : ' nonsense'),
    })
    await harness.play()
    expect(harness.failures).not.toContain('no-valid-questions')
    expect(await harness.stores.runs.run('run-1')).toMatchObject({ rounds: 6, state: 'finished' })
    const short = new EngineHarness(stores())
    await short.create(smallConfig(['game.rounds', 3]))
    short.script = silentScript
    await short.play()
    expect(short.failures).toEqual([])
    expect(await short.stores.runs.run('run-1')).toMatchObject({ rounds: 3, state: 'finished' })
  })

  it('goes on from an older checkpoint that a person chose, and drops what came after it', async () => {
    const harness = new EngineHarness(stores())
    await harness.create(smallConfig())
    await harness.play()
    const lines = await harness.lines()
    await harness.succeed({ kind: 'run.open', run: 'run-1', checkpoint: '2' })
    await harness.play(3)
    expect(await harness.lines()).toEqual(lines.slice(0, 3))
  })

  it('says so when the corpus changed under it', async () => {
    const harness = new EngineHarness(stores())
    await harness.create(smallConfig())
    await harness.play(1)
    await harness.succeed({
      kind: 'corpus.add',
      corpus: 'c',
      name: 'Stories',
      files: [
        {
          path: 'more.txt',
          data: new Blob(['Quite another document about the weather in the hills and what came of it.']),
        },
      ],
    })
    await harness.succeed({ kind: 'run.open', run: 'run-1' })
    await harness.play(2)
    expect((await harness.stores.runs.run('run-1'))?.note).toContain('The corpus changed')
  })
})
