import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CorpusFolders } from '../../cli/corpusFolders'
import { RunFolders } from '../../cli/runFolders'
import { StrongChallenger } from '../../players/strongChallenger'
import { TokenMeter } from '../../players/tokenMeter'
import { problem, problemIn, ProblemError } from '../../problems'
import type { PromptRequest } from '../../spice/seats'
import { EngineHarness, smallConfig, temporary } from '../testing/engineHarness'

/** Takes seven tokens for each request, of a budget. */
class MeteredChallenger extends StrongChallenger {
  constructor(readonly meter: TokenMeter) {
    super()
  }
  override async complete(
    requests: readonly PromptRequest[],
    options: { readonly seed: number; readonly signal?: AbortSignal },
  ): ReturnType<StrongChallenger['complete']> {
    for (const _ of requests)
      try {
        this.meter.reserve(7)(7)
      } catch {
        throw new ProblemError(problemIn('far', problem('player-budget', this.meter.spent)))
      }
    return super.complete(requests, options)
  }
}

let root = ''
beforeEach(async () => void (root = await temporary()))
afterEach(() => rm(root, { recursive: true, force: true }))

const engine = (budget: number): EngineHarness =>
  new EngineHarness(
    { runs: new RunFolders(join(root, 'runs')), corpora: new CorpusFolders(join(root, 'corpora')) },
    { remote: new MeteredChallenger(new TokenMeter(budget)) },
  )
const config = smallConfig(['game.challenger', 'remote'], ['game.rounds', 3], ['keep.checkpointEvery', 5])

describe('a run whose Challenger may have to be paid for', () => {
  it('shows and keeps what it has used, and ends with a checkpoint where its budget does', async () => {
    const whole = engine(1e6)
    await whole.create(config)
    await whole.play(1)
    const [round] = whole.of('round')
    const used = round?.remoteTokens?.used ?? 0
    expect(used).toBeGreaterThan(0)
    expect(used % 7).toBe(0)
    expect((await whole.stores.runs.run('run-1'))?.remoteTokens).toEqual({ used, budget: 1e6 })
    const shown = whole.of('progress').map(({ progress: { detail } }) => detail)
    expect(shown).toContainEqual({ kind: 'round', round: 1, remoteTokens: { used, budget: 1e6 } })

    // Another engine, as after a restart, with just enough for less than the two rounds that are left.
    const poor = engine(used + 7)
    await poor.succeed({ kind: 'run.open', run: 'run-1' })
    await poor.play()
    expect(poor.failures).toEqual(['player-budget'])
    const record = await poor.stores.runs.run('run-1')
    expect(record?.remoteTokens).toEqual({ used: used + 7, budget: used + 7 })
    expect(record?.rounds).toBe(1)
  })
})
