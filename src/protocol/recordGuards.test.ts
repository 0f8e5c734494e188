// Every line of every recording that ships, and of the files from an earlier state of the lab, is what the
// guards take; a line with any one part wrong is not.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { recordChecks, type Check } from './recordGuards'

const root = join(import.meta.dirname, '..', '..')
const folders = [
  ...readdirSync(join(root, 'public/replays'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `public/replays/${name}`),
  'e2e/fixtures/compatibility/recording',
]
const files = {
  'metrics.jsonl': recordChecks.metrics,
  'episodes.jsonl': recordChecks.episode,
  'warmstart.jsonl': recordChecks.warmStart,
  'probes.jsonl': recordChecks.probe,
} as const
type FileName = keyof typeof files

function linesOf(folder: string, name: FileName): unknown[] {
  const path = join(root, folder, name)
  const text = existsSync(path)
    ? readFileSync(path, 'utf8')
    : existsSync(`${path}.gz`)
      ? gunzipSync(readFileSync(`${path}.gz`)).toString('utf8')
      : ''
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line))
}

describe('the guards of records', () => {
  it.each(folders)('take every line of %s', (folder) => {
    for (const [name, check] of Object.entries(files) as [FileName, Check][])
      // Episodes are many and alike.
      for (const [index, line] of linesOf(folder, name).entries())
        if (name !== 'episodes.jsonl' || index % 9 === 0)
          expect(check(line), `${name}, line ${index + 1}`).toBeNull()
  })
})

type Path = readonly (string | number)[]

/** Every part of a value, itself left out. */
function* partsOf(value: unknown, path: Path = []): Generator<Path> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    const at = [...path, Array.isArray(value) ? Number(key) : key]
    yield at
    yield* partsOf(inner, at)
  }
}

function withPart(value: unknown, path: Path, part: unknown): unknown {
  const copy = structuredClone(value) as Record<string | number, unknown>
  let parent = copy
  for (const key of path.slice(0, -1)) parent = parent[key] as typeof parent
  const key = path.at(-1) ?? ''
  if (part === undefined) delete parent[key]
  else parent[key] = part
  return copy
}

describe('a line with one part wrong', () => {
  const folder = 'public/replays/tiny-spice-1'
  const optional = ['gold', 'leaked', 'challengerNoSignalShare', 'coins', 'updateTokens']
  const first = (name: FileName): unknown =>
    name === 'warmstart.jsonl'
      ? { step: 1, loss: 2, learningRate: 0.1, tokens: 3, seconds: 4 }
      : linesOf(folder, name).find(
          (line) => name !== 'episodes.jsonl' || (line as { attempts: unknown[] }).attempts.length > 0,
        )
  /** Free inside: what a reason is about has its own table of words. */
  const free = (path: Path): boolean => path.includes('why')

  it.each(Object.keys(files) as FileName[])('of %s is refused, by the part’s name', (name) => {
    const check = files[name]
    const line = first(name)
    expect(check(line)).toBeNull()
    let tried = 0
    for (const path of partsOf(line)) {
      if (free(path)) continue
      expect(check(withPart(line, path, { odd: true })), path.join('.')).toContain(String(path[0]))
      expect(check(withPart(line, path, Number.NaN)), path.join('.')).toContain(String(path[0]))
      tried += 2
    }
    expect(tried).toBeGreaterThan(5)
  })

  it('is refused where a part is missing', () => {
    for (const [name, check] of Object.entries(files) as [FileName, Check][]) {
      const line = first(name) as object
      for (const part of Object.keys(line).filter((part) => !optional.includes(part)))
        expect(check(withPart(line, [part], undefined))).toBe(part)
    }
    expect(recordChecks.metrics({ round: 0 })).toBe('passRate')
    expect(recordChecks.metrics([])).toBe('')
    expect(recordChecks.metrics(null)).toBe('')
  })

  it('is refused where its parts do not fit each other', () => {
    const line = first('episodes.jsonl')
    expect(recordChecks.episode(withPart(line, ['chosen'], 99))).toBe('chosen')
    expect(recordChecks.episode(withPart(line, ['attempts', 0, 'candidate'], 99))).toBe(
      'attempts.0.candidate',
    )
    expect(recordChecks.episode(withPart(line, ['candidates', 0, 'logp'], []))).toBe('candidates.0.logp')
    expect(recordChecks.episode(withPart(line, ['candidates', 0, 'copyOf'], 99))).toBe('candidates.0.copyOf')
  })

  it('is refused as a checkpoint where its name is no file’s', () => {
    const record = { run: 'r', name: '12', rounds: 12, warmSteps: 3, created: 1, bytes: 4 }
    expect(recordChecks.checkpoint(record)).toBeNull()
    for (const name of ['../12', 'a\nb', '', 'a/b', '.'])
      expect(recordChecks.checkpoint({ ...record, name })).toBe('name')
  })
})
