// A run whose seats are held by a model of others, on a device: what holds for the lab's own models, held to
// with theirs.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CorpusFolders } from '../../cli/corpusFolders'
import { dawn } from '../../cli/dawn'
import { RunFolders } from '../../cli/runFolders'
import { openModel } from '../../checkpoint/openModel'
import { fail, ok } from '../../base/result'
import type { RunConfig } from '../../config/schema'
import { ChatTokenizer } from '../../players/modelTokenizer'
import type { Episode } from '../../protocol/records'
import { requestTo, type Player } from '../../spice/seats'
import { cutterFor } from '../passages/runPassages'
import { openDevice } from './openDevice'
import { EngineHarness, smallConfig, temporary } from '../testing/engineHarness'
import { KeptDevices } from '../testing/keptDevices'
import { jsonChallenger, tinyModel, type TinyModel } from '../testing/tinyPublishedModel'
import { SeatPool } from '../inspect/checkpointPlayers'
import { readSnapshot, type Snapshot } from '../checkpoints/snapshot'

let root = ''
let tiny: TinyModel
let other: TinyModel
const devices = new KeptDevices(dawn)
/** Which files "tiny" names. */
let named: 'tiny' | 'other' = 'tiny'

// The Challenger is a script and the Reasoner's rewards are coins, so that an untaught model has something to
// learn from.
const learns = [
  ['game.challenger', 'remote'],
  ['reward.reasoner', 'random'],
  ['weights.trained', 'adapter'],
  ['weights.storage', 'q8'],
] as const
const common = [
  ['game.prompts', 'paper'],
  ['gates.active', ['parse']],
  ['game.rounds', 2],
  ['game.passages', 2],
  ['game.maxCandidates', 4],
  ['game.challengerTokens', 96],
  ['game.answerTypes', ['integer']],
  ['game.reasonerTokens', 12],
  ['probe.questions', 2],
  ['probe.every', 1],
  ['keep.checkpointEvery', 1],
  ['model.context', 480],
] as const
const configWith = (...changes: readonly (readonly [path: string, value: unknown])[]): RunConfig =>
  smallConfig(...common, ...changes)

async function lab(place: string, openDevice = devices.open): Promise<EngineHarness> {
  const stores = {
    runs: new RunFolders(join(root, place, 'runs')),
    corpora: new CorpusFolders(join(root, place, 'corpora')),
  }
  const harness = new EngineHarness(
    stores,
    {
      report: (thrown) => console.error(thrown),
      remote: jsonChallenger(),
      model: async (name) =>
        name === 'tiny'
          ? ok((named === 'tiny' ? tiny : other).files)
          : fail('no-model', `There is no model "${name}".`),
      openDevice,
    },
    'real',
  )
  // Fills the corpus; its run is never played.
  await harness.create(smallConfig())
  return harness
}

const begin = (harness: EngineHarness, config: RunConfig, name = 'tiny'): ReturnType<EngineHarness['send']> =>
  harness.send({
    kind: 'run.create',
    linked: { preset: 'nano', seed: 5, config },
    corpora: ['c'],
    name: 'Theirs',
    startFrom: { kind: 'model', name },
  })

async function snapshotOf(harness: EngineHarness, run: string, checkpoint: string): Promise<Snapshot> {
  const read = readSnapshot((await harness.stores.runs.checkpoint(run, checkpoint)) ?? new Uint8Array())
  if (!read.ok) throw new Error(read.error.message)
  return read.value
}

let whole: EngineHarness
beforeAll(async () => {
  root = await temporary()
  ;[tiny, other] = [await tinyModel(1), await tinyModel(2)]
  whole = await lab('whole')
  expect(await begin(whole, configWith(...learns))).toMatchObject({ ok: true })
  await whole.play()
})
afterAll(async () => {
  await rm(root, { recursive: true, force: true })
})

describe('a warm start of a model of others', () => {
  it('teaches an adapter both seats before the first round', async () => {
    const warmed = await lab('warmed')
    const config = configWith(
      ...learns,
      ['game.prompts', 'brief'],
      ['game.rounds', 1],
      ['warmStart.steps', 4],
      ['warmStart.batchTokens', 256],
      ['warmStart.learningRate', 0.01],
    )
    const reply = await warmed.send({
      kind: 'run.create',
      linked: { preset: 'nano', seed: 5, config },
      corpora: ['c'],
      name: 'Theirs',
      startFrom: { kind: 'model', name: 'tiny', warm: true },
    })
    expect(reply).toMatchObject({ ok: true })
    await warmed.play()
    expect(warmed.failures).toEqual([])
    const points = await warmed.stores.runs.warmStart('run-2')
    expect(points.map(({ step }) => step).at(-1)).toBe(4)
    expect(points.at(-1)?.loss ?? NaN).toBeLessThan(points[0]?.loss ?? NaN)
    const start = await snapshotOf(warmed, 'run-2', 'warm')
    expect([start.values, start.adapter?.base]).toEqual([null, null])
    expect(start.position.warm.step).toBe(4)
    expect(await warmed.lines('run-2')).toHaveLength(1)
  })
})

describe('a run with a model of others', () => {
  it('plays without a warm start and learns an adapter beside weights that stay in their file', async () => {
    expect(whole.failures).toEqual([])
    const lines = await whole.lines('run-2')
    expect(lines.map(({ round }) => round)).toEqual([0, 1])
    for (const { gradNormReasoner, trainedTokens } of lines)
      expect(Math.min(gradNormReasoner, trainedTokens)).toBeGreaterThan(0)
    const [start, end] = [await snapshotOf(whole, 'run-2', 'warm'), await snapshotOf(whole, 'run-2', '2')]
    expect([start.values, start.adapter, end.values, end.adapter?.base]).toEqual([
      null,
      undefined,
      null,
      null,
    ])
    expect(end.published).toEqual(start.published)
    expect(end.published).toMatchObject({
      name: 'tiny',
      family: 'llama',
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    })
    expect(end.architecture).toEqual({ ...tiny.architecture, context: 480 })
    expect(end.optimizer?.step).toBe(2)
    expect(
      (await whole.stores.runs.probes('run-2')).map(({ round, answers }) => [round, answers.length]),
    ).toEqual([
      [0, 2],
      [1, 2],
      [2, 2],
    ])
  })

  it('gone on in a new session from its first checkpoint equals not having stopped, bit for bit', async () => {
    const [lines, once] = [await whole.lines('run-2'), await snapshotOf(whole, 'run-2', '2')]
    const second = whole.again()
    await second.succeed({ kind: 'run.open', run: 'run-2', checkpoint: '1' })
    let rounds = 0
    second.engine.listen((event) => (rounds += event.kind === 'round' ? 1 : 0))
    await second.play()
    await second.engine.close()
    // The second round was played again, and the first was not.
    expect([rounds, second.failures]).toEqual([1, []])
    expect(await second.lines('run-2')).toEqual(lines)
    const parts = await snapshotOf(second, 'run-2', '2')
    expect(parts.adapter).toEqual(once.adapter)
    expect(parts.optimizer).toEqual(once.optimizer)
    expect(once.adapter?.values.some((value) => value !== 0)).toBe(true)
  })

  it('writes turns by the chat template, in tokens that read back as what was asked and answered', async () => {
    const run = await whole.stores.runs.run('run-2')
    const { tokenizer, architecture } = await snapshotOf(whole, 'run-2', '1')
    if (!(tokenizer instanceof ChatTokenizer)) throw new Error('the run has another tokenizer')
    expect(run?.vocabulary).toHaveLength(architecture.vocabulary)
    const shown = (tokens: readonly number[]): string =>
      tokens
        .map((id) => run?.vocabulary[id] ?? '?')
        .join('')
        .replaceAll('␣', ' ')
    const [episode] = await whole.stores.runs.episodes('run-2', 1)
    const chosen = episode?.candidates[episode.chosen ?? -1]
    expect(shown(episode?.prompts.reasoner?.tokens ?? [])).toBe(
      `<|begin|>user↵${chosen?.task?.question}↵Reason step by step, and put your final answer in \\boxed{}.<|end|>↵<|begin|>assistant↵`,
    )
    expect(episode?.attempts.length).toBeGreaterThanOrEqual(4)
    for (const { tokens, text, stopped, logp } of episode?.attempts ?? []) {
      expect(tokenizer.decode(stopped ? tokens.slice(0, -1) : tokens)).toBe(text)
      expect(logp).toHaveLength(tokens.length)
    }
  })

  it("can be looked into: futures of a prefix, attention of a token, a question of one's own", async () => {
    const [episode] = await whole.stores.runs.episodes('run-2', 1)
    const prompt = episode?.prompts.reasoner?.tokens ?? []
    const prefix = episode?.attempts[0]?.tokens.slice(0, 3) ?? []
    await whole.succeed({
      kind: 'fork',
      run: 'run-2',
      round: 1,
      seat: 'reasoner',
      prompt,
      prefix,
      count: 2,
      draw: 1,
    })
    expect(whole.of('forked')[0]).toMatchObject({ checkpoint: '1', prefix })
    expect(whole.of('forked')[0]?.futures).toHaveLength(2)
    await whole.succeed({ kind: 'attend', run: 'run-2', round: 1, tokens: [...prompt, ...prefix] })
    const layers = whole.of('attended')[0]?.layers ?? []
    expect(layers).toHaveLength(2)
    for (const layer of layers) expect(layer.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 3)
    await whole.succeed({
      kind: 'ask',
      run: 'run-2',
      checkpoints: ['warm'],
      question: 'What is 4 and 1?',
      attempts: 2,
    })
    const answers = whole.of('answered')[0]?.answers ?? []
    expect(answers.map(({ checkpoint, attempts }) => [checkpoint, attempts.length])).toEqual([['warm', 2]])
    expect(answers[0]?.prompt.length).toBeGreaterThan(20)
  })

  it('is put to the test as any other: in the arena, on a benchmark, each checkpoint with what it learned', async () => {
    const contenders = ['warm', '2'].map((checkpoint) => ({ run: 'run-2', checkpoint, name: checkpoint }))
    await whole.succeed({
      kind: 'arena',
      challengers: ['scripted', ...contenders.slice(1)],
      reasoners: contenders,
      passages: 2,
      seed: 1,
    })
    expect(
      whole
        .of('arena')
        .at(-1)
        ?.report.reasoners.map(({ name }) => name),
    ).toEqual(['warm', '2'])
    const data = new Blob(['{"question":"Ann has 2 figs and gets 3. How many?","answer":"#### 5"}'])
    await whole.succeed({ kind: 'benchmark', checkpoints: contenders, name: 'one.jsonl', data, samples: 2 })
    expect(
      whole
        .of('benchmarked')
        .at(-1)
        ?.results.map(({ checkpoint, result }) => [checkpoint, result.questions]),
    ).toEqual([
      ['warm', 1],
      ['2', 1],
    ])

    const [gpu, model] = [await openDevice(dawn()), await openModel(tiny.files)]
    if (!gpu.ok || !model.ok) throw new Error('no device, or no model')
    const pool = new SeatPool(gpu.value, configWith(...learns))
    const seat = async (checkpoint: string) =>
      pool.player(checkpoint, await snapshotOf(whole, 'run-2', checkpoint), model.value)
    const [first, second, third] = [await seat('1'), await seat('2'), await seat('warm')]
    const logps = async (player: Player) =>
      (
        await player.complete(
          [
            requestTo(player, {
              seat: 'reasoner',
              parts: [{ text: 'Ann has 2 figs' }],
              count: 1,
              stream: 0,
              maxNewTokens: 8,
              temperature: 1,
            }),
          ],
          { seed: 3 },
        )
      )[0]?.[0]?.logp
    const [before, other, bare, after] = [
      await logps(first),
      await logps(second),
      await logps(third),
      await logps(first),
    ]
    expect(after).toEqual(before)
    expect(other).not.toEqual(before)
    expect(bare).not.toEqual(before)
    await pool.close()
    gpu.value.destroy()
  })

  it('begins another run with a checkpoint, the adapter with it, and never with an adapter of another shape', async () => {
    const branch = (
      ...changes: readonly (readonly [path: string, value: unknown])[]
    ): ReturnType<EngineHarness['send']> =>
      whole.send({
        kind: 'run.create',
        linked: { preset: 'nano', seed: 5, config: configWith(...learns, ...changes) },
        corpora: ['c'],
        name: 'Branch',
        startFrom: { kind: 'checkpoint', run: 'run-2', checkpoint: '2' },
      })
    expect(await branch()).toMatchObject({ ok: true })
    const start = await snapshotOf(whole, 'run-3', 'warm')
    expect(start).toMatchObject({ values: null, optimizer: null, position: { rounds: 0, warmed: true } })
    expect(start.adapter).toEqual((await snapshotOf(whole, 'run-2', '2')).adapter)
    for (const change of [
      ['weights.rank', 8],
      ['weights.trained', 'whole'],
    ] as const)
      expect(await branch(change)).toMatchObject({ ok: false, failure: { code: 'adapter-settings' } })
  })

  it("holds the Challenger's seat too, and a fixed one beside what learns, with all weights trained", async () => {
    const harness = await lab('seats')
    await begin(
      harness,
      configWith(
        ['game.rounds', 1],
        ['game.challenger', 'frozen'],
        ['weights.trained', 'whole'],
        ['game.typeChoice', 'challenger'],
        ['game.challengerTokens', 32],
      ),
    )
    await harness.play()
    expect(harness.failures).toEqual([])
    const { tokenizer, architecture, values } = await snapshotOf(harness, 'run-2', '1')
    expect(values?.length).toBeGreaterThan(1000)
    const episodes: Episode[] = await harness.stores.runs.episodes('run-2', 0)
    for (const { prompts, passage, candidates } of episodes) {
      const text = tokenizer.decode(prompts.challenger.tokens)
      expect(text).toContain(`Document:\n${passage.text}\n\n`)
      expect(text.endsWith('assistant\n{"question": "')).toBe(true)
      expect(prompts.challenger.tokens.length + 32).toBeLessThanOrEqual(architecture.context)
      for (const each of candidates)
        expect(tokenizer.decode(each.stopped ? each.tokens.slice(0, -1) : each.tokens)).toBe(each.text)
    }
    // A long document is cut so that prompt, passage and task fit together.
    const cut = cutterFor(configWith(), { tokenizer, context: architecture.context })(
      'Ann gave Bo two of her old books, and Bo read them. '.repeat(60),
    )
    expect(cut.length).toBeGreaterThan(1)
  })
})

describe('a run with a model of others is refused', () => {
  const code = async (reply: ReturnType<EngineHarness['send']>): Promise<string> => {
    const told = await reply
    return told.ok ? 'accepted' : told.failure.code
  }
  it('before it begins, where it cannot be meant', async () => {
    expect(await code(begin(whole, configWith(), 'nobody'))).toBe('no-model')
    expect(await code(begin(whole, configWith(['game.prompts', 'compact'])))).toBe('model-prompts')
    expect(await code(begin(whole, configWith(['game.world', 'programs'])))).toBe('model-world')
    expect(await code(begin(whole, configWith(['update.source', 'examples'])))).toBe('model-examples')
  })

  it('where another model stands under its name, and where it does not fit, before anything is allocated', async () => {
    const harness = await lab('refused', devices.openNew)
    await begin(harness, configWith(...learns))
    named = 'other'
    await harness.play()
    named = 'tiny'
    expect(harness.failures).toEqual(['model-changed'])
    await begin(harness, configWith(...learns, ['weights.gigabytes', 0.0001]))
    await harness.play()
    expect(harness.failures).toEqual(['model-changed', 'plan'])
    expect(devices.opened.at(-1)?.counters.bytes).toBe(0)
  })
})
