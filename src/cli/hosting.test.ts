// What docs/hosting.md tells hosts to send is what `npm start` sends.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { hostHeaders } from '../../vite.config'

const guide = readFileSync(join(import.meta.dirname, '../../docs/hosting.md'), 'utf8')

it('gives nginx every header, as it is', () => {
  const told: Record<string, string> = Object.fromEntries(
    [...guide.matchAll(/^ *add_header (\S+) "([^"]*)" always;$/gm)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  )
  expect(told).toEqual(hostHeaders)
  expect(told['Content-Security-Policy']).toMatch(/^default-src 'none';.*frame-ancestors 'none'$/)
})
