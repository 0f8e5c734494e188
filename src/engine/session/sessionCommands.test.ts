import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { strFromU8, unzipSync, zipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CorpusFolders } from '../../cli/corpusFolders'
import { RunFolders } from '../../cli/runFolders'
import type { Episode } from '../../protocol/records'
import type { Command } from '../../protocol/door'
import { readOrigin } from '../library/corpusLibrary'
import { EngineHarness, smallConfig, temporary } from '../testing/engineHarness'
import { readSnapshot } from '../checkpoints/snapshot'

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

async function refusal(command: Command): Promise<string> {
  const reply = await harness.send(command)
  return reply.ok ? 'obeyed' : reply.failure.code
}

describe('the session', () => {
  it('tells its device and its corpora when it opens, and uses that device for the run', async () => {
    await harness.engine.open()
    expect(harness.of('ready')).toEqual([
      {
        kind: 'ready',
        device: { vendor: 'fake', architecture: '', description: 'a number', software: true, bytes: 12 },
        failure: null,
      },
    ])
    expect(harness.of('corpora')).toEqual([{ kind: 'corpora', corpora: [] }])
    await harness.create(short)
    await harness.play()
    expect(harness.devices).toHaveLength(1)
  })

  it('says why there is no device, and refuses to play with that line', async () => {
    harness.refusal = 'There is no adapter.'
    await harness.engine.open()
    expect(harness.of('ready')).toEqual([
      { kind: 'ready', device: null, failure: { code: 'no-adapter', message: 'There is no adapter.' } },
    ])
    await harness.create(short)
    await harness.play()
    expect(harness.failures).toEqual(['no-adapter'])
    expect((await harness.stores.runs.run('run-1'))?.state).toBe('paused')
  })

  it('refuses a trial while a run is played, and the run goes on', async () => {
    await harness.create(short)
    const replies: Promise<string>[] = []
    harness.moment = () => {
      if (replies.length === 0)
        replies.push(
          refusal({
            kind: 'arena',
            challengers: ['scripted'],
            reasoners: [{ run: 'run-1', checkpoint: 'warm', name: 'w' }],
            passages: 4,
            seed: 1,
          }),
        )
    }
    await harness.play()
    expect(await Promise.all(replies)).toEqual(['busy'])
    // From its first status to its last nobody is told that the run rests.
    const told = harness.of('status').map(({ running }) => running)
    expect(told.slice(told.indexOf(true), told.lastIndexOf(true))).not.toContain(false)
    expect(await harness.lines()).toHaveLength(1)
  })

  it('says in one line why a trial cannot be', async () => {
    await harness.create(short)
    await harness.play()
    const known = { run: 'run-1', checkpoint: '1', name: 'after round 1' }
    const gone = { ...known, checkpoint: '77' }
    const arena = { kind: 'arena', passages: 4, seed: 1 } as const
    expect(await refusal({ ...arena, challengers: [known], reasoners: [] })).toBe('trial-empty')
    expect(
      await refusal({
        ...arena,
        challengers: ['scripted'],
        reasoners: Array.from({ length: 11 }, () => known),
      }),
    ).toBe('trial-many')
    expect(await refusal({ ...arena, challengers: [gone], reasoners: [known] })).toBe('no-contender')
    expect(await refusal({ ...arena, challengers: [known], reasoners: [{ ...known, run: 'nowhere' }] })).toBe(
      'no-contender',
    )
    expect(await refusal({ ...arena, challengers: [{ ...known, run: 'nowhere' }], reasoners: [known] })).toBe(
      'no-such-run',
    )
    const questions = { kind: 'benchmark', checkpoints: [known], name: 'mine.jsonl', samples: 1 } as const
    const reply = await harness.send({
      ...questions,
      data: new Blob(['{"question":"1 + 1?","answer":"#### 2"}\n{"question":"Why?"}']),
    })
    expect(reply).toMatchObject({
      ok: false,
      failure: {
        code: 'benchmark-line',
        message:
          'mine.jsonl, line 2: it needs "answer" with "#### " (GSM8K), or "options" and "answer" (MMLU-Pro).',
      },
    })
    expect(harness.of('status').at(-1)).toMatchObject({
      activity: 'idle',
      running: false,
      run: { id: 'run-1' },
    })
  })

  it('refuses what cannot be done, in one line each', async () => {
    expect(await refusal({ kind: 'run.start' })).toBe('no-run')
    expect(await refusal({ kind: 'run.open', run: 'nowhere' })).toBe('no-such-run')
    const linked = { preset: 'nano', seed: 1, config: short } as const
    expect(await refusal({ kind: 'run.create', linked, corpora: [], name: 'n' })).toBe('no-corpus')
    expect(await refusal({ kind: 'run.create', linked, corpora: ['nowhere'], name: 'n' })).toBe(
      'no-such-corpus',
    )
    expect(await refusal({ kind: 'corpus.starter', name: 'nowhere' })).toBe('no-file')
    expect(await refusal({ kind: 'run.pause' })).toBe('obeyed')
    await harness.create(short)
    expect(await refusal({ kind: 'run.open', run: 'run-1', checkpoint: 'warm' })).toBe('no-checkpoint')
    expect(
      await refusal({
        kind: 'run.create',
        linked,
        corpora: ['c'],
        name: 'n',
        startFrom: { kind: 'builtIn', name: 'nowhere' },
      }),
    ).toBe('no-file')
    expect(await refusal({ kind: 'weights.export', run: 'run-1', checkpoint: 'warm', half: true })).toBe(
      'no-checkpoint-of-run',
    )
    expect(await refusal({ kind: 'run.import', data: new Blob(['no zip']) })).toBe('import-zip')
  })

  it('plays one run at a time, and keeps its corpus from being removed', async () => {
    await harness.create(short)
    let answers: Promise<string[]> = Promise.resolve([])
    harness.moment = (what) => {
      if (what !== 'challenger') return
      answers = Promise.all([
        refusal({ kind: 'run.start' }),
        refusal({ kind: 'run.open', run: 'run-1' }),
        refusal({ kind: 'corpus.remove', corpus: 'c' }),
      ])
      return answers.then(() => undefined)
    }
    await harness.play()
    expect(await answers).toEqual(['busy', 'busy', 'busy-corpus'])
    expect(await refusal({ kind: 'corpus.remove', corpus: 'c' })).toBe('obeyed')
  })

  it('writes nothing where another tab writes, but reads', async () => {
    await harness.create(short)
    harness.writer = false
    expect(await refusal({ kind: 'run.start' })).toBe('other-tab')
    expect(await refusal({ kind: 'corpus.remove', corpus: 'c' })).toBe('other-tab')
    expect(await refusal({ kind: 'run.open', run: 'run-1' })).toBe('obeyed')
    expect(await refusal({ kind: 'run.export', run: 'run-1', passages: true })).toBe('obeyed')
  })

  it('stops a run for good, and removes one with everything of it', async () => {
    await harness.create(short)
    harness.moment = (what) => {
      if (what === 'challenger') void harness.send({ kind: 'run.stop' })
    }
    await harness.play()
    expect((await harness.stores.runs.run('run-1'))?.state).toBe('finished')
    expect(harness.devices.at(-1)?.gone).toBe(true)
    await harness.succeed({ kind: 'run.remove', run: 'run-1' })
    expect(await harness.stores.runs.runs()).toEqual([])
    expect(harness.of('status').at(-1)).toMatchObject({ run: null, running: false })
  })

  it('starts a run from the weights of another, without a warm start', async () => {
    await harness.create(short)
    await harness.play()
    await harness.succeed({
      kind: 'run.create',
      linked: { preset: 'nano', seed: 9, config: short },
      corpora: ['c'],
      name: 'Second',
      startFrom: { kind: 'checkpoint', run: 'run-1', checkpoint: 'warm' },
    })
    const steps: string[] = []
    harness.moment = (what) => void steps.push(what)
    await harness.play()
    expect(steps[0]).not.toBe('accumulate')
    expect(await harness.stores.runs.run('run-2')).toMatchObject({
      rounds: 1,
      warmSteps: 2,
      state: 'finished',
    })
    expect((await harness.stores.runs.checkpoints('run-2')).map(({ name }) => name)).toEqual(['warm', '1'])
  })

  it('brings in a starter corpus with its origin and licence, and tells of files that did not come in', async () => {
    await harness.succeed({ kind: 'corpus.starter', name: 'stories-numbers' })
    const [corpus] = await harness.stores.corpora.corpora()
    expect(corpus?.documents).toBeGreaterThan(1000)
    expect(corpus?.licence).toMatch(/CC0/)
    await harness.succeed({
      kind: 'corpus.add',
      corpus: 'mine',
      name: 'Mine',
      files: [
        { path: 'empty.txt', data: new Blob([]) },
        { path: 'a.txt', data: new Blob(['Some text to keep.']) },
      ],
    })
    expect(
      harness
        .of('file')
        .map(({ outcome }) => [outcome.path, outcome.documents, outcome.failure?.code ?? null])
        .slice(-2),
    ).toEqual([
      ['empty.txt', 0, 'file.empty'],
      ['a.txt', 1, null],
    ])
    expect(
      harness
        .of('corpora')
        .at(-1)
        ?.corpora.map(({ name }) => name)
        .toSorted(),
    ).toEqual([corpus?.name, 'Mine'].toSorted())
  })

  it('reads title, origin and licence of a starter', () => {
    expect(readOrigin('# Hills\n\nFrom a book.\n\nTwo parts.\n\nLicence: CC BY 4.0.\n', 'hills')).toEqual({
      name: 'Hills',
      origin: 'From a book. Two parts.',
      licence: 'CC BY 4.0',
    })
    expect(readOrigin('', 'hills')).toEqual({ name: 'hills', origin: '', licence: '' })
  })
})

describe('a run as one file', () => {
  async function exported(passages: boolean): Promise<Uint8Array<ArrayBuffer>> {
    await harness.succeed({ kind: 'run.export', run: 'run-1', passages })
    const file = harness.of('file.ready').at(-1)
    expect(file?.name).toBe('run.spice-run.zip')
    return new Uint8Array(await (file?.data ?? new Blob()).arrayBuffer())
  }
  beforeEach(async () => {
    await harness.create(short)
    await harness.play()
  })

  it('comes back with every record and checkpoint, and can be gone on with', async () => {
    const bytes = await exported(true)
    await harness.succeed({ kind: 'run.import', data: new Blob([bytes]) })
    const { runs } = harness.stores
    const record = await runs.run('run-2')
    expect(record).toMatchObject({ name: 'Run', rounds: 1, state: 'paused' })
    expect(record?.note).toContain('contains passages')
    expect(await harness.lines('run-2')).toEqual(await harness.lines('run-1'))
    expect(await runs.episodes('run-2', 0)).toEqual(await runs.episodes('run-1', 0))
    expect(await runs.probes('run-2')).toEqual(await runs.probes('run-1'))
    expect(await runs.warmStart('run-2')).toEqual(await runs.warmStart('run-1'))
    expect(
      Buffer.compare(
        (await runs.checkpoint('run-2', '1')) ?? new Uint8Array(),
        (await runs.checkpoint('run-1', '1')) ?? new Uint8Array(1),
      ),
    ).toBe(0)
    await harness.succeed({ kind: 'run.step' })
    await harness.engine.settled()
    expect((await runs.run('run-2'))?.rounds).toBe(2)
  })

  it('names every document that the run read by its hash', async () => {
    const files = unzipSync(await exported(true))
    const [corpus] = JSON.parse(strFromU8(files['corpus.json'] ?? new Uint8Array())) as {
      documents: { hash: string }[]
    }[]
    expect(corpus?.documents.map(({ hash }) => hash)).toEqual(
      (await harness.stores.corpora.documents('c')).map(({ id }) => id),
    )
    expect(Object.keys(files).toSorted()).toEqual(
      expect.arrayContaining([
        'config.json',
        'metrics.jsonl',
        'tokenizer.json',
        'checkpoints/warm.safetensors',
        'checkpoints/1.safetensors',
      ]),
    )
  })

  it('leaves passages out where that is wanted, and says so', async () => {
    const files = unzipSync(await exported(false))
    const episodes = strFromU8(files['episodes.jsonl'] ?? new Uint8Array())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Episode)
    expect(
      episodes.every(
        ({ passage, prompts }) =>
          passage.text === '' && prompts.challenger.text === '' && prompts.challenger.tokens.length === 0,
      ),
    ).toBe(true)
    expect(strFromU8(files['manifest.json'] ?? new Uint8Array())).toContain('left out')
    const { text } = (await harness.stores.runs.episodes('run-1', 0))[0]?.passage ?? { text: '' }
    expect(text.length).toBeGreaterThan(40)
    expect(strFromU8(files['episodes.jsonl'] ?? new Uint8Array())).not.toContain(text)
  })

  it('is refused whole where a part of it is wrong', async () => {
    const files = unzipSync(await exported(true))
    const broken = (change: Record<string, Uint8Array | undefined>): Blob => {
      const all = Object.entries({ ...files, ...change }).filter(
        (entry): entry is [string, Uint8Array] => entry[1] !== undefined,
      )
      return new Blob([new Uint8Array(zipSync(Object.fromEntries(all), { level: 0 }))])
    }
    const text = (value: string): Uint8Array => new TextEncoder().encode(value)
    const codes = []
    for (const data of [
      broken({ 'manifest.json': text('{}') }),
      broken({ 'run.json': text('null') }),
      broken({ 'metrics.jsonl': text('{"passRate":1}\n') }),
      broken({ 'episodes.jsonl': text('{') }),
      broken({ 'checkpoints/1.safetensors': undefined }),
      broken({ 'checkpoints/1.safetensors': text('x') }),
    ])
      codes.push(await refusal({ kind: 'run.import', data }))
    expect(codes).toEqual([
      'import-kind',
      'import-run',
      'import-content',
      'import-content',
      'import-no-checkpoint',
      'import-checkpoint',
    ])
    expect((await harness.stores.runs.runs()).map(({ id }) => id)).toEqual(['run-1'])
  })

  it('gives weights alone as safetensors, in half precision where wanted', async () => {
    await harness.succeed({ kind: 'weights.export', run: 'run-1', checkpoint: '1', half: false })
    await harness.succeed({ kind: 'weights.export', run: 'run-1', checkpoint: '1', half: true })
    const [exact, half] = await Promise.all(
      harness.of('file.ready').map(async ({ data }) => new Uint8Array(await data.arrayBuffer())),
    )
    expect(half?.length).toBeLessThan((exact?.length ?? 0) * 0.6)
    const read = readSnapshot(exact ?? new Uint8Array())
    expect(read.ok && read.value.optimizer).toBeNull()
    expect(read.ok && read.value.values?.[0]).toBe(harness.runtimes[0]?.weight)
  })
})
