// The engine with its real model on a device: what the rules' tests prove with a number, proven with weights.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CorpusFolders } from '../../cli/corpusFolders'
import { dawn } from '../../cli/dawn'
import { RunFolders } from '../../cli/runFolders'
import { adapterTargets } from '../../config/adapterSettings'
import { withValue } from '../../config/config'
import type { RunConfig } from '../../config/schema'
import { EngineHarness, smallConfig, temporary } from '../testing/engineHarness'
import { KeptDevices } from '../testing/keptDevices'
import { readSnapshot, type Snapshot } from '../checkpoints/snapshot'

let root = ''
let places = 0
const devices = new KeptDevices(dawn)
const config = smallConfig(
  ['warmStart.steps', 4],
  ['warmStart.batchTokens', 512],
  ['game.rounds', 2],
  ['game.passages', 2],
  ['game.maxCandidates', 4],
  ['probe.questions', 8],
  ['keep.checkpointEvery', 1],
  ['game.challengerTokens', 32],
  ['game.reasonerTokens', 16],
)

/** A session with Dawn's device and the engine's own model. */
function real(openDevice = devices.open): EngineHarness {
  places += 1
  const stores = {
    runs: new RunFolders(join(root, String(places), 'runs')),
    corpora: new CorpusFolders(join(root, String(places), 'corpora')),
  }
  return new EngineHarness(stores, { openDevice }, 'real')
}

async function final(harness: EngineHarness, run = 'run-1'): Promise<Snapshot> {
  const bytes = await harness.stores.runs.checkpoint(run, '2')
  const read = readSnapshot(bytes ?? new Uint8Array())
  if (!read.ok) throw new Error(read.error.message)
  return read.value
}
const bits = ({ values, optimizer }: Snapshot): Buffer =>
  Buffer.concat(
    [
      values ?? new Float32Array(),
      optimizer?.tensors['m'] ?? new Float32Array(),
      optimizer?.tensors['v'] ?? new Float32Array(),
    ].map((each) => Buffer.from(each.buffer, each.byteOffset, each.byteLength)),
  )

let whole: EngineHarness
beforeAll(async () => {
  root = await temporary()
  whole = real()
  await whole.create(config)
  await whole.play()
})
afterAll(async () => {
  await rm(root, { recursive: true, force: true })
})

describe('a run on a device', () => {
  it('warms up, plays and learns', async () => {
    expect(whole.failures).toEqual([])
    const lines = await whole.lines()
    expect(lines.map(({ round }) => round)).toEqual([0, 1])
    for (const line of lines) expect(line.generatedTokens).toBeGreaterThan(50)
    const points = await whole.stores.runs.warmStart('run-1')
    expect(points[0]?.loss).toBeGreaterThan(4)
    expect(points.at(-1)?.loss).toBeLessThan(points[0]?.loss ?? 0)
    const [episode] = await whole.stores.runs.episodes('run-1', 0)
    const [candidate] = episode?.candidates ?? []
    expect(candidate?.top[0]).toHaveLength(10)
    expect(candidate?.logp.every((logp) => logp <= 0)).toBe(true)
  })

  it('plays its checkpoints against each other and asks them a file, nothing stored; a pause ends that without a result', async () => {
    const before = await whole.lines()
    const [first, last] = [
      { run: 'run-1', checkpoint: 'warm', name: 'first' },
      { run: 'run-1', checkpoint: '2', name: 'last' },
    ]
    const arena = {
      kind: 'arena',
      challengers: [last, 'scripted'],
      reasoners: [first, last],
      passages: 2,
      seed: 5,
    } as const
    expect(await whole.send(arena)).toMatchObject({ ok: true })
    const [report] = whole.of('arena').map((event) => event.report)
    expect(report).toMatchObject({ passages: 2, seed: 5, reasoners: [{ name: 'first' }, { name: 'last' }] })
    expect(report?.challengers.map(({ name, sampled }) => [name, sampled])).toEqual([
      ['last', 8],
      ['scripted', 8],
    ])
    // The script asks what the checker accepts, so its cells have tasks and attempts.
    expect(report?.challengers[1]?.valid).toBeGreaterThan(0)
    for (const cell of report?.cells.slice(2) ?? [])
      expect(cell).toMatchObject({
        challenger: 1,
        attempts: cell.tasks * config.game.groupSize,
        tasks: report?.challengers[1]?.valid,
      })
    expect(await whole.send(arena)).toMatchObject({ ok: true })
    expect(whole.of('arena').at(-1)?.report).toEqual(report)

    const data = new Blob([
      '{"question":"2 + 3?","answer":"<<2+3=5>> #### 5"}\n{"question":"Which?","options":["a","b"],"answer":"B"}',
    ])
    expect(
      await whole.send({
        kind: 'benchmark',
        checkpoints: [first, last],
        name: 'mine.jsonl',
        data,
        samples: 2,
      }),
    ).toMatchObject({ ok: true })
    const results = whole.of('benchmarked').at(-1)?.results
    expect(results?.map(({ checkpoint }) => checkpoint)).toEqual(['first', 'last'])
    expect(results?.[0]?.result).toMatchObject({
      name: 'mine.jsonl',
      questions: 2,
      chance: 0.25,
      greedy: { bySteps: { 1: { asked: 1 } } },
      sampled: { samples: 2 },
    })

    const told = whole.of('arena').length
    const stop = whole.engine.listen((event) => {
      if (event.kind === 'progress' && event.progress.activity === 'answering')
        void whole.engine.send(99, { kind: 'run.pause' })
    })
    expect(await whole.send(arena)).toMatchObject({ ok: true })
    stop()
    expect(whole.of('arena')).toHaveLength(told)
    expect(await whole.lines()).toEqual(before)
  })

  it('with its device lost in the middle, paused, and gone on in a new session equals not having stopped, bit for bit', async () => {
    const first = real()
    await first.create(config)
    let steps = 0
    first.engine.listen((event) => {
      if (event.kind !== 'warmStart') return
      steps += event.points.length
      if (steps === 2) devices.opened.at(-1)?.device.destroy()
    })
    await first.play(1)
    expect(first.of('deviceLost').length).toBeGreaterThan(0)
    expect(first.failures).toEqual([])
    await first.engine.close()

    const second = first.again()
    await second.succeed({ kind: 'run.open', run: 'run-1' })
    await second.play()
    expect(await second.lines()).toEqual(await whole.lines())
    expect(bits(await final(second)).equals(bits(await final(whole)))).toBe(true)
  })

  it("answers a question of one's own with the checkpoint before and the one after", async () => {
    await whole.succeed({
      kind: 'ask',
      run: 'run-1',
      checkpoints: ['warm', '2'],
      question: ' Ann had 3 pens. How many? ',
      attempts: 3,
    })
    const [answered] = whole.of('answered')
    expect(answered?.answers.map(({ checkpoint, attempts }) => [checkpoint, attempts.length])).toEqual([
      ['warm', 3],
      ['2', 3],
    ])
    expect(answered?.answers[0]?.attempts[0]?.tokens.length).toBeGreaterThan(0)
    const empty = await whole.send({
      kind: 'ask',
      run: 'run-1',
      checkpoints: ['warm'],
      question: '  ',
      attempts: 1,
    })
    expect(empty.ok ? '' : empty.failure.code).toBe('ask-empty')
  })

  it('tells what a question and its answer pass through, greedily and so the same again', async () => {
    const command = {
      kind: 'look',
      from: { kind: 'checkpoint', run: 'run-1', checkpoint: '2' },
      question: 'Ann had 3 pens. How many?',
    } as const
    for (let i = 0; i < 2; i++) await whole.succeed(command)
    const [look, again] = whole.of('looked').map((event) => event.look)
    expect(again).toEqual(look)
    if (look === undefined) throw new Error('no look')
    expect(look.answerFrom).toBeGreaterThan(0)
    // What the model says last after each token is what it wrote next.
    for (let t = look.answerFrom; t < look.tokens.length; t++)
      expect(look.guesses[t - 1]?.at(-1)?.[0]?.piece).toBe(look.pieces[t])
    const sums = look.guesses.map((layers) => layers.at(-1)?.reduce((sum, { p }) => sum + p, 0) ?? 0)
    for (const sum of sums) expect(sum > 0 && sum < 1.000001).toBe(true)
    const gone = await whole.send({ ...command, question: ' ' })
    expect(gone.ok ? '' : gone.failure.code).toBe('ask-empty')
  })

  it('goes on from any prefix of a recorded completion: the same draws again, other ones for another number', async () => {
    const [episode] = await whole.stores.runs.episodes('run-1', 1)
    const candidate = episode?.candidates[0]
    if (episode === undefined || candidate === undefined) throw new Error('round 1 has no candidate')
    // Near its end, so that little is left to write.
    const prefix = candidate.tokens.slice(0, -4)
    const command = {
      kind: 'fork',
      run: 'run-1',
      round: 1,
      seat: 'challenger',
      prompt: episode.prompts.challenger.tokens,
      prefix,
      count: 3,
    } as const
    for (const draw of [1, 1, 2]) await whole.succeed({ ...command, draw })
    const [first, again, other] = whole.of('forked')
    expect(first).toMatchObject({ checkpoint: '1', prefix })
    expect(first?.futures).toHaveLength(3)
    expect(again).toEqual(first)
    expect(other?.futures.map(({ tokens }) => tokens)).not.toEqual(first?.futures.map(({ tokens }) => tokens))
    for (const { tokens } of first?.futures ?? [])
      expect(prefix.length + tokens.length).toBeLessThanOrEqual(config.game.challengerTokens)
    expect(candidate.text.startsWith(first?.prefixText ?? '?')).toBe(true)
  })

  it('attention of a token: one number a token and layer, none negative, each layer sums to one', async () => {
    const [episode] = await whole.stores.runs.episodes('run-1', 0)
    const tokens = [
      ...(episode?.prompts.challenger.tokens ?? []),
      ...(episode?.candidates[0]?.tokens.slice(0, 3) ?? []),
    ]
    await whole.succeed({ kind: 'attend', run: 'run-1', round: 0, tokens })
    const [seen] = whole.of('attended')
    expect(seen?.checkpoint).toBe('warm')
    expect(seen?.layers.length).toBeGreaterThan(0)
    for (const layer of seen?.layers ?? []) {
      expect(layer).toHaveLength(tokens.length)
      expect(Math.min(...layer)).toBeGreaterThanOrEqual(0)
      expect(layer.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 3)
    }
    // A token cannot change what an earlier one looked at.
    await whole.succeed({ kind: 'attend', run: 'run-1', round: 0, tokens: tokens.slice(0, -1) })
    expect(whole.of('attended')[1]?.layers[0]).not.toEqual(seen?.layers[0]?.slice(0, -1))
    const strange = await whole.send({ kind: 'attend', run: 'run-1', round: 0, tokens: [999_999] })
    expect(strange.ok ? '' : strange.failure.code).toBe('look-tokens')
    const long = await whole.send({
      kind: 'attend',
      run: 'run-1',
      round: 0,
      tokens: Array.from({ length: 10_000 }, () => 1),
    })
    expect(long.ok ? '' : long.failure.code).toBe('look-long')
  })
})

describe('a run that trains an adapter', () => {
  // Practice on examples, so that there is a gradient whatever the untaught model says.
  const changes = [
    ['weights.trained', 'adapter'],
    ['weights.storage', 'q8'],
    ['weights.recompute', true],
    ['update.source', 'examples'],
    ['update.exampleTokens', 300],
    ['game.reasonerTokens', 8],
  ] as const
  const adapted = changes.reduce<RunConfig>((all, [path, value]) => withValue(all, path, value), config)
  const begin = (lab: EngineHarness): Promise<void> =>
    lab.succeed({
      kind: 'run.create',
      linked: { preset: 'nano', seed: 5, config: adapted },
      corpora: ['c'],
      name: 'Adapter',
      startFrom: { kind: 'checkpoint', run: 'run-1', checkpoint: 'warm' },
    })

  it('plays, learns beside weights that stay, and goes on after a pause bit for bit', async () => {
    const { runs } = whole.stores
    await begin(whole)
    await whole.play()
    expect(whole.failures).toEqual([])
    const start = readSnapshot((await runs.checkpoint('run-2', 'warm')) ?? new Uint8Array())
    const end = await final(whole, 'run-2')
    expect(end.adapter?.settings).toEqual({ rank: 4, alpha: 8, targets: [...adapterTargets] })
    expect(end.adapter?.base).toEqual(start.ok ? start.value.values : null)
    expect(end.optimizer?.step).toBeGreaterThan(1)
    expect(end.adapter?.values.some((value) => value !== 0)).toBe(true)
    expect(end.values).not.toEqual(end.adapter?.base)
    const lines = await whole.lines('run-2')
    expect(lines.map(({ round }) => round)).toEqual([0, 1])
    expect(Math.max(lines[1]?.gradNormChallenger ?? 0, lines[1]?.gradNormReasoner ?? 0)).toBeGreaterThan(0)

    await begin(whole)
    await whole.play(1)
    await whole.engine.close()
    const second = whole.again()
    await second.succeed({ kind: 'run.open', run: 'run-3' })
    await second.play()
    expect(second.failures).toEqual([])
    expect(await second.lines('run-3')).toEqual(lines)
    const again = await final(second, 'run-3')
    expect(bits(again).equals(bits(end))).toBe(true)
    expect(again.adapter).toEqual(end.adapter)
  }, 300_000)

  it('says that an adapter needs weights to stand beside', async () => {
    const lab = real()
    await lab.create(adapted)
    await lab.play()
    expect(lab.failures).toEqual(['adapter-base'])
  })

  it('is refused before anything is allocated where it does not fit', async () => {
    const lab = real(devices.openNew)
    await lab.create(withValue(config, 'weights.gigabytes', 0.001))
    await lab.play()
    const [failure] = lab.of('failure')
    expect(failure?.failure.message).toMatch(
      /^The run needs 0\.\d\d GB on the device \(weights .*\), and 0\.00 GB are available\. No setting makes it fit: choose a smaller model\.$/,
    )
    expect(devices.opened.at(-1)?.counters.bytes).toBe(0)
  })
})
