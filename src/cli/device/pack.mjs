// `npm run device`: packs what a machine without Node needs to measure its GPU (docs/devices.md): Node and
// Dawn, compressed, the command line with the kernels' checks as one bundle, and a Vulkan loader, into
// .cache/device/. With the tracked tree, without recordings and studies, it stays under 64 MiB; `--archive
// FILE` writes both as one tar file.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'vite'
import { softwareDriver } from '../browser.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
const pack = join(root, '.cache', 'device')
const cache = join(root, 'node_modules', '.cache', 'device')
const MOST_BYTES = 64 * 2 ** 20
/** What stays behind: nothing that is measured reads it. */
const LEFT = ['public/replays', 'public/studies']
/** Loaders that drivers want beside Vulkan's own, where this machine has them. */
const LIBRARIES = /^lib(EGL|GLdispatch|GLX|GL|OpenGL|GLESv2)\.so\.\d+$/

const mebibytes = (bytes) => (bytes / 2 ** 20).toFixed(1)

/** Compressed with xz, once for each content. */
function compressed(path, to) {
  const hash = createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16)
  const kept = join(cache, `${hash}.xz`)
  if (!existsSync(kept)) {
    mkdirSync(cache, { recursive: true })
    const copy = join(cache, `${hash}.${process.pid}`)
    copyFileSync(path, copy)
    // Symbols of debugging are a tenth of Node; where `strip` is missing they travel too.
    if (!path.endsWith('.node')) spawnSync('strip', [copy])
    const { status, error } = spawnSync('xz', ['-6', '-T0', copy], { stdio: ['ignore', 2, 2] })
    if (status !== 0) throw new Error(`xz could not compress ${path}: ${error?.message ?? `code ${status}`}`)
    renameSync(`${copy}.xz`, kept)
  }
  mkdirSync(dirname(to), { recursive: true })
  copyFileSync(kept, `${to}.xz`)
}

async function bundle() {
  await build({
    root,
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true, external: ['webgpu'] },
    build: {
      ssr: true,
      outDir: join(pack, 'bundle'),
      emptyOutDir: true,
      target: 'node20',
      minify: true,
      rolldownOptions: {
        input: ['main', 'readerThread'].map((name) => join(root, `src/cli/${name}.ts`)),
        output: { entryFileNames: '[name].js' },
      },
    },
  })
  writeFileSync(join(pack, 'bundle', 'package.json'), '{ "type": "module" }\n')
}

function dawnPackage() {
  const from = join(root, 'node_modules', 'webgpu')
  const to = join(pack, 'node_modules', 'webgpu')
  const library = join('dist', `${process.platform}-${process.arch}`, 'dawn.node')
  compressed(join(from, library), join(to, library))
  for (const name of ['index.js', 'package.json', 'LICENSE.md'])
    copyFileSync(join(from, name), join(to, name))
}

/** Chromium's own Vulkan loader, and the loaders of this machine that drivers may ask for. */
function libraries() {
  const to = join(pack, 'libraries')
  mkdirSync(to, { recursive: true })
  copyFileSync(join(dirname(softwareDriver()), 'libvulkan.so.1'), join(to, 'libvulkan.so.1'))
  const own = `/usr/lib/${process.arch === 'x64' ? 'x86_64' : 'aarch64'}-linux-gnu`
  for (const name of existsSync(own) ? readdirSync(own).filter((each) => LIBRARIES.test(each)) : [])
    copyFileSync(join(own, name), join(to, name))
}

const sizeOf = (folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, each) => sum + (each.isFile() ? each.size : 0), 0)

/** Tracked files that travel. */
const trackedFiles = () =>
  execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })
    .split('\0')
    .filter((name) => name !== '' && !LEFT.some((left) => name.startsWith(`${left}/`)))
    .filter((name) => existsSync(join(root, name)))

async function main() {
  const { values } = parseArgs({ options: { archive: { type: 'string' } } })
  if (process.platform !== 'linux') throw new Error('The package is made on Linux, for Linux.')
  rmSync(pack, { recursive: true, force: true })
  mkdirSync(pack, { recursive: true })
  compressed(process.execPath, join(pack, 'node'))
  dawnPackage()
  libraries()
  await bundle()
  const tracked = trackedFiles()
  const tree = tracked.reduce((sum, name) => sum + statSync(join(root, name)).size, 0)
  const packed = sizeOf(pack)
  console.log(
    `.cache/device/ has ${mebibytes(packed)} MiB, the tracked tree without ${LEFT.join(' and ')} ${mebibytes(tree)}: ${mebibytes(packed + tree)} of 64 MiB travel.`,
  )
  if (packed + tree > MOST_BYTES) throw new Error('That is more than 64 MiB.')
  if (values.archive !== undefined) {
    const list = join(cache, 'files.txt')
    writeFileSync(list, [...tracked, '.cache/device'].join('\n'))
    execFileSync('tar', ['-cf', values.archive, '-C', root, '-T', list])
    console.log(`${values.archive} has ${mebibytes(statSync(values.archive).size)} MiB.`)
  }
  console.log('There, in the root of the checkout: python3 src/cli/device/start.py --out results')
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
