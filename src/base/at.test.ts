import { describe, expect, it } from 'vitest'
import { at, floatAt, get, integerAt, last } from './at'

describe('at', () => {
  it('reads arrays, typed arrays and strings', () => {
    expect(at(['a', 'b'], 1)).toBe('b')
    expect(at(new Float32Array([0, 2.5]), 0)).toBe(0)
    expect(at('word', 3)).toBe('d')
  })

  it('takes false, 0, empty text and null for elements', () => {
    expect(at([false], 0)).toBe(false)
    expect(at([0], 0)).toBe(0)
    expect(at([''], 0)).toBe('')
    expect(at([null], 0)).toBeNull()
  })

  it.each([
    [[1, 2, 3], 3, 'no element 3 in a list of 3'],
    [[1, 2, 3], -1, 'no element -1 in a list of 3'],
    [[1, 2, 3], 0.5, 'no element 0.5 in a list of 3'],
    [[1, 2, 3], NaN, 'no element NaN in a list of 3'],
    [new Int32Array(0), 0, 'no element 0 in a list of 0'],
    ['word', 4, 'no element 4 in a list of 4'],
  ])('throws for a missing element of %o at %d', (list: ArrayLike<unknown>, index, message) => {
    expect(() => at(list, index)).toThrow(new RangeError(message))
  })
})

describe('floatAt and integerAt', () => {
  it('read numbers, NaN and 0 included, and throw like at', () => {
    expect(floatAt(new Float32Array([NaN, 2.5]), 0)).toBeNaN()
    expect(floatAt(new Float64Array([NaN, 0.1]), 1)).toBe(0.1)
    expect(integerAt(new Uint16Array([0, 7]), 0)).toBe(0)
    expect(() => floatAt(new Float32Array(2), 2)).toThrow(new RangeError('no element 2 in a list of 2'))
    expect(() => integerAt(new Uint8Array(2), -1)).toThrow(new RangeError('no element -1 in a list of 2'))
  })
})

describe('last', () => {
  it('is the last element, and throws for an empty list', () => {
    expect(last([1, 2, 3])).toBe(3)
    expect(() => last([])).toThrow(RangeError)
  })
})

describe('get', () => {
  it('reads a map, and names the key that is missing', () => {
    const map = new Map([['a', 0]])
    expect(get(map, 'a')).toBe(0)
    expect(() => get(map, 'b')).toThrow(new RangeError('no entry b in a map of 1'))
  })
})
