import { beforeEach, describe, expect, it } from 'vitest'
import { join } from 'node:path'
import { CorpusFolders } from '../../cli/corpusFolders'
import { RunFolders } from '../../cli/runFolders'
import { at } from '../../base/at'
import { documentChoice } from '../../config/documentChoice'
import { withValue } from '../../config/config'
import type { RunLink } from '../../config/link'
import { hasFewValid } from '../../protocol/runTrial'
import { Tokenizer } from '../../text/tokenizer'
import { processedBy } from '../../training/learner'
import type { OpenModelRuntime } from '../runtime/modelRuntime'
import { FakeModelRuntime, type FakeGpu } from '../testing/fakeModel'
import { EngineHarness, smallConfig, temporary } from '../testing/engineHarness'
import { silentScript, storyScript } from '../testing/seatScript'

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

/** A device that takes so many milliseconds a token that is read or written, thrice as many to learn one. */
function timedLab(): EngineHarness {
  const clock = { ms: 0 }
  const openRuntime: OpenModelRuntime = async (gpu, architecture, tokenizer) => {
    if (!(tokenizer instanceof Tokenizer)) throw new Error('the fake model has the tokenizer of the lab')
    const device = gpu as unknown as FakeGpu
    const model = new FakeModelRuntime(device, architecture, tokenizer, () => undefined, storyScript())
    const { player, trainer } = model
    return Object.assign(model, {
      player: {
        ...player,
        complete: async (...asked: Parameters<typeof player.complete>) => {
          const written = await player.complete(...asked)
          for (const { tokens } of [...asked[0], ...written.flat()]) clock.ms += tokens.length
          return written
        },
      },
      trainer: {
        ...trainer,
        accumulate: (...given: Parameters<typeof trainer.accumulate>) => {
          clock.ms += 3 * processedBy(given[0])
          return trainer.accumulate(...given)
        },
      },
    })
  }
  const stores = {
    runs: new RunFolders(join(root, 'timed')),
    corpora: new CorpusFolders(join(root, 'corpora')),
  }
  return new EngineHarness(stores, { openRuntime, now: () => clock.ms })
}

const median = (values: readonly number[]): number =>
  at(
    values.toSorted((a, b) => a - b),
    values.length >> 1,
  )

it('tells the time of a round within 30 % of what rounds then take', async () => {
  lab = timedLab()
  const chosen = documentChoice(3).linked
  const linked = { ...chosen, config: withValue(chosen.config, 'probe.every', 100) }
  const { trial } = await tried(linked)
  await lab.succeed({ kind: 'run.create', linked, corpora: ['mine'], name: 'Run', startFrom: builtIn })
  await lab.play(4)
  // The first round has the probe too.
  const [first = NaN, ...others] = (await lab.stores.runs.metrics('run-1')).map(({ seconds }) => seconds)
  const { time } = trial
  expect(Math.abs(time.round / median(others) - 1)).toBeLessThan(0.3)
  expect(Math.abs(time.first / first - 1)).toBeLessThan(0.3)
})

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
