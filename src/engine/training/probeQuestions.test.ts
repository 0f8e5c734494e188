import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { CorpusFolders } from '../../cli/corpusFolders'
import { RunFolders } from '../../cli/runFolders'
import { EngineHarness, smallConfig, temporary } from '../testing/engineHarness'
import type { ProbeQuestion } from '../../training/probe'
import { ofTypes } from './probeQuestions'

let root = ''
beforeEach(async () => {
  root = await temporary()
})
afterEach(() => rm(root, { recursive: true, force: true }))

/** Golds of the first probe of a run that plays these answer types. */
async function golds(types: readonly string[]): Promise<string[]> {
  const stores = {
    corpora: new CorpusFolders(join(root, 'corpora')),
    runs: new RunFolders(join(root, 'runs')),
  }
  const harness = new EngineHarness(stores)
  await harness.create(smallConfig(['game.answerTypes', types], ['probe.questions', 20]))
  await harness.play(1)
  return ((await stores.runs.probes('run-1'))[0]?.answers ?? []).map(({ gold }) => gold)
}

it('probes a run with questions of the answer types that it plays', async () => {
  const asked = await golds(['integer'])
  expect(asked).toHaveLength(20)
  expect(asked.filter((gold) => !/^\d+$/.test(gold))).toEqual([])
})

it('takes turns among the types that are in play', async () => {
  const asked = await golds(['integer', 'expression'])
  expect(asked.filter((gold) => /^\d+$/.test(gold))).toHaveLength(10)
})

it('leaves out a list without a question of these types', () => {
  const question = (type: ProbeQuestion['type']): ProbeQuestion => ({
    type,
    question: 'How many?',
    options: [],
    gold: '1',
  })
  const lists = [[question('integer')], [question('string'), question('integer')], [question('string')]]
  expect(ofTypes(lists, ['integer'])).toEqual([[question('integer')], [question('integer')]])
})
