import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { heldOutQuestions } from '../spice/stories/ambiguous/tasks'
import { readStudy } from '../study/studyFile'
import { publish } from './studyPublish'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'publish-'))
})
afterEach(() => rm(root, { recursive: true }))

const files = ['run.json', 'metrics.jsonl', 'probes.jsonl', 'first.safetensors', 'last.safetensors']

/** Publishes a study of two arms and two seeds, of which the second arm has done one. */
async function published(startFrom: string): Promise<string[]> {
  const json = {
    ...{ name: 'two', preset: 'nano', corpus: 'c', probe: 'p.json', seeds: [1, 2], startFrom },
    arms: [{ name: 'spice' }, { name: 'other' }],
  }
  const [out, to, file] = [join(root, 'out'), join(root, 'to'), join(root, 'study.json')]
  await writeFile(file, JSON.stringify(json))
  for (const run of ['spice/seed-1', 'spice/seed-2', 'other/seed-1', 'other/seed-2']) {
    await mkdir(join(out, run), { recursive: true })
    for (const name of files) await writeFile(join(out, run, name), `${run} ${name}`)
    if (run !== 'other/seed-2') await writeFile(join(out, run, 'evaluation.json'), '{}')
  }
  const study = readStudy(json)
  if (!study.ok) throw new Error(study.error.message)
  await publish(study.value, file, out, to)
  const probes = await readFile(join(to, 'spice', 'seed-2', 'probes.jsonl.gz'))
  expect(gunzipSync(probes).toString()).toBe('spice/seed-2 probes.jsonl')
  const found = await readdir(to, { recursive: true, withFileTypes: true })
  return found
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name).slice(to.length + 1))
}

const lines = (run: string): string[] =>
  ['evaluation.json', 'metrics.jsonl.gz', 'probes.jsonl.gz'].map((name) => `${run}/${name}`)

describe('publish', () => {
  it('ships what is done, packs their lines, and has the last weights of one run', async () => {
    expect((await published('public/weights/tiny-stories.safetensors')).toSorted()).toEqual(
      [
        'study.json',
        ...['spice/seed-1', 'spice/seed-2', 'other/seed-1'].flatMap(lines),
        'spice/seed-1/last.safetensors',
      ].toSorted(),
    )
  })
  it('adds the first weights where they are not built in', async () => {
    expect(await published('mine.safetensors')).toContain('first.safetensors')
  })
  it('leaves out answers and weights where it is to be short, and tells the share right by kind', async () => {
    const json = { name: 'x', preset: 'nano', corpus: 'c', probe: 'p', seeds: [1], arms: [{ name: 'spice' }] }
    const [out, to, file] = [join(root, 'out'), join(root, 'to'), join(root, 'study.json')]
    const asked = heldOutQuestions(1, 3).map(({ question, gold }, i) => ({
      ...{ question, gold, answer: gold, right: i % 2 === 0 },
    }))
    await writeFile(file, JSON.stringify(json))
    await mkdir(join(out, 'spice/seed-1'), { recursive: true })
    for (const name of [...files, 'evaluation.json']) await writeFile(join(out, 'spice/seed-1', name), '')
    const probe = { round: 10, accuracy: 0.5, answers: asked }
    await writeFile(join(out, 'spice/seed-1/probes.jsonl'), `${JSON.stringify(probe)}\n`)
    const study = readStudy(json)
    if (!study.ok) throw new Error(study.error.message)
    await publish(study.value, file, out, to, true)
    const place = join(to, 'spice', 'seed-1')
    expect((await readdir(place)).toSorted()).toEqual(
      ['evaluation.json.gz', 'kinds.json.gz', 'metrics.jsonl.gz', 'probes.jsonl.gz'].toSorted(),
    )
    const unpacked = async (name: string): Promise<Record<string, unknown>> =>
      JSON.parse(gunzipSync(await readFile(join(place, name))).toString()) as Record<string, unknown>
    expect(await unpacked('probes.jsonl.gz')).toEqual({ round: 10, accuracy: 0.5, answers: [] })
    expect((await unpacked('kinds.json.gz'))['10']).toMatchObject({ ferries: 1, families: 0, valets: 1 })
  })
})
