import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { inTurn } from './useInTurn'

describe('in turn', () => {
  let frames: (() => void)[] = []
  beforeEach(() => {
    frames = []
    vi.useFakeTimers()
    vi.stubGlobal('requestAnimationFrame', (go: () => void) => frames.push(go))
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })
  /** One frame, and the tasks after it. */
  const frame = (): void => {
    for (const go of frames.splice(0)) go()
    vi.runAllTimers()
  }

  it('each has a frame of its own, in the order they came, and what was taken back has none', () => {
    const done: string[] = []
    inTurn(() => done.push('a'))
    const back = inTurn(() => done.push('b'))
    inTurn(() => done.push('c'))
    expect(done).toEqual([])
    back()
    vi.runAllTimers()
    expect(done).toEqual([])
    frame()
    expect(done).toEqual(['a'])
    inTurn(() => done.push('d'))
    frame()
    expect(done).toEqual(['a', 'c'])
    frame()
    expect(done).toEqual(['a', 'c', 'd'])
    frame()
    inTurn(() => done.push('e'))
    frame()
    expect(done.at(-1)).toBe('e')
  })
})
