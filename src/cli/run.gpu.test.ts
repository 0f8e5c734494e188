import { spawnSync } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtemp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { tinyModel } from '../engine/testing/tinyPublishedModel'
import { openRecording } from '../replay/recording'
import { corpusTexts } from '../spice/stories/storyCorpus'
import { evaluate } from './evalCommand'
import { exportTo } from './modelCommands'
import { run, type RunOptions } from './runCommand'
import { TerminalProgress } from './terminalProgress'
import { DONE, FAILED, UsageError } from './usage'

vi.mock('../engine/runtime/openDevice', async () => {
  const { KeptDevices } = await import('../engine/testing/keptDevices')
  const { dawn } = await import('./dawn')
  return { openDevice: new KeptDevices(dawn).open }
})

const said: string[] = []
const quiet = (): TerminalProgress =>
  new TerminalProgress(
    { write: (text: string) => said.push(text) > 0 } as unknown as NodeJS.WriteStream,
    false,
  )

let root = ''
const out = (name: string): string => join(root, name)
const options = (change: Partial<RunOptions>): RunOptions => ({
  corpus: join(root, 'documents'),
  preset: 'nano',
  seed: 5,
  out: out('none'),
  warmStartOnly: false,
  resume: false,
  rounds: 2,
  warmStart: 3,
  set: [
    'game.passages=2',
    'game.maxCandidates=4',
    'game.challengerTokens=24',
    'game.reasonerTokens=12',
    'probe.questions=4',
    'warmStart.batchTokens=256',
    'keep.checkpointEvery=2',
  ],
  ...change,
})

const linesOf = async (name: string): Promise<Record<string, unknown>[]> =>
  (await readFile(join(out(name), 'metrics.jsonl'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
const timeless = (lines: readonly Record<string, unknown>[]): string =>
  JSON.stringify(lines.map(({ seconds: _, ...line }) => line))

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'spice-run-'))
  await mkdir(join(root, 'documents', 'deep'), { recursive: true })
  for (const [i, text] of corpusTexts('numbers', 30, 8).entries())
    await writeFile(join(root, 'documents', i % 2 === 0 ? 'deep' : '', `${i}.txt`), text)
  expect(await run(options({ out: out('a') }), quiet())).toBe(DONE)
})
afterAll(() => rm(root, { recursive: true, force: true }))

describe('spice run', () => {
  it('writes what the design names, and a folder that the page can play', async () => {
    expect((await readdir(out('a'))).toSorted()).toEqual([
      'checkpoints',
      'config.json',
      'corpus',
      'episodes.jsonl',
      'metrics.jsonl',
      'probes.jsonl',
      'run.json',
      'warmstart.jsonl',
    ])
    expect((await readdir(join(out('a'), 'checkpoints'))).toSorted()).toEqual([
      '2.safetensors',
      'index.json',
      'warm.safetensors',
    ])
    expect(JSON.parse(await readFile(join(out('a'), 'config.json'), 'utf8'))).toMatchObject({
      preset: 'nano',
      seed: 5,
      model: 'nano',
      config: { game: { rounds: 2, passages: 2 } },
    })
    const lines = await linesOf('a')
    expect(lines.map(({ round }) => round)).toEqual([0, 1])
    expect(JSON.stringify(lines)).not.toContain('null,null,null,null')
    const recording = await openRecording('a', async (url) => {
      const bytes = await readFile(join(root, url)).catch(() => null)
      return bytes === null ? new Response(null, { status: 404 }) : new Response(new Uint8Array(bytes))
    })
    expect(recording.ok && recording.value.metrics).toEqual(lines)
    expect(recording.ok && (await recording.value.episodes(1)).length).toBe(2)
  })

  it('gives the same metrics twice from one seed, seconds aside, also when it was stopped after its warm start', async () => {
    expect(await run(options({ out: out('b'), warmStartOnly: true }), quiet())).toBe(DONE)
    expect(await readdir(out('b'))).not.toContain('metrics.jsonl')
    expect(
      await run(options({ out: out('b'), resume: true, corpus: undefined, rounds: undefined }), quiet()),
    ).toBe(DONE)
    expect(timeless(await linesOf('b'))).toBe(timeless(await linesOf('a')))
  })

  it('begins with the weights of a file, without a warm start', async () => {
    const startFrom = join(out('a'), 'checkpoints', 'warm.safetensors')
    expect(await run(options({ out: out('c'), startFrom, rounds: 1 }), quiet())).toBe(DONE)
    expect(await readdir(out('c'))).not.toContain('warmstart.jsonl')
    expect(timeless(await linesOf('c'))).toBe(timeless((await linesOf('a')).slice(0, 1)))
  })

  it('plays with a model of others, goes on with it from another place, and gives the adapter as a PEFT folder', async () => {
    const { files } = await tinyModel(1)
    const folder = async (name: string): Promise<string> => {
      await mkdir(join(root, name), { recursive: true })
      for (const file of files)
        await writeFile(join(root, name, basename(file.name)), new Uint8Array(await file.blob.arrayBuffer()))
      return join(root, name)
    }
    const theirs = options({
      warmStart: undefined,
      model: await folder('tiny'),
      out: out('theirs'),
      set: [
        ...options({}).set,
        ...['game.prompts=paper', 'gates.active=parse', 'weights.trained=adapter', 'model.context=480'],
      ],
    })
    expect(await run({ ...theirs, rounds: 1 }, quiet())).toBe(DONE)
    expect(JSON.parse(await readFile(join(out('theirs'), 'config.json'), 'utf8'))).toMatchObject({
      model: join(root, 'tiny'),
      config: { game: { prompts: 'paper' } },
    })
    await rm(join(root, 'tiny'), { recursive: true })
    const resumed = { ...theirs, resume: true, model: undefined, rounds: 2 }
    expect(await run(resumed, quiet())).toBe(FAILED)
    expect(said.at(-1)).toMatch(/no file or folder ".*tiny".*--model/)
    expect(await run({ ...resumed, model: await folder('moved') }, quiet())).toBe(DONE)
    expect((await linesOf('theirs')).map(({ round }) => round)).toEqual([0, 1])

    const checkpoint = join(out('theirs'), 'checkpoints', '2.safetensors')
    expect(
      await exportTo({
        model: checkpoint,
        adapter: true,
        base: 'somebody/tiny',
        out: out('peft'),
        dtype: 'F32',
      }),
    ).toBe(DONE)
    expect(JSON.parse(await readFile(join(out('peft'), 'adapter_config.json'), 'utf8'))).toMatchObject({
      peft_type: 'LORA',
      base_model_name_or_path: 'somebody/tiny',
      r: 4,
      lora_alpha: 8,
    })
    expect(
      await exportTo({
        model: checkpoint,
        adapter: false,
        base: join(root, 'moved'),
        out: out('merged'),
        dtype: 'F32',
      }),
    ).toBe(DONE)
    expect((await readdir(out('merged'))).toSorted()).toEqual([
      'README.md',
      'config.json',
      'model.safetensors',
      'tokenizer.json',
      'tokenizer_config.json',
    ])
    await writeFile(
      join(root, 'one.jsonl'),
      '{"question":"Ann has 2 figs and gets 3. How many?","answer":"#### 5"}\n',
    )
    const asked = {
      checkpoints: `first=${join(out('theirs'), 'checkpoints', 'warm.safetensors')},last=${checkpoint}`,
      samples: 0,
      like: out('theirs'),
      preset: 'nano',
      seed: 1,
      set: [],
      json: out('eval.json'),
    }
    expect(await evaluate(join(root, 'one.jsonl'), { ...asked, base: join(root, 'moved') }, quiet())).toBe(
      DONE,
    )
    expect(JSON.parse(await readFile(out('eval.json'), 'utf8'))).toMatchObject([
      { checkpoint: 'first', questions: 1 },
      { checkpoint: 'last', questions: 1 },
    ])
    await expect(evaluate(join(root, 'one.jsonl'), asked, quiet())).rejects.toThrow(
      /Name where it is with --base/,
    )
    await expect(
      exportTo({ model: checkpoint, adapter: false, out: out('nothing'), dtype: 'F32' }),
    ).rejects.toThrow(/builds on the model .*: give that as its base/)
    await expect(
      run({ ...theirs, out: out('new'), model: join(root, 'documents') }, quiet()),
    ).rejects.toThrow(/no config\.json/)
    await expect(
      run({ ...theirs, out: out('new'), model: join(root, 'moved'), set: ['game.prompts=compact'] }, quiet()),
    ).rejects.toThrow(/does not know the compact prompts/)
    await expect(readdir(out('new'))).rejects.toThrow()
    await expect(
      run(
        {
          ...{ ...theirs, out: out('new'), model: join(root, 'moved'), warmStart: 3 },
          set: theirs.set,
        },
        quiet(),
      ),
    ).rejects.toThrow(/no examples in the paper prompts/)
  })

  it('plays on several corpora at once', async () => {
    expect(
      await run(
        options({
          out: out('two'),
          corpus: `${join(root, 'documents')},stories-relations`,
          rounds: 1,
          warmStart: 1,
        }),
        quiet(),
      ),
    ).toBe(DONE)
    expect(JSON.parse(await readFile(join(out('two'), 'run.json'), 'utf8'))).toMatchObject({
      corpora: ['corpus-1', 'stories-relations'],
    })
  })

  it("lets a server hold the Challenger's seat, and says which one did not answer", async () => {
    const asked: { model: string; messages: { content: string }[] }[] = []
    const server = createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        asked.push(JSON.parse(Buffer.concat(parts).toString()) as (typeof asked)[number])
        response.end(
          JSON.stringify({
            choices: [
              {
                message: {
                  content: `Ada has ${asked.length} figs and 2 plums. How many fruits has she?\nAnswer: ${asked.length + 2}`,
                },
                finish_reason: 'stop',
              },
            ],
          }),
        )
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const challengerAt = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
    const theirs = options({
      startFrom: join(out('a'), 'checkpoints', 'warm.safetensors'),
      rounds: 1,
      set: [...options({}).set, 'gates.active=parse', 'game.answerTypes=integer'],
      challengerAt,
      challengerModel: 'strong',
    })
    expect(await run({ ...theirs, out: out('remote') }, quiet())).toBe(DONE)
    server.close()
    expect(
      asked.every(
        ({ model, messages }) => model === 'strong' && messages[0]?.content.startsWith('Passage:\n'),
      ),
    ).toBe(true)
    expect(await linesOf('remote')).toMatchObject([{ validRate: 1, lengthChallenger: 0 }])
    expect(JSON.parse(await readFile(join(out('remote'), 'config.json'), 'utf8'))).toMatchObject({
      config: { game: { challenger: 'remote' } },
    })
    expect(await run({ ...theirs, out: out('away') }, quiet())).toBe(FAILED)
    expect(said.join('')).toContain(`strong at ${new URL(challengerAt).host}: no answer`)
    await expect(run({ ...theirs, out: out('odd'), challengerAt: 'localhost' }, quiet())).rejects.toThrow(
      /--challenger-at: "localhost" is no address/,
    )
    await expect(run({ ...theirs, out: out('odd'), challengerModel: undefined }, quiet())).rejects.toThrow(
      /which model to use/,
    )
  })

  it('refuses what cannot be meant before it writes anything', async () => {
    const refused = (change: Partial<RunOptions>): Promise<number> => run(options(change), quiet())
    await expect(refused({ out: out('a') })).rejects.toThrow(/is not empty/)
    await expect(refused({ out: out('new'), resume: true })).rejects.toThrow(/holds no run/)
    await expect(refused({ out: out('new'), corpus: undefined })).rejects.toThrow(/--corpus is missing/)
    await expect(refused({ out: out('new'), corpus: join(root, 'nowhere') })).rejects.toThrow(
      /no folder, file or starter/,
    )
    await expect(refused({ out: out('new'), startFrom: 'nowhere' })).rejects.toThrow(
      /--start-from: there is no file/,
    )
    await expect(refused({ out: out('new'), set: ['a.b=1'] })).rejects.toThrow(UsageError)
    expect(await readdir(root)).not.toContain('new')
  })

  it('fails with one line where the corpus gives nothing, or the weights are something else', async () => {
    await mkdir(join(root, 'empty'))
    await writeFile(join(root, 'empty', 'a.txt'), '')
    await expect(run(options({ out: out('d'), corpus: join(root, 'empty') }), quiet())).rejects.toThrow(
      /gave no documents/,
    )
    await writeFile(join(root, 'no.safetensors'), 'no weights at all')
    await expect(
      run(options({ out: out('e'), startFrom: join(root, 'no.safetensors') }), quiet()),
    ).rejects.toThrow(/weights file/)
    await writeFile(join(root, 'probe.json'), '[{"type":"integer"}]')
    expect(await run(options({ out: out('f'), probe: join(root, 'probe.json') }), quiet())).toBe(FAILED)
    expect(said.join('')).toContain('Question 1 of')
  })
})

describe('the command', () => {
  const spice = (...args: string[]) =>
    spawnSync(process.execPath, ['src/cli/spice.mjs', ...args], { encoding: 'utf8' })
  it('ends with 2 for wrong usage and 0 for help', () => {
    const wrong = spice('run', '--out', out('a'), '--seed', 'one')
    expect([wrong.status, wrong.stderr.includes('--seed: "one" is not a whole number')]).toEqual([2, true])
    expect(spice('run', '--nonsense').status).toBe(2)
    expect(spice('dance').status).toBe(2)
    const help = spice('run', '--help')
    expect([help.status, help.stdout.includes('--warm-start-only')]).toEqual([0, true])
  })
})
