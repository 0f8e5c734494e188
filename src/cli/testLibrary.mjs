// `npm run test:library`: the packed package in an empty folder: the example trains there, rules and formats are
// imported, the types compile, and what a page imports names no module of Node.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildLibrary } from './buildLibrary.mjs'
import { root } from './builtCommandLine.mjs'

const folder = mkdtempSync(join(tmpdir(), 'spice-library-'))

/** Runs a command to its end; throws with what it wrote where it fails. */
function done(command, parts, cwd = folder) {
  const { status, stdout, stderr, error } = spawnSync(command, parts, { cwd, encoding: 'utf8' })
  if (status !== 0)
    throw new Error(`${command} ${parts.join(' ')}: ${error ?? `${stdout}${stderr}`.slice(-3000)}`)
  return stdout
}

function expect(holds, what) {
  if (!holds) throw new Error(what)
  console.log(what)
}

const check = `
import { openLab, preset, storyTexts, type RoundMetrics } from 'spice-lab'
import { judge, type Verdict } from 'spice-lab/rules'
import { writeSafetensors } from 'spice-lab/formats'
import { openNodeLab } from 'spice-lab/node'
const rate = ({ round, passRate }: RoundMetrics): string => \`\${round}: \${passRate}\`
const verdict: Verdict = judge({ text: 'Answer: 4', stopped: true }, { type: 'integer', gold: '4' }).verdict
export const size: number = preset('nano').game.passages + storyTexts('numbers', 1, 1).length
export const bytes: Uint8Array = writeSafetensors([])
export const train = async (): Promise<void> => {
  for (const lab of [await openLab(), await openNodeLab()])
    await lab.train({ documents: [], rounds: 1, onRound: (line) => console.log(rate(line), verdict) })
}
// @ts-expect-error: rounds are a number
void openLab().then((lab) => lab.train({ documents: [], rounds: 'two' }))
`

const rules = `
import { judge } from 'spice-lab/rules'
import { readHeader, writeSafetensors } from 'spice-lab/formats'
const { verdict } = judge({ text: 'So it is. Answer: 4', stopped: true }, { type: 'integer', gold: '4' })
const bytes = writeSafetensors([{ name: 'a', shape: [2], data: Float32Array.of(1, 2) }])
console.log(verdict, readHeader(bytes).ok)
`

/** Scripts that a page which imports 'spice-lab' loads at once. */
function scriptsOf(library, entry) {
  const needed = new Set([entry])
  for (const name of needed)
    for (const [, of] of readFileSync(join(library, name), 'utf8').matchAll(
      // Not the end of a name such as "model.import", nor a string that ends in the word.
      /(?<![.\w$])(?:import|from)\s*["'\`]([./@\w][\w@./:-]*)["'\`]/g,
    )) {
      if (!of.startsWith('./')) throw new Error(`${name} imports ${of}, which no page has`)
      needed.add(of.slice(2))
    }
  return [...needed]
}

try {
  const library = process.env.SPICE_LIBRARY ?? (await buildLibrary())
  const packed = done('npm', ['pack', '--silent', '--pack-destination', folder, library]).trim()
  writeFileSync(join(folder, 'package.json'), '{"type":"module","private":true}')
  const beside = join(root, 'node_modules', 'webgpu')
  done('npm', ['install', '--silent', '--offline', '--no-audit', '--no-fund', join(folder, packed), beside])
  expect(
    true,
    `${packed}: ${(statSync(join(folder, packed)).size / 1e6).toFixed(1)} MB, installed in an empty folder`,
  )

  cpSync(join(root, 'docs/examples/library/train.mjs'), join(folder, 'train.mjs'))
  const said = done(process.execPath, [join(root, 'src/cli/with-gpu.mjs'), 'node', 'train.mjs'])
  const rounds = said.split('\n').filter((line) => /^\{ round: \d/.test(line))
  expect(
    rounds.length === 2 && statSync(join(folder, 'weights.safetensors')).size > 900_000,
    `the example trains: ${rounds.join(' ')}`,
  )

  writeFileSync(join(folder, 'rules.mjs'), rules)
  const answered = done(process.execPath, ['rules.mjs']).trim()
  expect(answered === 'right true', `rules and formats without a device: ${answered}`)

  writeFileSync(join(folder, 'check.ts'), check)
  for (const [moduleResolution, module] of [
    ['nodenext', 'nodenext'],
    ['bundler', 'esnext'],
  ]) {
    const compilerOptions = {
      noEmit: true,
      strict: true,
      target: 'es2023',
      lib: ['es2023', 'dom'],
      types: [],
    }
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: { ...compilerOptions, module, moduleResolution },
        files: ['check.ts'],
      }),
    )
    done(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder])
  }
  expect(true, 'the types compile, as Node resolves and as bundlers do')

  const scripts = scriptsOf(library, 'index.js')
  const bytes = scripts.reduce((sum, name) => sum + statSync(join(library, name)).size, 0)
  expect(true, `a page begins with ${scripts.length} scripts of ${Math.round(bytes / 1000)} kB`)
  console.log('all passed, 0 failed')
} finally {
  rmSync(folder, { recursive: true, force: true })
}
