// What README and docs promise of themselves: a front page of one screen and a half, and links that lead
// somewhere.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { armKeys, readStudy, studyKeys } from '../study/studyFile'
import { planLines } from './planCommand'
import { tableSettings } from '../engine/runtime/memoryPlan'
import { gateNames } from '../spice/gates/names'

const root = join(import.meta.dirname, '..', '..')
const pages = execFileSync('git', ['ls-files', '-z', '*.md'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter((path) => path !== '' && existsSync(join(root, path)))
  // Documents of others, whose links lead into their own trees.
  .filter((path) => !path.startsWith('e2e/fixtures/documents/'))

/** Targets of links and pictures that lie in the tree, without their anchors; code is left out. */
function targets(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8').replace(/```[\s\S]*?```|`[^`\n]*`/g, '')
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target.replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
}

/** Anchors of a page's headings, as GitHub makes them. */
const anchors = (page: string): string[] =>
  [...readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

describe('README', () => {
  it('is under 6 kB', () => {
    expect(statSync(join(root, 'README.md')).size).toBeLessThan(6000)
  })
})

describe('a link', () => {
  it('leads to a file that is there', () => {
    expect(pages.length).toBeGreaterThan(20)
    const broken = pages.flatMap((page) =>
      targets(page)
        .filter((target) => !existsSync(join(root, dirname(page), target)))
        .map((target) => `${page}: ${target}`),
    )
    expect(broken).toEqual([])
  })

  it('with an anchor leads to a heading', () => {
    const found = pages.flatMap((page) =>
      [...readFileSync(join(root, page), 'utf8').matchAll(/\]\(([^)\s#:]*)#([^)\s]+)\)/g)].map(
        ([, target = '', anchor = '']) => ({ page, anchor, file: join(root, dirname(page), target) }),
      ),
    )
    expect(found.length).toBeGreaterThan(2)
    const broken = found
      .filter(
        ({ page, anchor, file }) => !anchors(file.endsWith('.md') ? file : join(root, page)).includes(anchor),
      )
      .map(({ page, anchor }) => `${page}: #${anchor}`)
    expect(broken).toEqual([])
  })

  it('is looked for in links with anchors too, and not in code', () => {
    expect(targets('README.md')).toContain('docs/status.md')
    expect(targets('docs/architecture.md')).toContain('../src/spice/algorithm.ts')
  })
})

describe('a path in docs', () => {
  it('is that of a file or folder that is there', () => {
    const named = pages
      // What earlier sources were called stands beside the files that they wrote.
      .filter((page) => !page.startsWith('e2e/fixtures/compatibility/'))
      .flatMap((page) =>
        [...readFileSync(join(root, page), 'utf8').matchAll(/`((?:src|shaders|docs)\/[\w./-]+)`/g)].map(
          ([, path = '']) => ({ page, path }),
        ),
      )
    expect(named.length).toBeGreaterThan(50)
    expect(named.filter(({ path }) => !existsSync(join(root, path)))).toEqual([])
  })
})

describe('a list of contents', () => {
  it('has every decision', () => {
    const files = readdirSync(join(root, 'docs/decisions')).filter((name) => name !== 'README.md')
    expect(targets('docs/decisions/README.md').toSorted()).toEqual(files.toSorted())
  })

  it('has every entry of the log, in order', () => {
    const log = readFileSync(join(root, 'docs/log.md'), 'utf8')
    const entries = [...log.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading)
    const listed = [...log.matchAll(/^- \[(\d{4}-.+?)\]\(#/gm)].map(([, heading = '']) => heading)
    expect(entries).toEqual(listed)
    const days = entries.map((heading) => heading.slice(0, 10))
    expect(days).toEqual(days.toSorted().toReversed())
  })
})

describe('a command in README and docs', () => {
  it('is a script of package.json or a command of the engine', () => {
    const scripts = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object }
    const engine = readFileSync(join(root, 'src/cli/main.ts'), 'utf8')
    const named = pages
      .filter((page) => /^(README|CONTRIBUTING|SECURITY|docs\/)/.test(page))
      .flatMap((page) => {
        const text = readFileSync(join(root, page), 'utf8')
        const run = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name)
        const spice = [...text.matchAll(/npm run spice -- ([a-z][\w-]*)/g)].map(([, name = '']) => name)
        return [
          ...run.filter((name) => !(name in scripts.scripts)),
          ...spice.filter((name) => !engine.includes(`.command('${name}')`)),
        ].map((name) => `${page}: ${name}`)
      })
    expect(named).toEqual([])
  })
})

describe('the table of models and memory', () => {
  it('is what the command prints', () => {
    const cells = (line: string): string[] => line.split('|').map((cell) => cell.trim())
    const shown = readFileSync(join(root, 'docs/models.md'), 'utf8')
      .split('\n')
      .filter((line) => /^\| \S+-[\d.]+[BM] /.test(line))
    const printed = planLines(tableSettings).slice(2)
    expect(shown.map(cells)).toEqual(printed.map(cells))
  })
})

describe('an option in docs', () => {
  it('is one that some command takes', () => {
    const commands = readdirSync(join(root, 'src/cli'), { recursive: true, encoding: 'utf8' })
      .filter((path) => /(?<!\.test)\.(ts|mjs)$/.test(path))
      .map((path) => readFileSync(join(root, 'src/cli', path), 'utf8'))
      .join('\n')
    const named = pages
      .filter((page) => /^(README|CONTRIBUTING|docs\/|public\/)/.test(page))
      .flatMap((page) => {
        const lines = readFileSync(join(root, page), 'utf8').match(/npm run spice -- [^\n`|#]+/g) ?? []
        return lines
          .flatMap((line) => line.replace(/"[^"]*"/g, '').match(/(?<= )--[a-z][a-z-]*/g) ?? [])
          .map((option) => ({ page, option }))
      })
    expect(named.length).toBeGreaterThan(30)
    expect(named.filter(({ option }) => !new RegExp(`${option}[ '"]`).test(commands))).toEqual([])
  })
})

describe('a study in docs', () => {
  it('is one that can be run', () => {
    const studies = pages.flatMap((page) =>
      [...readFileSync(join(root, page), 'utf8').matchAll(/```json\n(\{[\s\S]*?"arms"[\s\S]*?)```/g)].map(
        ([, json = '']) => readStudy(JSON.parse(json)),
      ),
    )
    expect(studies.map((study) => (study.ok ? '' : study.error.message))).toEqual([''])
  })

  it('has every key of a study file in its recipe', () => {
    const recipe = /\*\*A study\*\*[\s\S]*?An unknown key/.exec(
      readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8'),
    )?.[0]
    const unsaid = [...studyKeys, ...armKeys].filter((key) => !new RegExp(`\`${key}\\b`).test(recipe ?? ''))
    expect(unsaid).toEqual([])
  })
})

describe('the recipe of a gate', () => {
  const recipe = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')
  const steps = [...recipe.matchAll(/^\d+\. `([^`]+)`/gm)].map(([, path = '']) => path)

  // `npm run test:recipe` walks it, which takes minutes.
  it('names every file of the tree that lists all gates', () => {
    const listing = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((path) => /(?<!\.test)\.tsx?$/.test(path))
      .filter((path) => {
        const text = readFileSync(join(root, 'src', path), 'utf8')
        return gateNames.every((name) => new RegExp(`^\\s*'?${name}'?[:,]`, 'm').test(text))
      })
      .map((path) => `src/${path.replace(/^(ui\/strings\/)\w+/, '$1<language>')}`)
    expect(listing.length).toBeGreaterThanOrEqual(6)
    expect(listing.filter((path) => !steps.includes(path))).toEqual([])
  })
})
