import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { preset, withValue } from '../config/config'
import { presetNames } from '../config/field'
import { parseAddress, printAddress, viewNames } from './address'

describe('address', () => {
  it('round trips view, round, episode and configuration', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...viewNames),
        fc.nat(1e6),
        fc.nat(500),
        fc.constantFrom(...presetNames),
        fc.integer({ min: 2, max: 64 }),
        (view, round, episode, name, size) => {
          const linked = { preset: name, seed: 5, config: withValue(preset(name), 'game.groupSize', size) }
          const read = parseAddress(printAddress({ view, round, episode, linked }))
          expect(read.view).toBe(view)
          expect(read.linked).toEqual({ ...linked, notes: [] })
          expect([read.round, read.episode]).toEqual(view === 'episodes' ? [round, episode] : [null, null])
        },
      ),
    )
  })
  it('takes a bare configuration link, and says what does not fit', () => {
    const read = parseAddress('#v=1&preset=nano&game.groupSize=999')
    expect(read.view).toBeNull()
    expect(read.linked?.config.game.groupSize).toBe(64)
    expect(read.linked?.notes).toHaveLength(1)
  })
  it('takes anything without a fault', () => {
    fc.assert(fc.property(fc.string(), (text) => parseAddress(text) !== undefined))
    expect(parseAddress('#view=nowhere&round=-3')).toEqual({
      view: null,
      round: null,
      episode: null,
      compare: [],
      lesson: null,
      linked: null,
    })
  })
})
