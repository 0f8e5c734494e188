import { describe, expect, it } from 'vitest'
import { architectureOf, sizeNames } from '../../config/architecture'
import { preset } from '../../config/config'
import { presetNames } from '../../config/field'
import { marks } from '../../spice/seats'
import { Tokenizer } from '../../text/tokenizer'
import { capacities } from './capacity'
import { passageTokens } from '../passages/runPassages'

const MEBI = 2 ** 20
const tokenizer = Tokenizer.train(['a few words'], 300, marks)

describe('capacities', () => {
  const all = sizeNames.flatMap((size) => presetNames.map((name) => [size, name] as const))
  it.each(all)(
    'of %s with preset %s hold any sequence and bind no more than every device allows',
    (size, name) => {
      const config = preset(name)
      const architecture = { ...architectureOf(size, config.model.vocabulary), context: config.model.context }
      const { trainer, sampler } = capacities(architecture, config)
      expect(trainer.rows).toBeGreaterThanOrEqual(architecture.context - 1)
      expect(trainer.lossRows).toBeGreaterThanOrEqual(architecture.context - 1)
      expect(trainer.lossRows).toBeLessThanOrEqual(trainer.rows)
      expect(4 * trainer.lossRows * architecture.vocabulary).toBeLessThanOrEqual(64 * MEBI)
      expect(sampler.promptRows).toBeGreaterThanOrEqual(architecture.context - 1)
      expect(sampler.maxNew).toBeGreaterThanOrEqual(
        Math.max(config.game.challengerTokens, config.game.reasonerTokens),
      )
      expect(sampler.slots).toBeGreaterThanOrEqual(1)
      const perToken = 8 * architecture.kvHeads * architecture.headDim
      expect(perToken * sampler.slots * sampler.maxNew).toBeLessThanOrEqual(128 * MEBI)
      // A passage leaves the Challenger room to write, and is not a stub.
      const passage = passageTokens(config, { tokenizer, context: architecture.context })
      expect(passage + Math.min(config.game.challengerTokens, architecture.context >> 1)).toBeLessThan(
        architecture.context,
      )
      expect(passage).toBeGreaterThan(64)
    },
  )
})
