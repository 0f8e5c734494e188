import { appendFile, mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { preset } from '../config/config'
import { corpusStoreCases, runStoreCases } from '../protocol/ports.contract'
import type { RunRecord } from '../protocol/records'
import { CorpusFolders } from './corpusFolders'
import { RunFolders } from './runFolders'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'spice-folders-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

describe('CorpusFolders', () => {
  it.each(corpusStoreCases)('$name', (each) => each.run(new CorpusFolders(root)))

  it('reads what another process wrote, and cuts away a line that a crash left half written', async () => {
    const document = (id: string) => ({
      id,
      corpus: 'c',
      name: id,
      length: 3,
      tokens: 1,
      added: 0,
      text: `é${id}`,
    })
    const first = new CorpusFolders(root)
    await first.put({
      id: 'c',
      name: 'C',
      origin: '',
      licence: '',
      documents: 0,
      characters: 0,
      duplicates: 0,
      tokens: 0,
    })
    await first.add('c', [document('a'), document('b')])
    await appendFile(join(root, 'c', 'documents.jsonl'), '{"id":"half')
    const second = new CorpusFolders(root)
    await second.add('c', [document('d')])
    const third = new CorpusFolders(root)
    expect((await third.documents('c')).map(({ id }) => id)).toEqual(['a', 'b', 'd'])
    expect(await third.text('c', 'd')).toBe('éd')
  })
})

describe('RunFolders', () => {
  it.each(runStoreCases)('$name', (each) => each.run(new RunFolders(root)))

  const record: RunRecord = {
    id: 'r',
    name: 'R',
    created: 1,
    linked: { preset: 'nano', seed: 1, config: preset('nano') },
    corpora: [],
    rounds: 0,
    warmSteps: 0,
    state: 'new',
    vocabulary: [],
    device: '',
    note: '',
  }

  it('is a folder that a person can read', async () => {
    const store = new RunFolders(root)
    await store.put(record)
    await store.addProbe('r', { round: 0, accuracy: 0.5, answers: [] })
    await store.putCheckpoint(
      { run: 'r', name: 'warm', rounds: 0, warmSteps: 1, created: 1, bytes: 1 },
      Uint8Array.of(7),
    )
    expect((await readdir(join(root, 'r'))).toSorted()).toEqual(['checkpoints', 'probes.jsonl', 'run.json'])
    expect((await readdir(join(root, 'r', 'checkpoints'))).toSorted()).toEqual([
      'index.json',
      'warm.safetensors',
    ])
    expect(JSON.parse(await readFile(join(root, 'r', 'run.json'), 'utf8'))).toEqual(record)
  })

  it('leaves nothing beside a file whose lines could not be written anew', async () => {
    const store = new RunFolders(root)
    await store.put(record)
    await appendFile(join(root, 'r', 'episodes.jsonl'), '{"v":1,"round":0}\n')
    const full = (): never => {
      throw new Error('no room')
    }
    await expect(store.rewriteEpisodes('r', 1, full)).rejects.toThrow('no room')
    expect((await readdir(join(root, 'r'))).toSorted()).toEqual(['episodes.jsonl', 'run.json'])
  })

  it('leaves out a last line that a crash cut off', async () => {
    const store = new RunFolders(root)
    await store.put(record)
    await store.addWarmStart('r', [{ step: 1, loss: 2, learningRate: 1, tokens: 1, seconds: 1 }])
    await appendFile(join(root, 'r', 'warmstart.jsonl'), '{"step":2,"lo')
    expect((await store.warmStart('r')).map(({ step }) => step)).toEqual([1])
  })

  it.each(['..', '.', '', 'a/b', '..\\x'])('never leaves its folder for a run called %j', async (id) => {
    await expect(new RunFolders(root).put({ ...record, id })).rejects.toThrow('cannot be the name')
  })
})
