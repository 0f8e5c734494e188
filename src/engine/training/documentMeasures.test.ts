// A run on a person's documents is measured from its first round to its last, by questions that it never
// practises, with what guessing would give beside.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CorpusFolders } from '../../cli/corpusFolders'
import { RunFolders } from '../../cli/runFolders'
import { recordChecks } from '../../protocol/recordGuards'
import type { Passage, ProbeAnswer } from '../../protocol/records'
import { EngineHarness, smallConfig, temporary } from '../testing/engineHarness'

let root = ''
let places = 0
beforeAll(async () => {
  root = await temporary()
})
afterAll(() => rm(root, { recursive: true, force: true }))

const towns = ['Lindow', 'Karlsborg', 'Avesta', 'Norrtal', 'Brixham', 'Felden', 'Tarnow', 'Osmund']
const trades = ['salt', 'timber', 'copper', 'barley', 'wool', 'amber', 'granite', 'herring']
/** A document about a town, unlike those about the others. */
const documentOf = (i: number): string =>
  towns
    .map(
      (town, k) =>
        `In the year ${1500 + 7 * i + k} merchants of ${town} number ${i} carried ${trades[(i + k) % 8]} and ${trades[(3 * i + 2 * k + 1) % 8]} over the old bridge to ${towns[(k + i) % 8]}. The council of ${town} kept ${1000 + 20 * i + k} barrels in its cellar.`,
    )
    .join('\n\n')

const settings = [
  ['game.world', 'cloze'],
  ['gates.active', ['parse', 'leak', 'duplicate']],
  ['game.reasonerTokens', 32],
  ['probe.questions', 40],
  ['probe.every', 3],
  ['game.passageTokens', 100],
  ['model.context', 512],
] as const

async function played(
  count: number,
  more: readonly (readonly [string, unknown])[] = [],
): Promise<EngineHarness> {
  places += 1
  const lab = new EngineHarness({
    runs: new RunFolders(join(root, String(places), 'runs')),
    corpora: new CorpusFolders(join(root, String(places), 'corpora')),
  })
  await lab.succeed({
    kind: 'corpus.add',
    corpus: 'own',
    name: 'Own',
    files: Array.from({ length: count }, (_, i) => ({
      path: `town-${i}.txt`,
      data: new Blob([documentOf(i)]),
    })),
  })
  await lab.succeed({
    kind: 'run.create',
    linked: { preset: 'nano', seed: 1, config: smallConfig(...settings, ...more) },
    corpora: ['own'],
    name: 'Run',
  })
  await lab.play()
  expect(lab.of('failure').map(({ failure }) => failure.message)).toEqual([])
  return lab
}

it('tells where in its document each gap of recall and transfer stands', async () => {
  const lab = await played(12)
  const answers = await answersOf(lab, 0)
  for (const { measure, gold, place, document } of answers) {
    expect(place === undefined, measure).toBe(measure === 'general')
    if (place === undefined) continue
    const text = (await lab.stores.corpora.text('own', place.document)) ?? ''
    expect(text.slice(place.start, place.end)).toBe(gold)
    expect(document).toMatch(/^town-\d+\.txt$/u)
  }
})

const answersOf = async (lab: EngineHarness, round: number): Promise<readonly ProbeAnswer[]> =>
  (await lab.stores.runs.probes('run-1')).find((each) => each.round === round)?.answers ?? []

describe('measures of documents', () => {
  it('are in the first and the last line of a run, null between where they are not due, and after its end', async () => {
    const lab = await played(12)
    const lines = await lab.lines()
    expect(lines).toHaveLength(4)
    expect(lines.map(({ recall }) => recall === null)).toEqual([false, true, true, false])
    for (const line of lines) expect(recordChecks.metrics({ ...line, seconds: 1 })).toBeNull()
    for (const { recall, transfer, general, chances, probeAccuracy } of lines.filter(
      (line) => line.recall !== null,
    )) {
      for (const rate of [recall, transfer, general]) expect(rate).toEqual(expect.any(Number))
      expect(chances).toEqual({ recall: 0.25, transfer: 0.25, general: 0.25 })
      expect(probeAccuracy).toBe(transfer)
    }
    const probes = await lab.stores.runs.probes('run-1')
    expect(probes.map(({ round }) => round)).toEqual([0, 3, 4])
    for (const probe of probes) {
      expect(recordChecks.probe(JSON.parse(JSON.stringify(probe)))).toBeNull()
      const counts = ['recall', 'transfer', 'general'].map(
        (name) => probe.answers.filter(({ measure }) => measure === name).length,
      )
      expect(counts).toEqual([16, 16, 8])
    }
    expect(new Set(probes[0]?.answers.map(({ question }) => question)).size).toBe(40)
    // The same questions, asked of other weights.
    const [first, last] = [await answersOf(lab, 0), await answersOf(lab, 4)]
    expect(last.map(({ question }) => question)).toEqual(first.map(({ question }) => question))
    expect(last.map(({ probability }) => probability)).not.toEqual(
      first.map(({ probability }) => probability),
    )
  })

  it('ask what was never practised, of documents that were never read and of those that were', async () => {
    for (const count of [12, 3]) {
      const lab = await played(count, [
        ['game.passages', 8],
        ['game.rounds', 2],
      ])
      const passages: Passage[] = []
      const asked = new Set<string>()
      for (let round = 0; round < 2; round++)
        for (const { passage, candidates } of await lab.stores.runs.episodes('run-1', round)) {
          passages.push(passage)
          for (const { task } of candidates) if (task !== null) asked.add(task.question)
        }
      expect(asked.size).toBeGreaterThan(20)
      const answers = await answersOf(lab, 0)
      const of = (name: string): readonly ProbeAnswer[] => answers.filter(({ measure }) => measure === name)
      for (const { question } of answers) expect(asked.has(question)).toBe(false)
      const read = passages.map(({ text }) => text.replace(/\s+/gu, ' '))
      const filled = ({ question, gold }: ProbeAnswer): string => question.replace('___', gold).trim()
      for (const each of of('transfer')) {
        const sentence = filled(each).split('. ').at(-1) ?? ''
        expect(read.some((text) => text.includes(sentence))).toBe(false)
      }
      const files = new Set(passages.map(({ document }) => document))
      for (const { document } of of('recall')) expect(document).toEqual(expect.any(String))
      if (count === 12)
        for (const { document } of of('transfer')) expect(files.has(document ?? '')).toBe(false)
    }
  })

  it('are told of plain reading too, which reads what is not held out and asks nothing', async () => {
    const lab = await played(3, [
      ['update.source', 'reading'],
      ['update.exampleTokens', 512],
      ['game.rounds', 2],
    ])
    const lines = await lab.lines()
    for (const { recall, transfer, generatedTokens, trainedTokens } of lines) {
      expect([recall, transfer]).toEqual([expect.any(Number), expect.any(Number)])
      expect([generatedTokens, trainedTokens]).toEqual([0, 512])
    }
    expect(await lab.stores.runs.episodes('run-1', 0)).toEqual([])
  })

  it('are absent where no gaps are asked', async () => {
    const lab = await played(3, [
      ['game.world', 'passages'],
      ['game.rounds', 1],
    ])
    for (const line of await lab.lines()) expect(line).not.toHaveProperty('recall')
  })
})
