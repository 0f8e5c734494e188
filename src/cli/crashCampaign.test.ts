// Random faults against whole runs of the command line: kills and power cuts at any change of a file, a full
// and a read-only disk, a second writer, flipped bits, cut and missing files. Each run ends byte for byte as
// one that nothing happened to, or is refused in one line with everything still there. The model is a fake,
// the files are real. SPICE_CRASHES and SPICE_SEED choose how many and which; `npm run test:crashes` does
// 1,000.

import type * as fs from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { integerAt } from '../base/at'
import { Random } from '../base/random'
import { readSnapshot } from '../engine/checkpoints/snapshot'
import { fakeMachine } from '../engine/testing/fakeMachine'
import { corpusTexts } from '../spice/stories/storyCorpus'
import { LOCK } from './folderLock'
import { run, type RunOptions } from './runCommand'
import { TerminalProgress } from './terminalProgress'
import type { Fault, FaultyDisk } from './testing/faultyDisk'
import { DONE } from './usage'

const COUNT = Number(process.env['SPICE_CRASHES'] ?? 4)
const SEED = Number(process.env['SPICE_SEED'] ?? 1)
/** The first case, to see one again. */
const FIRST = Number(process.env['SPICE_FIRST'] ?? 0)

const held = vi.hoisted(() => ({ disk: null as FaultyDisk | null, real: null as typeof fs | null }))
vi.mock('node:fs/promises', async (original) => {
  const { FaultyDisk: Disk } = await import('./testing/faultyDisk')
  held.real = await original<typeof fs>()
  held.disk = new Disk(held.real)
  return held.disk.module
})
const { disk, real } = ((): { disk: FaultyDisk; real: typeof fs } => {
  if (held.disk === null || held.real === null) throw new Error('the disk is not mocked')
  return { disk: held.disk, real: held.real }
})()

let root = ''
/** Changes of files in a run that nothing happens to. */
let changes = 0
beforeAll(async () => {
  root = await real.mkdtemp(join(tmpdir(), 'spice-crashes-'))
  await real.mkdir(join(root, 'documents'))
  for (const [i, story] of corpusTexts('numbers', 8, 8).entries())
    await real.writeFile(join(root, 'documents', `${i}.txt`), story)
  disk.watch(join(root, 'whole'), null)
  const { ended, line } = await play('whole')
  expect([ended, line]).toEqual(['done', line])
  changes = disk.changes
  for (const path of await pathsOf('whole')) {
    const bytes = await bytesIn('whole', path)
    if (bytes !== null) whole.set(path, bytes)
  }
})
afterAll(() => real.rm(root, { recursive: true, force: true }))

const optionsOf = (name: string, resume: boolean): RunOptions => ({
  ...{ preset: 'nano', seed: 5, out: join(root, name, 'run'), warmStartOnly: false, resume },
  ...(resume
    ? { set: [] }
    : {
        ...{ corpus: join(root, 'documents'), rounds: 3, warmStart: 12 },
        set: [
          ...['game.passages=2', 'game.groupSize=2', 'game.maxCandidates=2', 'probe.questions=2'],
          ...['probe.every=1', 'warmStart.batchTokens=64', 'model.vocabulary=300'],
          ...['keep.checkpointEvery=1', 'keep.checkpoints=2'],
        ],
      }),
})

interface Played {
  readonly ended: 'done' | 'refused'
  /** The last line that it said. */
  readonly line: string
}

async function play(name: string, resume = false, machine = fakeMachine()): Promise<Played> {
  const lines: string[] = []
  const out = { write: (text: string) => lines.push(text.trimEnd()) > 0 } as unknown as NodeJS.WriteStream
  try {
    const code = await run(optionsOf(name, resume), new TerminalProgress(out, false), machine)
    return { ended: code === DONE ? 'done' : 'refused', line: lines.at(-1) ?? '' }
  } catch (thrown) {
    return { ended: 'refused', line: thrown instanceof Error ? thrown.message : String(thrown) }
  }
}

/** Goes on as a person would: with --resume, or anew where it says that nothing was begun. */
async function goOn(name: string): Promise<Played> {
  disk.watch('', null)
  const resumed = await play(name, true)
  return /holds no run/.test(resumed.line) ? play(name) : resumed
}

const RECORDS = ['metrics.jsonl', 'episodes.jsonl', 'probes.jsonl', 'warmstart.jsonl']
const folderOf = (name: string): string => join(root, name, 'run')
const bytesIn = (name: string, file: string): Promise<Buffer | null> =>
  real.readFile(join(folderOf(name), file)).catch(() => null)

/** Paths of a run's files, but for what was set aside. */
async function pathsOf(name: string): Promise<string[]> {
  const entries = await real.readdir(folderOf(name), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && !entry.name.includes('.before-resume-'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folderOf(name).length + 1))
    .toSorted()
}

const INDEX = join('checkpoints', 'index.json')
const NEWEST = join('checkpoints', '3.safetensors')

/** The run that nothing happened to, by its paths. */
const whole = new Map<string, Buffer>()

/** Times of the index left out: one that is made again has those of the files. */
const comparable = (path: string, bytes: Buffer): Buffer =>
  path === INDEX ? Buffer.from(bytes.toString('utf8').replaceAll(/"created": \d+/g, '')) : bytes

/**
 * A checkpoint that was damaged and not needed may stay as it is, since it is refused where it is opened;
 * where one was removed, others are kept, but for the newest.
 */
async function differences(name: string, damaged: string | null): Promise<string[]> {
  const different: string[] = []
  const own = await pathsOf(name)
  const gone = damaged !== null && damaged.endsWith('.safetensors') && !own.includes(damaged)
  for (const path of new Set([...own, ...whole.keys()])) {
    const [is, was] = [await bytesIn(name, path), whole.get(path)]
    const equal = is !== null && was !== undefined && comparable(path, is).equals(comparable(path, was))
    const refused = path === damaged && path.endsWith('.safetensors') && is !== null && !readSnapshot(is).ok
    const spared = refused || (gone && path.startsWith('checkpoints') && path !== NEWEST)
    if (!equal && !spared) different.push(path)
  }
  return different
}

/** The lines of a run by their files. */
async function recordsOf(name: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  for (const file of RECORDS) texts.set(file, (await bytesIn(name, file))?.toString('latin1') ?? '')
  return texts
}

/** What of the lines that were there is neither in its file nor set aside beside it. */
async function lost(name: string, before: ReadonlyMap<string, string>): Promise<string[]> {
  const missing: string[] = []
  const names = await real.readdir(folderOf(name))
  for (const file of RECORDS) {
    const stem = file.replace('.jsonl', '.')
    const now = await Promise.all(
      names.filter((each) => each.startsWith(stem)).map((each) => bytesIn(name, each)),
    )
    const kept = now.map((bytes) => bytes?.toString('latin1') ?? '').join('\n')
    for (const line of (before.get(file) ?? '').split('\n')) {
      // Thinned episodes have other lines.
      const own =
        file === 'episodes.jsonl' ? (/^\{"v":1,"round":\d+,"episode":\d+/.exec(line)?.[0] ?? '') : line
      if (!kept.includes(own)) missing.push(`${file}: ${line.slice(0, 60)}`)
    }
  }
  return missing
}

type Kind = 'kill' | 'power' | 'full' | 'readOnly' | 'writers' | 'bit' | 'cut'
const KINDS: readonly Kind[] = ['kill', 'kill', 'power', 'full', 'readOnly', 'writers', 'bit', 'cut', 'cut']

interface Outcome {
  readonly kind: Kind
  readonly what: string
  readonly ended: 'equal' | 'refused'
}

function faultOf(kind: Kind, random: Random): Fault {
  const at = random.integer(1, changes + 1)
  const how = random.pick(['before', 'half', 'after'] as const)
  switch (kind) {
    case 'full':
      return { at, how: 'half', code: 'ENOSPC' }
    case 'readOnly':
      return { at, how: 'before', code: random.pick(['EROFS', 'EACCES', 'EIO'] as const) }
    case 'power':
      return { at, how, power: true }
    default:
      return { at, how }
  }
}

/** A run that ends at a fault, and may end at another one while it is gone on with. */
async function interrupted(name: string, kind: Kind, random: Random): Promise<string> {
  const said: string[] = []
  for (let tries = random.integer(1, 4), resume = false; tries > 0; tries--, resume = true) {
    const fault = faultOf(kind, random)
    disk.watch(folderOf(name), fault)
    const { ended, line } = await play(name, resume)
    said.push(`${fault.code ?? 'kill'} ${fault.how} ${fault.at}${disk.struck ? '' : ' (not reached)'}`)
    // A lock that stays is no fault of a run that is done: the next one takes it over.
    const unlocking = disk.where.endsWith(LOCK) || disk.where === folderOf(name)
    if (disk.struck && fault.code !== undefined && !unlocking) {
      expect(ended, said.join()).toBe('refused')
      expect(line, said.join()).toMatch(/^[^\n]+\.$/)
    }
    if (!disk.struck) break
  }
  return said.join(', ')
}

/** Another process of the same name at work in the folder, for the whole run. */
async function twoWriters(name: string): Promise<string> {
  let second = ''
  disk.watch('', null)
  await play(
    name,
    false,
    fakeMachine(async (what) => {
      if (what === 'challenger' && second === '') second = (await play(name, true)).line
    }),
  )
  expect(second).toMatch(/^Another process .* is writing to .*\.$/)
  return 'second writer refused'
}

const pickFile = async (name: string, pattern: RegExp, random: Random): Promise<string | null> => {
  const files = (await pathsOf(name)).filter((file) => pattern.test(file))
  return files.length === 0 ? null : random.pick(files)
}

interface Damage {
  readonly what: string
  readonly file: string | null
}

async function flip(name: string, random: Random): Promise<Damage> {
  const file = await pickFile(name, /^checkpoints\/.*\.safetensors$/, random)
  const bytes = file === null ? null : await bytesIn(name, file)
  if (file === null || bytes === null || bytes.length === 0) return { what: 'nothing to flip', file: null }
  const bit = random.integer(0, 8 * (random.chance(0.5) ? bytes.length : Math.min(bytes.length, 20_000)))
  bytes[bit >> 3] = integerAt(bytes, bit >> 3) ^ (1 << (bit & 7))
  await real.writeFile(join(folderOf(name), file), bytes)
  return { what: `bit ${bit} of ${file}`, file }
}

async function cut(name: string, random: Random): Promise<Damage> {
  const file = await pickFile(name, /^(checkpoints\/.*|(run|config)\.json|.*\.jsonl)$/, random)
  if (file === null || file.startsWith('corpus/')) return { what: 'nothing to cut', file: null }
  const path = join(folderOf(name), file)
  const { size } = await real.stat(path)
  // An empty warmstart.jsonl is that of a run without a warm start.
  const whole = file === 'warmstart.jsonl' ? random.integer(Math.min(size, 60), size + 1) : null
  if (whole === null && random.chance(0.25)) {
    await real.rm(path)
    return { what: `${file} removed`, file }
  }
  const length = whole ?? (random.chance(0.25) ? 0 : random.integer(0, size + 1))
  await real.truncate(path, length)
  return { what: `${file} cut to ${length} of ${size}`, file }
}

async function one(n: number): Promise<Outcome> {
  const name = `case-${n}`
  const random = Random.from(SEED, n)
  const kind = random.pick(KINDS)
  await real.mkdir(join(root, name))
  let what: string
  let damaged: string | null = null
  if (kind === 'writers') what = await twoWriters(name)
  else if (kind === 'bit' || kind === 'cut') {
    what = random.chance(0.7) ? await interrupted(name, 'kill', random) : (await play(name)).ended
    const damage = await (kind === 'bit' ? flip : cut)(name, random)
    what = `${what}; ${damage.what}`
    damaged = damage.file
  } else what = await interrupted(name, kind, random)
  const before = await recordsOf(name)
  const { ended, line } = await goOn(name)
  const label = `${n}: ${kind}, ${what}; ${ended}: ${line}`
  if (ended === 'done') expect(await differences(name, damaged), label).toEqual([])
  else {
    // Only what is damaged from outside may be beyond mending.
    expect(kind, label).toMatch(/^(bit|cut)$/)
    expect(line, label).toMatch(/^[^\n]+\.$/)
  }
  expect(await lost(name, before), label).toEqual([])
  await real.rm(join(root, name), { recursive: true })
  return { kind, what, ended: ended === 'done' ? 'equal' : 'refused' }
}

it(
  `ends ${COUNT} disturbed runs as if nothing had happened, or refuses them in one line`,
  async () => {
    const outcomes: Outcome[] = []
    const faults: string[] = []
    for (let n = FIRST; n < FIRST + COUNT; n++)
      try {
        outcomes.push(await one(n))
      } catch (thrown) {
        faults.push(`${n}: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
      }
    const counts: Record<string, number> = {}
    for (const { kind, ended } of outcomes) counts[`${kind} ${ended}`] = (counts[`${kind} ${ended}`] ?? 0) + 1
    if (COUNT > 100) console.info(`seed ${SEED}, ${COUNT} runs:`, counts)
    expect(faults).toEqual([])
    const refused = outcomes.filter(({ ended }) => ended === 'refused').length
    expect(refused).toBeLessThan(COUNT / 2)
  },
  60_000 + 10_000 * COUNT,
)
