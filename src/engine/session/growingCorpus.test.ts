import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { CorpusFolders } from '../../cli/corpusFolders'
import { RunFolders } from '../../cli/runFolders'
import { rightGold } from '../../spice/gates/solver'
import { storyAnalyser } from '../../spice/stories/analyse'
import { EngineHarness, smallConfig, temporary } from '../testing/engineHarness'

let root = ''
beforeEach(async () => {
  root = await temporary()
})
afterEach(() => rm(root, { recursive: true, force: true }))

const readings = (from: number): Blob =>
  new Blob([
    `time (s),temperature (°C)\n${Array.from({ length: 5 }, (_, i) => `${from + i},${20 + ((from + i * 7) % 11)}`).join('\n')}`,
  ])

it('asks about readings that come in while the run plays, with right golds and the rows cited', async () => {
  const harness = new EngineHarness({
    runs: new RunFolders(join(root, 'runs')),
    corpora: new CorpusFolders(join(root, 'corpora')),
  })
  await harness.create(
    smallConfig(
      ['game.rounds', 40],
      ['game.passages', 2],
      ['game.challenger', 'scripted'],
      ['game.answerTypes', ['integer', 'mcq']],
    ),
  )
  const bring = (file: string, from: number): Promise<void> =>
    harness.succeed({
      ...{ kind: 'corpus.add', corpus: 'c', name: 'Stories' },
      files: [{ path: file, data: readings(from) }],
    })
  await harness.succeed({ kind: 'run.start', until: 15 })
  await bring('first.csv', 0)
  await harness.engine.settled()
  await harness.play(20)
  await bring('second.csv', 30)
  await harness.play(40)
  const { rounds, note } = (await harness.stores.runs.run('run-1')) ?? { rounds: 0, note: '' }
  expect(rounds).toBe(40)
  // It grew within the run: nothing was changed behind its back.
  expect(note).not.toContain('The corpus changed')
  const episodes = []
  for (let round = 0; round < 40; round++)
    episodes.push(...(await harness.stores.runs.episodes('run-1', round)))
  const cited = episodes.filter(({ passage }) => passage.cited !== undefined)
  expect(new Set(cited.map(({ passage }) => passage.cited?.file))).toEqual(
    new Set(['first.csv', 'second.csv']),
  )
  const tasks = cited.flatMap(({ candidates }) =>
    candidates.flatMap(({ task, valid }) => (task !== null && valid ? [task] : [])),
  )
  expect(tasks.length).toBeGreaterThan(3)
  for (const task of tasks)
    expect([task.question, rightGold(task, storyAnalyser)]).toEqual([task.question, true])
})
