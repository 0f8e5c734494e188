import { beforeEach, describe, expect, it } from 'vitest'
import { join } from 'node:path'
import { CorpusFolders } from '../../cli/corpusFolders'
import { RunFolders } from '../../cli/runFolders'
import { documentChoice } from '../../config/documentChoice'
import { withValue } from '../../config/config'
import type { RunLink } from '../../config/link'
import { hasFewValid } from '../../protocol/runTrial'
import { EngineHarness, smallConfig, temporary } from '../testing/engineHarness'
import { silentScript } from '../testing/seatScript'

let root = ''
let lab: EngineHarness
const builtIn = { kind: 'builtIn', name: 'tiny-stories' } as const
const text = Array.from(
  { length: 60 },
  (_, i) => `In chapter ${i} the harbour master of Port${i} counted the grey vessels before the storm came.`,
).join(' ')

beforeEach(async () => {
  root = await temporary()
  lab = new EngineHarness({
    runs: new RunFolders(join(root, 'runs')),
    corpora: new CorpusFolders(join(root, 'corpora')),
  })
  const files = [{ path: 'harbour.txt', data: new Blob([text]) }]
  await lab.succeed({ kind: 'corpus.add', corpus: 'mine', name: 'Mine', files })
})

const tried = async (linked: RunLink) => {
  await lab.succeed({ kind: 'run.try', linked, corpora: ['mine'], startFrom: builtIn })
  const [told] = lab.of('tried').slice(-1)
  if (told === undefined) throw new Error('nothing was told')
  return told
}

describe('a run that is tried before it begins', () => {
  it('tells how many of sixteen gaps are valid, gives times, and keeps nothing', async () => {
    const { linked } = documentChoice(3)
    const { trial, corpora } = await tried(linked)
    expect(trial.questions).toEqual({ tried: 16, valid: 16 })
    expect(hasFewValid(trial)).toBe(false)
    expect(corpora).toEqual(['mine'])
    const { first, round, whole } = trial.time
    expect(first).toBeGreaterThan(0)
    expect(whole).toBeGreaterThan(linked.config.game.rounds * round * 0.9)
    expect(await lab.stores.runs.runs()).toEqual([])
  })

  it('finds that a Challenger writes nothing that is valid', async () => {
    lab.script = silentScript
    const config = withValue(smallConfig(['game.answerTypes', ['string']]), 'game.groupSize', 8)
    const { trial } = await tried({ preset: 'nano', seed: 1, config })
    expect(trial.questions).toEqual({ tried: 16, valid: 0 })
    expect(hasFewValid(trial)).toBe(true)
  })

  it('asks nothing of noise, and still says how long it would take', async () => {
    const linked: RunLink = { preset: 'nano', seed: 1, config: smallConfig() }
    const startFrom = { kind: 'scratch' } as const
    await lab.succeed({ kind: 'run.try', linked, corpora: ['mine'], startFrom })
    expect(lab.of('tried').map(({ trial }) => trial.questions)).toEqual([null])
  })

  it('is refused what a run is refused', async () => {
    const { linked } = documentChoice(3)
    const startFrom = { kind: 'builtIn', name: 'none' } as const
    const reply = await lab.send({ kind: 'run.try', linked, corpora: ['mine'], startFrom })
    expect(reply.ok).toBe(false)
  })
})
