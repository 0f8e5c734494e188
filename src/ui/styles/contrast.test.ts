// Colours against every surface that they stand on, in both themes: 4.5:1 for text, 3:1 for marks (WCAG 2.2,
// 1.4.3 and 1.4.11).
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { gateNames } from '../../config/schema'
import { shadeShare } from '../charts/shade'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

function theme(selector: string): ReadonlyMap<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`))
  return new Map(
    [...block.slice(0, block.indexOf('}')).matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((match) => [
      match[1] ?? '',
      match[2] ?? '',
    ]),
  )
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(colour.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

const surfaces = ['paper', 'surface', 'sunken'] as const
const marks = ['challenger', 'reasoner', 'green', 'line-strong', 'focus', 'ink'] as const
const texts: Readonly<Record<string, readonly string[]>> = {
  ink: [...surfaces, 'challenger-soft', 'reasoner-soft', 'green-soft', 'mark'],
  muted: [...surfaces, 'challenger-soft', 'green-soft'],
  'challenger-ink': [...surfaces, 'challenger-soft'],
  'reasoner-ink': [...surfaces, 'reasoner-soft'],
  'green-ink': [...surfaces, 'green-soft'],
  'purple-ink': surfaces,
}

describe.each([
  ['light', ':root'],
  ['dark', ":root[data-theme='dark']"],
])('%s', (_, selector) => {
  const colours = theme(selector)
  const of = (name: string): string => colours.get(name) ?? '#none'
  it.each(Object.keys(texts))('text in %s', (name) => {
    for (const under of texts[name] ?? [])
      expect(contrast(of(name), of(under)), `${name} on ${under}`).toBeGreaterThanOrEqual(4.5)
  })
  it.each(marks)('marks in %s', (name) => {
    for (const under of surfaces)
      expect(contrast(of(name), of(under)), `${name} on ${under}`).toBeGreaterThanOrEqual(3)
  })
  it('shades of the gates, down to the lightest', () => {
    const part = (at: number, share: number): number =>
      Math.round(
        (share * parseInt(of('ink').slice(at, at + 2), 16) +
          (100 - share) * parseInt(of('surface').slice(at, at + 2), 16)) /
          100,
      )
    for (const index of [...gateNames.keys()].map((gate) => gate + 1)) {
      const mixed = `#${[1, 3, 5].map((at) => part(at, shadeShare(index)).toString(16).padStart(2, '0')).join('')}`
      expect(contrast(mixed, of('surface')), `shade ${index}`).toBeGreaterThanOrEqual(3)
    }
  })
  it('purple marks stand on cards alone', () => {
    expect(contrast(of('purple'), of('surface'))).toBeGreaterThanOrEqual(3)
  })
})

it('measures as the standard does', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
})
