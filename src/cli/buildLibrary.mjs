// `npm run build:library`: the package `spice-lab` in .cache/library, as a page without a bundler and Node alone
// can use it: scripts, their types, and the files of public/ that a run may ask for.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, loadConfigFromFile } from 'vite'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const declarations = join(root, 'node_modules', '.cache', 'types', 'app')
/** By the name under which they are imported, their file in src/library. */
const entries = { index: 'index', rules: 'gameRules', formats: 'formats', node: 'node' }
/** Weights to begin with, what they are probed with, and the prose that documents are measured beside. */
const files = [
  ...['integers', 'relations', 'expressions'].map((name) => `probes/${name}.json`),
  ...['nano-numbers', 'tiny-stories'].map((name) => `weights/${name}.safetensors`),
  'corpora/prose',
]

/** Copies the declarations that an entry needs, each import with the ending that Node's resolution wants. */
function declare(entry, folder) {
  const done = new Set()
  const open = [entry]
  for (const file of open) {
    if (done.has(file)) continue
    done.add(file)
    const text = readFileSync(file, 'utf8').replace(
      /((?:from|import)\s*\(?\s*["'])(\.[^"']+)(["'])/g,
      (whole, before, to, after) => {
        const found = [`${to.replace(/\.ts$/, '')}.d.ts`, `${to}/index.d.ts`].find((name) =>
          existsSync(resolve(dirname(file), name)),
        )
        if (found === undefined) return whole
        open.push(resolve(dirname(file), found))
        return `${before}${found.replace(/\.d\.ts$/, '.js')}${after}`
      },
    )
    const target = join(folder, 'types', relative(declarations, file))
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, text)
  }
}

/** Builds the package's folder and gives its path. */
export async function buildLibrary(folder = join(root, '.cache', 'library')) {
  rmSync(folder, { recursive: true, force: true })
  const compiled = spawnSync('npx', ['tsc', '-b'], { cwd: root, stdio: 'inherit' })
  if (compiled.status !== 0) throw new Error('the types do not compile')
  const loaded = await loadConfigFromFile(
    { command: 'build', mode: 'production' },
    join(root, 'vite.config.ts'),
  )
  await build({
    root,
    configFile: false,
    base: './',
    logLevel: 'warn',
    publicDir: false,
    resolve: loaded.config.resolve,
    plugins: loaded.config.plugins.flat().filter(({ name }) => name === 'wgsl-static'),
    build: {
      outDir: folder,
      target: loaded.config.build.target,
      assetsDir: 'files',
      modulePreload: false,
      rolldownOptions: {
        input: Object.fromEntries(
          Object.entries(entries).map(([name, file]) => [name, join(root, `src/library/${file}.ts`)]),
        ),
        preserveEntrySignatures: 'strict',
        external: ['webgpu', /^node:/],
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  })
  for (const name of Object.values(entries)) declare(join(declarations, `src/library/${name}.d.ts`), folder)
  for (const name of files)
    cpSync(join(root, 'public', name), join(folder, 'public', name), { recursive: true })
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'))
  cpSync(join(root, 'docs/library.md'), join(folder, 'README.md'))
  const { name, version, description, license, devDependencies, engines } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  )
  const entry = ([each, file]) => ({
    types: `./types/src/library/${file}.d.ts`,
    default: `./${each}.js`,
  })
  writeFileSync(
    join(folder, 'package.json'),
    `${JSON.stringify(
      {
        ...{ name, version, description, license, type: 'module', engines, sideEffects: false },
        exports: Object.fromEntries(
          Object.entries(entries).map((each) => [each[0] === 'index' ? '.' : `./${each[0]}`, entry(each)]),
        ),
        peerDependencies: { webgpu: devDependencies.webgpu },
        peerDependenciesMeta: { webgpu: { optional: true } },
      },
      null,
      2,
    )}\n`,
  )
  return folder
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await buildLibrary())
