import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ok } from '../../base/result'
import { CorpusFolders } from '../../cli/corpusFolders'
import { RunFolders } from '../../cli/runFolders'
import { ChatTokenizer } from '../../players/modelTokenizer'
import { readSnapshot } from '../checkpoints/snapshot'
import { EngineHarness, smallConfig, temporary } from '../testing/engineHarness'
import { tinyModel } from '../testing/tinyPublishedModel'

const TEMPLATE =
  '{% if strftime_now is defined %}{{ strftime_now("%d %b %Y") }}{% else %}26 Jul 2024{% endif %}{% for m in messages %} {{ m.content }}{% endfor %}'
const prompt = [{ mark: 'begin' }, { text: 'Why?' }, { mark: 'reasoner' }] as const

let root = ''
beforeEach(async () => void (root = await temporary()))
afterEach(() => rm(root, { recursive: true, force: true }))

/** A new run with a model whose chat template is `template`, made at `moment`. */
async function begun(template: string, moment: number): Promise<EngineHarness> {
  const { files } = await tinyModel(1, { template })
  const stores = {
    runs: new RunFolders(join(root, 'runs')),
    corpora: new CorpusFolders(join(root, 'corpora')),
  }
  const harness = new EngineHarness(stores, { model: async () => ok(files), date: () => moment })
  const blob = new Blob(['{"text":"Ann had 4 books."}\n'])
  const config = smallConfig(['game.prompts', 'paper'], ['warmStart.steps', 0])
  await harness.succeed({
    ...{ kind: 'corpus.add', corpus: 'c', name: 'Stories', files: [{ path: 's.jsonl', data: blob }] },
  })
  await harness.succeed({
    ...{ kind: 'run.create', linked: { preset: 'nano', seed: 1, config }, corpora: ['c'], name: 'Run' },
    startFrom: { kind: 'model', name: 'tiny' },
  })
  return harness
}

async function shown(harness: EngineHarness): Promise<string> {
  const bytes = await harness.stores.runs.checkpoint('run-1', 'warm')
  const read = bytes === null ? null : readSnapshot(bytes)
  if (read === null || !read.ok || !(read.value.tokenizer instanceof ChatTokenizer)) throw new Error('none')
  const { tokenizer } = read.value
  return tokenizer.decode(tokenizer.encodeParts(prompt))
}

describe('a new run with a model whose chat template asks for the day', () => {
  it('keeps the day that it began in its record and in its checkpoints', async () => {
    const harness = await begun(TEMPLATE, Date.UTC(2026, 2, 7, 23))
    expect((await harness.stores.runs.run('run-1'))?.promptDate).toBe('2026-03-07')
    expect(await shown(harness)).toBe('07 Mar 2026 Why?')
  })

  it('keeps none where the template does not ask', async () => {
    const harness = await begun('{% for m in messages %} {{ m.content }}{% endfor %}', Date.UTC(2026, 2, 7))
    const record = await harness.stores.runs.run('run-1')
    expect(record !== null && 'promptDate' in record).toBe(false)
    expect(await shown(harness)).toBe(' Why?')
  })
})
