// Builds the command line from the same sources as the page (Vite's server build, so that shaders are
// imported alike) and keeps the build while no source changes.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const cache = join(root, 'node_modules', '.cache', 'spice')

/** Hash of name, size and time of change of everything that the build reads. */
function sourcesKey() {
  const hash = createHash('sha256')
  for (const top of ['src', 'shaders', 'vite.config.ts', 'package-lock.json']) {
    const path = join(root, top)
    const files = statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name))
      : [path]
    for (const file of files.sort()) {
      const { size, mtimeMs } = statSync(file)
      if (/\.(ts|tsx|wgsl|json)$/.test(file) && !/\.test\.tsx?$/.test(file))
        hash.update(`${relative(root, file)} ${size} ${mtimeMs}\n`)
    }
  }
  return hash.digest('hex').slice(0, 16)
}

/** Path of the built command line; two commands that build at once each finish whole. */
export async function builtCommandLine() {
  const folder = join(cache, sourcesKey())
  const entry = join(folder, 'main.js')
  if (existsSync(entry)) return entry
  const { build } = await import('vite')
  const own = `${folder}.${process.pid}`
  await build({
    root,
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
    publicDir: false,
    build: {
      ssr: true,
      outDir: own,
      emptyOutDir: true,
      sourcemap: true,
      rollupOptions: {
        // Who gives a command wants its answer, not what took long in building it.
        checks: { pluginTimings: false },
        input: ['main', 'readerThread'].map((name) => join(root, `src/cli/${name}.ts`)),
        output: { entryFileNames: '[name].js' },
      },
    },
  })
  mkdirSync(cache, { recursive: true })
  if (existsSync(folder)) rmSync(own, { recursive: true })
  else {
    for (const old of readdirSync(cache))
      if (!old.includes('.')) rmSync(join(cache, old), { recursive: true, force: true })
    renameSync(own, folder)
  }
  return entry
}
