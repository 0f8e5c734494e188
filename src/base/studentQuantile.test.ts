import { describe, expect, it } from 'vitest'
import { studentQuantile } from './studentQuantile'

/**
 * p, degrees of freedom and t, by bisection of the regularised incomplete beta function in mpmath 1.3 with 40
 * digits: betainc(nu/2, 1/2, 0, nu/(nu + t^2), regularized=True)/2 = min(p, 1 - p).
 */
const reference: readonly (readonly [p: number, freedom: number, t: number])[] = [
  [0.55, 0.5, 0.18864420884630687],
  [0.975, 0.5, 164.55767348048824],
  [0.999999, 0.5, 102849115625.71901],
  [0.55, 1, 0.15838444032453644],
  [0.975, 1, 12.706204736174693],
  [0.999999, 1, 318309.88617359026],
  [0.55, 2, 0.14213381090374042],
  [0.975, 2, 4.3026527297494618],
  [0.999999, 2, 707.10572051576712],
  [0.55, 3, 0.13659819935369903],
  [0.975, 3, 3.1824463052837084],
  [0.999999, 3, 103.29946777942897],
  [0.55, 5, 0.13217517523168738],
  [0.975, 5, 2.5705818356363148],
  [0.999999, 5, 24.771029720372489],
  [0.55, 10, 0.1288901892932739],
  [0.975, 10, 2.2281388519862742],
  [0.999999, 10, 9.7519954909098546],
  [0.55, 19.5, 0.12730837364474426],
  [0.975, 19.5, 2.0893976209722461],
  [0.999999, 19.5, 6.6578868391398483],
  [0.55, 63, 0.12616893094104314],
  [0.975, 63, 1.9983405425207412],
  [0.999999, 63, 5.2372001988628648],
  [0.55, 1000, 0.12569326251871649],
  [0.975, 1000, 1.9623390808264081],
  [0.999999, 1000, 4.7816086204524386],
  [0.55, 100000, 0.12566166596959206],
  [0.975, 100000, 1.9599877075346093],
  [0.999999, 100000, 4.7537047163854761],
]

describe("Student's quantile", () => {
  it.each(reference)('of %d at %d degrees of freedom is %d', (p, freedom, t) => {
    expect(Math.abs(studentQuantile(p, freedom) / t - 1)).toBeLessThan(1e-12)
    expect(studentQuantile(0.5, freedom)).toBe(0)
  })

  it('is exact far out in the tails, where one and two degrees of freedom have a formula', () => {
    for (const p of [1e-12, 1e-6, 0.1, 0.3, 0.49, 0.500001, 0.7, 0.9999]) {
      const cauchy = -1 / Math.tan(Math.PI * p)
      const two = (2 * p - 1) / Math.sqrt(2 * p * (1 - p))
      expect(Math.abs(studentQuantile(p, 1) / cauchy - 1)).toBeLessThan(1e-9)
      expect(Math.abs(studentQuantile(p, 2) / two - 1)).toBeLessThan(1e-9)
    }
    for (const p of [0, 1, -1, NaN]) expect(() => studentQuantile(p, 3)).toThrow(RangeError)
    expect(() => studentQuantile(0.9, 0)).toThrow(RangeError)
  })
})
