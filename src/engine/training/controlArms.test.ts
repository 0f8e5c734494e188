// The arms of a study that need the engine: a Challenger that stays as it was, one that is no model, and
// practice.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CorpusFolders } from '../../cli/corpusFolders'
import { RunFolders } from '../../cli/runFolders'
import { StrongChallenger } from '../../players/strongChallenger'
import type { Player } from '../../spice/seats'
import { EngineHarness, smallConfig, temporary } from '../testing/engineHarness'
import type { EnginePorts } from '../enginePorts'

let root = ''
let places = 0
beforeAll(async () => {
  root = await temporary()
})
afterAll(() => rm(root, { recursive: true, force: true }))

function harness(change: Partial<EnginePorts> = {}): EngineHarness {
  places += 1
  return new EngineHarness(
    {
      runs: new RunFolders(join(root, String(places), 'runs')),
      corpora: new CorpusFolders(join(root, String(places), 'corpora')),
    },
    change,
  )
}

async function played(
  changes: readonly (readonly [string, unknown])[],
  change: Partial<EnginePorts> = {},
): Promise<EngineHarness> {
  const lab = harness(change)
  await lab.create(smallConfig(...changes))
  await lab.play()
  expect(lab.failures).toEqual([])
  return lab
}
const questions = async (lab: EngineHarness, round: number): Promise<string[]> =>
  (await lab.stores.runs.episodes('run-1', round)).flatMap(({ candidates }) =>
    candidates.map(({ text }) => text),
  )

describe('a fixed Challenger', () => {
  it('asks with the weights of the warm start in every round, while the Reasoner learns', async () => {
    const fixed = await played([['game.challenger', 'frozen']])
    const trained = await played([])
    // The fake's questions depend on its weight: alike before the first update, apart after it.
    expect(await questions(fixed, 0)).toEqual(await questions(trained, 0))
    expect(await questions(fixed, 2)).not.toEqual(await questions(trained, 2))
    // Whatever the Reasoner learns, the fixed Challenger's next questions are the same.
    const otherwise = await played([
      ['game.challenger', 'frozen'],
      ['update.learningRate', 0.5],
    ])
    expect(await questions(otherwise, 3)).toEqual(await questions(fixed, 3))
    expect(otherwise.runtimes[0]?.weight).not.toBe(fixed.runtimes[0]?.weight)
  })

  it('goes on after a pause as if there had been none', async () => {
    const whole = await played([['game.challenger', 'frozen']])
    const first = harness()
    await first.create(smallConfig(['game.challenger', 'frozen']))
    await first.play(2)
    await first.engine.close()
    const second = first.again()
    await second.succeed({ kind: 'run.open', run: 'run-1' })
    await second.play()
    expect(await second.lines()).toEqual(await whole.lines())
  })

  it('says what to do where the first weights are gone', async () => {
    const lab = harness()
    await lab.create(smallConfig(['game.challenger', 'frozen']))
    await lab.play(1)
    await lab.engine.close()
    await lab.stores.runs.removeCheckpoint('run-1', 'warm')
    const again = lab.again()
    await again.succeed({ kind: 'run.open', run: 'run-1' })
    await again.play()
    expect(again.of('failure')[0]).toMatchObject({
      failure: { code: 'no-warm-checkpoint' },
      fix: 'game.challenger',
    })
  })
})

describe('a Challenger that is no model', () => {
  it('may be the script', async () => {
    const lab = await played([
      ['game.challenger', 'scripted'],
      ['game.rounds', 1],
    ])
    expect((await lab.lines())[0]).toMatchObject({ lengthChallenger: 0, entropyChallenger: 0 })
    expect((await lab.lines())[0]?.validRate).toBeGreaterThan(0.5)
  })

  it('may be remote, where somebody named who', async () => {
    const strong = new StrongChallenger()
    const asked: number[] = []
    const remote: Player = {
      name: 'r',
      encode: () => [],
      complete: (requests, options) => (asked.push(requests.length), strong.complete(requests, options)),
    }
    await played(
      [
        ['game.challenger', 'remote'],
        ['game.rounds', 1],
      ],
      { remote },
    )
    expect(asked.length).toBeGreaterThan(0)
    const nobody = harness()
    await nobody.create(smallConfig(['game.challenger', 'remote']))
    await nobody.play()
    expect(nobody.of('failure')[0]).toMatchObject({
      failure: { code: 'no-endpoint' },
      fix: 'game.challenger',
    })
  })
})

describe('further warm start', () => {
  it('learns from so many tokens of examples a round, asks nothing, and is probed and kept like play', async () => {
    const lab = await played([
      ['update.source', 'examples'],
      ['update.exampleTokens', 300],
    ])
    const lines = await lab.lines()
    expect(
      lines.map(({ trainedTokens, generatedTokens, passRate }) => [trainedTokens, generatedTokens, passRate]),
    ).toEqual(Array.from({ length: 4 }, () => [300, 0, null]))
    expect(
      lines.every(
        ({ updateTokens, processedTokens }) => updateTokens === processedTokens && processedTokens > 300,
      ),
    ).toBe(true)
    expect(await questions(lab, 0)).toEqual([])
    expect((await lab.stores.runs.probes('run-1')).map(({ round }) => round)).toEqual([0, 2, 4])
    expect((await lab.stores.runs.checkpoints('run-1')).map(({ name }) => name)).toContain('4')
  })

  it('repeats from its seed', async () => {
    const changes = [
      ['update.source', 'examples'],
      ['update.exampleTokens', 200],
    ] as const
    const [a, b] = [await played(changes), await played(changes)]
    expect(a.runtimes[0]?.weight).toBe(b.runtimes[0]?.weight)
  })
})

it('no training leaves the weights as they were', async () => {
  const lab = await played([
    ['game.trains', 'none'],
    ['game.rounds', 2],
  ])
  const warmed = await played([['game.rounds', 2]])
  expect((await lab.lines()).map(({ trainedTokens }) => trainedTokens)).toEqual([0, 0])
  expect(await questions(lab, 0)).toEqual(await questions(warmed, 0))
  const [first, second] = [await questions(lab, 1), await questions(warmed, 1)]
  expect(first).not.toEqual(second)
})
