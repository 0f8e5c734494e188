import { describe, expect, it } from 'vitest'
import { growthOf, panelOf } from './growth'
import { picture, step } from './picture'

describe('growth', () => {
  it('finds the line that points lie on, and how far they are from their plan', () => {
    const growth = growthOf(
      'memory',
      'MiB',
      [100, 200, 400].map((tokens) => ({
        tokens,
        value: 3 + 0.5 * tokens,
        planned: tokens === 200 ? 100 : 3 + 0.5 * tokens,
      })),
    )
    expect(growth.base).toBeCloseTo(3)
    expect(growth.slope).toBeCloseTo(0.5)
    expect(growth.r2).toBeCloseTo(1)
    expect(growth.offPlan).toBeCloseTo(0.03)
  })

  it('sees a square for what it is', () => {
    expect(
      growthOf(
        'time',
        's',
        [1, 2, 4, 8, 16].map((tokens) => ({ tokens, value: tokens ** 2 })),
      ).r2,
    ).toBeLessThan(0.97)
  })
})

describe('a picture', () => {
  it.each([
    [10, 5],
    [9, 5],
    [4, 1],
    [2048, 1000],
    [0.03, 0.01],
  ])('with up to %f has a line every %f', (largest, expected) => {
    expect(step(largest)).toBeCloseTo(expected)
  })

  it('has a dot for each point, a ring for each that was planned, and its words escaped', () => {
    const growth = growthOf('a < b', 's', [
      { tokens: 1, value: 1, planned: 1 },
      { tokens: 2, value: 2 },
    ])
    const svg = picture([panelOf(growth)], 'R & D')
    expect(svg.match(/class="point"/g)).toHaveLength(2)
    expect(svg.match(/class="ring"/g)).toHaveLength(1)
    expect(svg).toContain('a &lt; b')
    expect(svg).toContain('R &amp; D')
  })
})
