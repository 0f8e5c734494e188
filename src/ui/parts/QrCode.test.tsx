import { expect, it } from 'vitest'
import { qrPath } from './QrCode'

it('draws the three finders of a code inside a quiet zone, and says where a link is too long', () => {
  const code = qrPath('https://lab.example/#view=train')
  const dark = new Set(code?.path.match(/\d+ \d+(?=h)/g))
  const size = code?.size ?? 0
  // ISO/IEC 18004: a side of 17 + 4 * version modules, and rings of 7 in three corners.
  expect((size - 8 - 17) % 4).toBe(0)
  for (const [x, y] of [
    [4, 4],
    [size - 11, 4],
    [4, size - 11],
  ] as const)
    for (let i = 0; i < 7; i++) {
      expect(dark.has(`${x + i} ${y}`)).toBe(true)
      expect(dark.has(`${x} ${y + i}`)).toBe(true)
      if (i > 0 && i < 6) expect(dark.has(`${x + i} ${y + 1}`)).toBe(false)
    }
  expect([...dark].every((cell) => Number(cell.split(' ')[0]) >= 4)).toBe(true)
  expect(qrPath('x'.repeat(5000))).toBeNull()
})
