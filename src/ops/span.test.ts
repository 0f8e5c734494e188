import { describe, expect, it } from 'vitest'
import { alone, setSpan } from './span'

describe('spans', () => {
  it('are written for the rows named, and for no other', () => {
    const into = new Uint32Array(20)
    setSpan(into, 1, 2, alone(1, 4))
    setSpan(into, 3, 2, [1, 3, 3, 5])
    setSpan(into, 0, 0, [9, 9, 9, 9])
    expect([...into]).toEqual([0, 0, 0, 0, 1, 1, 1, 5, 1, 1, 1, 5, 1, 3, 3, 5, 1, 3, 3, 5])
  })
})
