import { describe, expect, it } from 'vitest'
import { architectureOf, parameterCount } from '../../config/architecture'
import { preset, withValue, withValues } from '../../config/config'
import { publishedShapes } from '../../config/publishedShapes'
import { planLines } from '../../cli/planCommand'
import { trainingMethods } from '../../protocol/modelRecord'
import { checkPlan, quantisedBaseOf, planOf, planTable } from './memoryPlan'

const GIB = 2 ** 30
const large = withValues(preset('default'), {
  'model.context': 2048,
  'game.challengerTokens': 512,
  'warmStart.batchTokens': 2048,
})
const qwen = publishedShapes['Qwen3-4B']
const refusalOf = (checked: ReturnType<typeof checkPlan>): string =>
  checked.ok ? 'fits' : checked.error.message
const wide = { bytes: null, binding: 2 ** 40 }

describe('published shapes', () => {
  it('have the parameters that their names say', () => {
    const millions = Object.fromEntries(
      Object.entries(publishedShapes).map(([name, shape]) => [name, Math.round(parameterCount(shape) / 1e6)]),
    )
    expect(millions).toEqual({
      'SmolLM2-135M': 135,
      'SmolLM2-360M': 362,
      'Qwen2.5-0.5B': 494,
      'Qwen3-0.6B': 596,
      'Llama-3.2-1B': 1236,
      'Qwen3-1.7B': 1721,
      'OctoThinker-3B': 3213,
      'Qwen3-4B': 4022,
    })
  })
})

describe('the plan of a run', () => {
  it('counts five bits a weight for a base in four, and four copies more of the adapter alone', () => {
    const config = withValues(large, {
      'weights.trained': 'adapter',
      'weights.storage': 'q4',
      'weights.recompute': true,
    })
    const { base, parameters, gradients, optimizer } = planOf(qwen, config)
    expect(base / ((5 / 8) * parameterCount(qwen))).toBeCloseTo(1, 3)
    // Rank 16 at every projection: 16 (in + out) numbers each.
    const adapter = 36 * 16 * (2560 + 4096 + 2 * (2560 + 1024) + 4096 + 2560 + 3 * (2560 + 9728))
    expect(parameters).toBe(4 * adapter)
    expect(gradients + optimizer).toBe(4 * parameters)
    expect(planOf(qwen, withValue(config, 'update.optimizer', 'sgd')).optimizer).toBe(parameters)
  })

  it('passes what fits, with its numbers', () => {
    const small = { ...architectureOf('tiny', 1024), context: 512 }
    const checked = checkPlan(small, preset('default'), { bytes: 4 * GIB, binding: 128 * 2 ** 20 })
    expect(checked.ok && checked.value.total).toBe(planOf(small, preset('default')).total)
  })

  it('refuses what does not in one line, with what would', () => {
    const checked = checkPlan(qwen, large, { bytes: 8 * GIB, binding: 2 ** 31 })
    if (checked.ok) throw new Error('4 billion f32 weights with AdamW do not fit 8 GiB')
    expect(checked.error.message).toMatch(
      /^The run needs \d\d\.\d GB on the device \(weights 16\.1 GB, gradients and optimizer 64\.4 GB, .*\), and 8\.6 GB are available\. It would fit with .*weights\.trained adapter, weights\.storage q4.* \(\d\.\d GB\)\.$/,
    )
    expect(checked.error.message).not.toContain('\n')
    // What it says does fit.
    const said = withValues(large, {
      'weights.recompute': true,
      'weights.trained': 'adapter',
      'weights.storage': 'q4',
    })
    expect(checkPlan(qwen, said, { bytes: 8 * GIB, binding: 2 ** 31 }).ok).toBe(true)
  })

  it('says where nothing helps', () => {
    expect(refusalOf(checkPlan(qwen, large, { bytes: GIB, binding: 2 ** 31 }))).toMatch(
      /No setting makes it fit: choose a smaller model\.$/,
    )
  })

  it('holds to the binding limit even where the memory is not known', () => {
    const checked = checkPlan(publishedShapes['SmolLM2-135M'], large, { ...wide, binding: 256 * 2 ** 20 })
    expect(refusalOf(checked)).toMatch(
      /^The run needs one buffer of 0\.54 GB, and this device binds at most 0\.27 GB\. It would fit with .*weights\.trained adapter/,
    )
  })

  it('never lets logits of a large vocabulary stand whole', () => {
    const config = withValues(large, {
      'weights.trained': 'adapter',
      'weights.storage': 'q4',
      'weights.recompute': true,
    })
    const whole = 4 * 2048 * qwen.vocabulary
    expect(planOf(qwen, config).largest).toBeLessThan(whole / 4)
  })

  it('has an adapter where one is trained', () => {
    expect(quantisedBaseOf(preset('default'))).toBeNull()
    expect(
      quantisedBaseOf(withValues(large, { 'weights.trained': 'adapter', 'weights.rank': 7 })),
    ).toMatchObject({
      storage: 'q4',
      adapter: { rank: 7, alpha: 32 },
    })
  })
})

describe('the table of what fits', () => {
  it('takes the best that fits, and more memory never fits less', () => {
    const rows = planTable(publishedShapes, large, [4, 8, 16, 24])
    for (const { name, best, bytes } of rows) {
      const rank = best.map((fitting) =>
        fitting === null ? trainingMethods.length : trainingMethods.indexOf(fitting),
      )
      expect(rank, name).toEqual([...rank].sort((a, b) => b - a))
      const sizes = trainingMethods.map((fitting) => bytes[fitting])
      expect(sizes, name).toEqual([...sizes].sort((a, b) => b - a))
    }
    expect(rows.find(({ name }) => name === 'SmolLM2-135M')?.best[1]).toBe('all weights')
  })

  it('is printed as one', () => {
    const lines = planLines({ context: 2048, newTokens: 512, attempts: 8, rank: 16 })
    expect(lines).toHaveLength(10)
    expect(lines.filter((line) => /^\| (Qwen3-4B|OctoThinker-3B) \|/.test(line))).toHaveLength(2)
  })
})
