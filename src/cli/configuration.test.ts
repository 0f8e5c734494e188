import { describe, expect, it } from 'vitest'
import { preset } from '../config/config'
import { configurationOf, isWeights, type ConfigurationOptions } from './configuration'
import { UsageError, wholeNumber } from './usage'

const chosen = (change: Partial<ConfigurationOptions> = {}): ConfigurationOptions => ({
  preset: 'nano',
  seed: 3,
  set: [],
  ...change,
})

describe('configurationOf', () => {
  it('is the preset where nothing else is said', () => {
    expect(configurationOf(chosen())).toEqual({ preset: 'nano', seed: 3, config: preset('nano') })
  })

  it('takes a size, rounds, warm start and any field of any kind', () => {
    const { config } = configurationOf(
      chosen({
        model: 'tiny',
        rounds: 7,
        warmStart: 0,
        set: [
          'game.temperature=0.5',
          'reward.shuffled=true',
          'reward.challenger=rzero',
          'gates.active=parse, leak',
          'game.groupSize=6',
        ],
      }),
    )
    expect(config.model.size).toBe('tiny')
    expect([
      config.game.rounds,
      config.warmStart.steps,
      config.game.temperature,
      config.game.groupSize,
    ]).toEqual([7, 0, 0.5, 6])
    expect([config.reward.shuffled, config.reward.challenger, config.gates.active]).toEqual([
      true,
      'rzero',
      ['parse', 'leak'],
    ])
  })

  it.each([
    [{ preset: 'mine' }, '--preset: "mine"'],
    [{ set: ['game.groupSize'] }, 'not section.field=value'],
    [{ set: ['game.nothing=1'] }, 'not section.field=value'],
    [{ set: ['game.groupSize=99999'] }, '--set: game.groupSize: 99999 was set to 64'],
    [{ set: ['game.groupSize='] }, '--set: game.groupSize'],
    [{ set: ['reward.shuffled=perhaps'] }, 'true or false'],
    [{ set: ['reward.challenger=kind'] }, 'one of'],
    [{ set: ['gates.active='] }, 'a list of'],
  ] as const)('refuses %j and names what is wrong', (change, message) => {
    expect(() => configurationOf(chosen(change))).toThrow(UsageError)
    expect(() => configurationOf(chosen(change))).toThrow(message)
  })

  it('tells sizes from files', () => {
    expect([isWeights(undefined), isWeights('tiny'), isWeights('my/weights.safetensors')]).toEqual([
      false,
      false,
      true,
    ])
  })
})

describe('wholeNumber', () => {
  it('reads whole numbers within limits and refuses the rest by the name of the option', () => {
    const read = wholeNumber('--seed', 0, 10)
    expect([read('0'), read(' 10 ')]).toEqual([0, 10])
    for (const text of ['', '-1', '11', '1.5', 'one', '1e1', 'Infinity'])
      expect(() => read(text)).toThrow(/--seed: .* whole number from 0 to 10/)
  })
})

it('lets a model of others play in the brief prompts, with the gates that it needs, unless it is told otherwise', () => {
  const model = 'models/some.gguf'
  const { game, gates } = configurationOf({ seed: 1, set: [], model }).config
  expect(game.prompts).toBe('brief')
  expect(gates.active).toEqual(['parse', 'goldInPassage', 'leak', 'duplicate', 'openBook'])
  const told = configurationOf({ seed: 1, set: ['game.prompts=paper', 'gates.active=parse'], model }).config
  expect([told.game.prompts, told.gates.active]).toEqual(['paper', ['parse']])
  expect(configurationOf({ seed: 1, set: [] }).config.game.prompts).toBe('compact')
})
