import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differences, fieldList, preset, readConfig, valueAt, withValue } from './config'
import { presetNames, type Field } from './field'
import { completed, parseLink, printLink, whatChanged, type RunLink } from './link'
import type { RunConfig } from './schema'

function valueOf(field: Field): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case 'integer':
      return fc.integer({ min: field.min, max: field.max })
    case 'number':
      // no -0: text has none
      return fc.double({ min: field.min, max: field.max, noNaN: true }).map((value) => value + 0)
    case 'choice':
      return fc.constantFrom(...field.options)
    case 'set':
      return fc.subarray([...field.options], { minLength: field.least })
    case 'switch':
      return fc.boolean()
  }
}

const anyConfig: fc.Arbitrary<RunConfig> = fc
  .record(
    Object.fromEntries(
      fieldList.map(([path, field]) => [path, fc.option(valueOf(field), { nil: undefined, freq: 2 })]),
    ),
  )
  .map((values) => {
    let config = preset('default')
    for (const [path, value] of Object.entries(values))
      if (value !== undefined) config = withValue(config, path, value)
    return config
  })

describe('presets', () => {
  it.each(presetNames)('%s lies within its own limits', (name) => {
    const read = readConfig(preset(name))
    expect(read.notes).toEqual([])
    expect(read.config).toEqual(preset(name))
  })

  it('paper has the values that the paper states', () => {
    const paper = preset('paper')
    expect(paper.game.rounds).toBe(640)
    expect(paper.game.passages).toBe(128)
    expect(paper.game.groupSize).toBe(8)
    expect(paper.game.maxCandidates).toBe(1024)
    expect(paper.game.passageTokens).toBe(5992)
    expect(paper.game.temperature).toBe(1)
    expect(paper.reward.invalid).toBe(-0.1)
    expect(paper.reward.width).toBe(0.01)
    expect(paper.update.learningRate).toBe(1e-6)
    expect(paper.gates.active).toEqual(['parse'])
  })
})

describe('readConfig', () => {
  it('clamps what is out of range and says so', () => {
    const { config, notes } = readConfig({
      game: { groupSize: 1000, temperature: -1, passages: 3.4 },
      model: { size: 'huge' },
    })
    expect(config.game.groupSize).toBe(64)
    expect(config.game.temperature).toBe(0.05)
    expect(config.game.passages).toBe(3)
    expect(config.model.size).toBe('tiny')
    expect(notes).toHaveLength(4)
    expect(notes.map(({ message }) => message).join('\n')).toContain('game.groupSize: 1000 was set to 64')
  })

  it('names unknown keys and survives any JSON', () => {
    expect(readConfig({ game: { nonsense: 1 } }).notes.map(({ message }) => message)).toEqual([
      'game.nonsense is unknown and was left out.',
    ])
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(readConfig(readConfig(json).config).notes).toEqual([])
      }),
    )
  })

  it('round-trips any configuration through a file', () => {
    fc.assert(
      fc.property(anyConfig, (config) => {
        expect(readConfig(JSON.parse(JSON.stringify(config))).config).toEqual(config)
      }),
    )
  })
})

describe('links', () => {
  it('print and parse are inverse', () => {
    fc.assert(
      fc.property(
        anyConfig,
        fc.constantFrom(...presetNames),
        fc.integer({ min: 0, max: 0xffffffff }),
        (config, name, seed) => {
          const { notes, ...linked } = parseLink(printLink({ preset: name, seed, config }))
          expect(linked).toEqual({ preset: name, seed, config })
          expect(notes).toEqual([])
        },
      ),
    )
  })

  it('of a run from before a field was there mean its preset for that field', () => {
    const linked = {
      preset: 'paper',
      seed: 3,
      config: withValue(preset('paper'), 'update.steps', 4),
    } as const
    const { optimizer, ...update } = linked.config.update
    const kept = JSON.parse(JSON.stringify({ ...linked, config: { ...linked.config, update } })) as RunLink
    expect(optimizer).toBe('adamw')
    expect(completed(kept)).toEqual(linked)
    expect(parseLink('v=1&preset=nano&update.beta1=0.8').config.update.optimizer).toBe('adamw')
  })

  it('are short: a preset with five changes stays under 300 characters', () => {
    const changed = [
      'game.groupSize',
      'game.passages',
      'reward.challenger',
      'update.learningRate',
      'gates.active',
    ] as const
    const values = [16, 32, 'threshold', 0.0005, ['parse', 'leak']]
    const config = changed.reduce((config, path, i) => withValue(config, path, values[i]), preset('default'))
    const link = printLink({ preset: 'default', seed: 3, config })
    expect(link.length).toBeLessThan(300)
    expect(differences(preset('default'), parseLink(link).config)).toHaveLength(5)
    expect(whatChanged({ preset: 'default', seed: 3, config })).toContain('reward.challenger threshold')
  })

  it('clamp and say what is out of range', () => {
    const { config, notes, seed } = parseLink(
      'v=9&preset=mine&seed=-4&game.groupSize=9999&game.corpus=maybe&who=me',
    )
    expect(valueAt(config, 'game.groupSize')).toBe(64)
    expect(config.game.corpus).toBe(true)
    expect(seed).toBe(1)
    expect(notes).toHaveLength(6)
  })
})
