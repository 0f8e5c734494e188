// What the whole tree is held to and no single file shows: sizes, widths, names, and sentences that nobody
// may take apart. eslint and dependency-cruiser hold to the rest.
import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const MOST_LINES = 400
const MOST_COLUMNS = 110
/** Bytes of all tracked files: they travel whole to machines that take little more than twice as much. */
const MOST_BYTES = 25e6

const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter((path) => path !== '' && statSync(join(root, path), { throwIfNoEntry: false }) !== undefined)
const sources = tracked.filter(
  (path) =>
    /^(src|shaders|e2e)\/.*\.(ts|tsx|mts|mjs|wgsl|css)$/.test(path) && !path.includes('/fixtures/documents/'),
)
const texts = new Map(sources.map((path) => [path, readFileSync(join(root, path), 'utf8')]))
const isTest = (path: string): boolean => /\.(test|spec)\.tsx?$/.test(path)

/** `path:line` of every line for which `is` is true. */
function linesWhere(paths: readonly string[], is: (line: string) => boolean): string[] {
  return paths.flatMap((path) =>
    (texts.get(path) ?? '').split('\n').flatMap((line, i) => (is(line) ? [`${path}:${i + 1}`] : [])),
  )
}

describe('the tracked tree', () => {
  it('is under 25 MB', () => {
    const bytes = tracked.reduce((sum, path) => sum + statSync(join(root, path)).size, 0)
    expect(bytes).toBeLessThan(MOST_BYTES)
  })
})

describe('a source file', () => {
  it('has at most 400 lines', () => {
    const long = [...texts].filter(([, text]) => text.trimEnd().split('\n').length > MOST_LINES)
    expect(long.map(([path]) => path)).toEqual([])
  })

  it('has no line over 110 columns, but for strings that cannot be cut', () => {
    // eslint measures the lines of TypeScript, which it can read.
    const own = sources.filter((path) => /\.(mjs|wgsl|css)$/.test(path))
    const uncut = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|https?:\/\/\S+/g
    const wide = (line: string): boolean =>
      line.length > MOST_COLUMNS && line.replace(uncut, "''").length > MOST_COLUMNS
    expect(linesWhere(own, wide)).toEqual([])
  })

  it('shares its name with no other, but where the folder makes the difference plain', () => {
    const allowed: readonly RegExp[] = [
      // A folder's face, and pages with what builds them.
      /(^|\/)index\.(ts|html|css)$/,
      /(^|\/)vite\.config\.ts$/,
      /(^|\/)main\.tsx?$/,
      // A table of handlers for each part of the engine, and the steps of a round by the paper's names.
      /^src\/engine\/\w+\/handlers\.ts$/,
      /^src\/spice\/round\//,
      // What is chosen by name: a list of names, and a file for each, named as the configuration has it.
      /^src\/spice\/(answers|gates|rewards|prompts)\/(names|random|json)\.ts$/,
      // Words of one part of the page, a folder a language.
      /^src\/ui\/strings\/[a-z]{2}\//,
      // Problems of one room, in English for records.
      /^src\/problems\/english\//,
      // Places to fill in with names of their own.
      /^e2e\/fixtures\//,
    ]
    const named = new Map<string, string[]>()
    for (const path of sources.filter((each) => !allowed.some((pattern) => pattern.test(each))))
      named.set(basename(path), [...(named.get(basename(path)) ?? []), path])
    const twice = [...named].filter(([, paths]) => paths.length > 1).map(([name]) => name)
    expect(twice).toEqual([])
  })
})

describe('control flow', () => {
  const code = sources.filter((path) => /^src\/.*\.tsx?$/.test(path) && !isTest(path))

  it('never depends on the text of a message, or on the beginning of a code', () => {
    const takesApart =
      /\b(message|code|note|failure)\b[)\]!?]*\??\.(startsWith|endsWith|includes|match|search|indexOf)\(/
    const found = linesWhere(code, (line) => takesApart.test(line)).map((place) => place.replace(/:\d+$/, ''))
    expect(found).toEqual([])
  })

  it('never asks which language it is', () => {
    expect(linesWhere(code, (line) => /\blanguage\s*[!=]==?/.test(line))).toEqual([])
  })
})

describe('a script', () => {
  it('has the name of what it does: a verb, and after a colon to what; or of what it shows', () => {
    const verbs =
      /^(build|capture|check|dev|device|fetch|format|generate|install|kernels|play|spice|start|test|bench)(:\w+)?$/
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>
    }
    expect(Object.keys(scripts).filter((name) => !verbs.test(name))).toEqual([])
  })
})

describe('a shader', () => {
  const shaders = sources.filter(
    (path) => path.endsWith('.wgsl') && (texts.get(path) ?? '').includes('@compute'),
  )

  it('has a test beside it, and a launcher or a check that reads it', () => {
    expect(shaders.length).toBeGreaterThan(30)
    const tested = new Set(sources.filter(isTest).map((path) => dirname(path)))
    expect(shaders.filter((path) => !tested.has(dirname(path)))).toEqual([])
    const read = [...texts].filter(([path]) => path.endsWith('.ts')).map(([, text]) => text)
    expect(
      shaders.filter((path) => !read.some((text) => text.includes(`/${basename(path)}?static`))),
    ).toEqual([])
  })
})
