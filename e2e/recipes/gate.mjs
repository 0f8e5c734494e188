// Walks the recipe "a gate" of CONTRIBUTING.md in a copy of the tree: touches the files that it names and no
// others, then asks types, lint and tests. Fails where the recipe no longer leads to a gate that works.
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const NAME = 'concise'

/** Paths of the numbered steps, with the name and each language filled in. */
function filesOfRecipe() {
  const text = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')
  const recipe = text
    .slice(text.indexOf('**A gate**'))
    .split(/\n\n(?!\d)/, 2)
    .join('\n')
  const languages = readdirSync(join(root, 'src/ui/strings'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
  return [...recipe.matchAll(/^\d+\. `([^`]+)`/gm)]
    .map(([, path]) => path.replace('<name>', NAME))
    .flatMap((path) =>
      path.includes('<language>') ? languages.map((each) => path.replace('<language>', each)) : [path],
    )
}

function copyTree(to) {
  const listed = execFileSync('git', ['ls-files', '-coz', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  for (const path of listed
    .split('\0')
    .filter((each) => each !== '' && !each.startsWith('public/replays/'))) {
    mkdirSync(dirname(join(to, path)), { recursive: true })
    cpSync(join(root, path), join(to, path))
  }
  symlinkSync(join(root, 'node_modules'), join(to, 'node_modules'))
}

const gate = `// A question has at most 200 characters.

import { outcome } from './outcome'
import { reason } from '../../protocol/refusal'
import type { Gate } from './gate'

const name = '${NAME}'

export const ${NAME}Gate: Gate = {
  name,
  check: ({ question, gold }) => ({
    result: outcome(name, question.length <= 200 ? null : reason('question.holdsGold', { gold })),
  }),
  checksPrograms: false,
  checksCloze: false,
}
`
const test = `
describe('${NAME}', () => {
  it.each([
    [200, true],
    [201, false],
  ])('a question of %i characters: %s', (length, passes) => {
    const sight = { passage: null, analyser: freeText, window: new QuestionWindow(1) }
    const { result } = ${NAME}Gate.check(task('string', 'a'.repeat(length), 'b'), sight)
    expect(result?.passed).toBe(passes)
  })
})
`

/** What each step of the recipe writes, by how its file's path ends. */
const steps = [
  [`gates/${NAME}.ts`, () => gate],
  ['gates/names.ts', (text) => text.replace("  'fits',\n", `  'fits',\n  '${NAME}',\n`)],
  [
    'gates/index.ts',
    (text) =>
      text
        .replace('import { solverGate }', `import { ${NAME}Gate } from './${NAME}'\nimport { solverGate }`)
        .replace('  fits: fitsGate,\n', `  fits: fitsGate,\n  ${NAME}: ${NAME}Gate,\n`),
  ],
  [
    'gates/gates.test.ts',
    (text) =>
      text.replace('import { leak }', `import { ${NAME}Gate } from './${NAME}'\nimport { leak }`) + test,
  ],
  [
    'train.ts',
    (text) =>
      text
        .replace(/^( +)fits: '.*',$/m, (line, blanks) => `${line}\n${blanks}${NAME}: 'too long',`)
        .replace(
          /^  fits: \{$/m,
          `  ${NAME}: { name: 'Concise', about: 'It has at most 200 characters.' },\n  fits: {`,
        ),
  ],
  [
    'live.ts',
    (text) => text.replace(/^( +)fits: '.*',$/m, (line, blanks) => `${line}\n${blanks}${NAME}: 'Shorter.',`),
  ],
]

const tree = mkdtempSync(join(tmpdir(), 'spice-recipe-'))
const run = (...command) => execFileSync('npx', command, { cwd: tree, stdio: 'inherit' })
try {
  copyTree(tree)
  const files = filesOfRecipe()
  for (const path of files) {
    const [, edit] = steps.find(([end]) => path.endsWith(end)) ?? []
    if (edit === undefined) throw new Error(`The recipe names ${path}, for which this walk knows no step.`)
    const isNew = path.endsWith(`${NAME}.ts`)
    const before = isNew ? '' : readFileSync(join(tree, path), 'utf8')
    const after = edit(before)
    if (after === before) throw new Error(`${path} looks different from what this walk expects.`)
    writeFileSync(join(tree, path), after)
  }
  run('tsc', '-b')
  run('eslint', ...files)
  run(
    'vitest',
    'run',
    '--project',
    'rules',
    'src/spice/gates',
    'src/spice/namedOnce.test.ts',
    'src/spice/round',
  )
  console.log(`A gate takes ${files.length} files: ${files.join(', ')}`)
} finally {
  rmSync(tree, { recursive: true, force: true })
}
