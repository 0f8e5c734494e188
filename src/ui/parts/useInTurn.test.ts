import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { inTurn } from './useInTurn'

describe('in turn', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('each has a task of its own, in the order they came, and what was taken back has none', () => {
    const done: string[] = []
    inTurn(() => done.push('a'))
    const back = inTurn(() => done.push('b'))
    inTurn(() => done.push('c'))
    expect(done).toEqual([])
    back()
    vi.advanceTimersToNextTimer()
    expect(done).toEqual(['a'])
    inTurn(() => done.push('d'))
    vi.advanceTimersToNextTimer()
    expect(done).toEqual(['a', 'c'])
    vi.advanceTimersToNextTimer()
    expect(done).toEqual(['a', 'c', 'd'])
    vi.runAllTimers()
    inTurn(() => done.push('e'))
    vi.runAllTimers()
    expect(done.at(-1)).toBe('e')
  })
})
