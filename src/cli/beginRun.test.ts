// A run that is stopped while it is being made: whatever was written by then, it becomes the run that was
// asked for, or is refused in one line. The model is a fake, the files are real.

import { cp, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fakeMachine } from '../engine/testing/fakeMachine'
import { corpusTexts } from '../spice/stories/storyCorpus'
import { isBegun } from './beginRun'
import { LOCK } from './folderLock'
import { run, type RunOptions } from './runCommand'
import { TerminalProgress } from './terminalProgress'
import { DONE, FAILED } from './usage'

const said: string[] = []
const quiet = (): TerminalProgress =>
  new TerminalProgress(
    { write: (text: string) => said.push(text) > 0 } as unknown as NodeJS.WriteStream,
    false,
  )

let root = ''
const options = (name: string, change: Partial<RunOptions> = {}): RunOptions => ({
  corpus: join(root, 'documents'),
  preset: 'nano',
  seed: 5,
  out: join(root, name),
  warmStartOnly: false,
  resume: false,
  rounds: 1,
  warmStart: 3,
  set: ['game.passages=2', 'probe.questions=4', 'warmStart.batchTokens=256', 'model.vocabulary=320'],
  ...change,
})
const play = (given: RunOptions): Promise<number> => run(given, quiet(), fakeMachine())
const bare = (name: string): RunOptions => ({
  ...{ preset: 'default', seed: 1, out: join(root, name), warmStartOnly: false, resume: true, set: [] },
})
const text = (...path: string[]): Promise<string> => readFile(join(root, ...path), 'utf8')

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'spice-begin-'))
  await mkdir(join(root, 'documents'))
  for (const [i, story] of corpusTexts('numbers', 20, 8).entries())
    await writeFile(join(root, 'documents', `${i}.txt`), story)
  const type = { type: 'integer', question: 'Ann has 2 figs and gets 3. How many?', gold: '5' }
  await writeFile(join(root, 'probe.json'), JSON.stringify([type]))
  expect(await play(options('first'))).toBe(DONE)
  const startFrom = join(root, 'first', 'checkpoints', 'warm.safetensors')
  const asked = options('whole', { startFrom, probe: join(root, 'probe.json'), warmStart: undefined })
  expect(await play(asked)).toBe(DONE)
})
afterAll(() => rm(root, { recursive: true, force: true }))

/** The run as it was when it was killed: what comes after its options, or its documents, is gone. */
async function stopped(name: string, left: readonly string[]): Promise<void> {
  await mkdir(join(root, name))
  for (const each of left) await cp(join(root, 'whole', each), join(root, name, each), { recursive: true })
  await writeFile(join(root, name, LOCK), '{"pid":1')
  await writeFile(join(root, name, 'run.json.part'), '{"id":')
}

it.each([
  ['its options', ['config.json']],
  ['its documents', ['config.json', 'corpus']],
  ['its first checkpoint', ['config.json', 'corpus', 'checkpoints']],
])('goes on from %s as the run that was asked for: weights, probe and configuration', async (what, left) => {
  const name = what.replaceAll(' ', '-')
  await stopped(name, left)
  await rm(join(root, name, 'checkpoints', '1.safetensors'), { force: true })
  if (left.includes('corpus')) await truncate(join(root, name, 'corpus', 'corpus', 'documents.jsonl'), 1000)
  expect(isBegun(join(root, name))).toBe(true)
  expect(await play(bare(name))).toBe(DONE)
  for (const file of ['metrics.jsonl', 'episodes.jsonl', 'probes.jsonl', 'config.json'])
    expect([file, await text(name, file)]).toEqual([file, await text('whole', file)])
  for (const file of ['corpus/corpus/documents.jsonl', 'corpus/corpus/corpus.json'])
    expect(await text(name, file)).toBe(await text('whole', file))
  const record = async (of: string): Promise<object> => JSON.parse(await text(of, 'run.json')) as object
  expect(await record(name)).toEqual({ ...(await record('whole')), id: name, name })
})

it('begins in a folder where nothing but a lock was left, and refuses to resume there', async () => {
  await stopped('nothing', [])
  expect(isBegun(join(root, 'nothing'))).toBe(false)
  await expect(play(bare('nothing'))).rejects.toThrow(/holds no run\. Leave --resume out/)
  expect(await play(options('nothing'))).toBe(DONE)
})

it('refuses a second writer while the first one plays, and loses nothing of either', async () => {
  let second: Promise<number> | null = null
  const first = await run(
    options('twice'),
    quiet(),
    fakeMachine(async (what) => {
      if (what !== 'challenger') return
      second ??= play({ ...bare('twice'), rounds: 3 })
      await expect(second).rejects.toThrow(/^Another process .* is writing to .*twice/)
    }),
  )
  expect([first, second === null]).toEqual([DONE, false])
  expect(await text('twice', 'metrics.jsonl')).toBe(await text('first', 'metrics.jsonl'))
})

it.each(['config.json', 'run.json'])('names an empty %s and what to do', async (name) => {
  const folder = `empty-${name}`
  await cp(join(root, 'whole'), join(root, folder), { recursive: true })
  await truncate(join(root, folder, name))
  const line = /(config|run)\.json is empty\. Restore a complete copy, or start again in another folder/
  await expect(play(bare(folder))).rejects.toThrow(line)
})

it('says in one line that a folder is a file, or below one', async () => {
  await writeFile(join(root, 'file'), '')
  await expect(play(options('file'))).rejects.toThrow(/"[^"]*file" is a file\. Name a folder\./)
  await expect(play(options('file/deep'))).rejects.toThrow(/part of that path is a file/)
})

it('fails in one line where a checkpoint that it began with is gone', async () => {
  await cp(join(root, 'whole'), join(root, 'gone'), { recursive: true })
  for (const each of ['checkpoints', 'metrics.jsonl', 'episodes.jsonl', 'probes.jsonl'])
    await rm(join(root, 'gone', each), { recursive: true })
  said.length = 0
  expect(await play(bare('gone'))).toBe(FAILED)
  expect(said.join('')).toMatch(/has no checkpoint left to resume from/)
})
