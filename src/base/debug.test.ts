import { afterEach, describe, expect, it, vi } from 'vitest'
import { asksDebug, debug, switchDebug } from './debug'

afterEach(() => {
  switchDebug(false)
  vi.restoreAllMocks()
})

describe('the debug switch', () => {
  it('is off until it is switched on, and writes time, area and values', () => {
    const write = vi.spyOn(console, 'debug').mockImplementation(() => undefined)
    debug('command', 'run.start')
    expect(write).not.toHaveBeenCalled()
    switchDebug(true)
    debug('command', 'run.start')
    expect(write).toHaveBeenCalledExactlyOnceWith(
      expect.stringMatching(/^\[spice \d+\.\d ms\] command$/),
      'run.start',
    )
  })

  it.each([
    ['?debug', true],
    ['?a=b&debug=1', true],
    ['?debug=0', false],
    ['', false],
    ['?debugger', false],
  ])('reads %s as %s', (search, asked) => {
    expect(asksDebug(search)).toBe(asked)
  })
})
