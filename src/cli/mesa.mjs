// A second software GPU driver: Mesa's llvmpipe of Debian 13, unpacked into a folder of its own with the C
// library that it wants (`npm run install:mesa`; needs root, debootstrap and half a gigabyte). It has
// shader-f16 and subgroups, and runs our kernels several times as fast as SwiftShader. SPICE_ADAPTER=mesa
// then chooses it for the command line and the tests. Its RADV driver compiles for AMD's GPUs (kernels/).
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
/** Where it is unpacked: the root of a small Debian. */
export const folder = join(root, '.cache', 'mesa')
const libraries = join(folder, 'usr/lib/x86_64-linux-gnu')

/**
 * How to start Node under this driver: the loader of its C library before Node's own path, and the manifest
 * of llvmpipe (`lvp`) or of RADV (`radeon`).
 */
export function mesaDriver(driver = 'lvp') {
  const manifest = join(folder, `usr/share/vulkan/icd.d/${driver}_icd.json`)
  if (!existsSync(manifest))
    throw new Error(
      'The Mesa driver is not set up here: run `npm run install:mesa` once, or leave SPICE_ADAPTER unset.',
    )
  return {
    command: join(folder, 'lib64/ld-linux-x86-64.so.2'),
    args: ['--library-path', libraries, process.execPath],
    env: { VK_ICD_FILENAMES: manifest, MESA_SHADER_CACHE_DIR: join(root, '.cache', 'mesa-shaders') },
  }
}

function install() {
  if (existsSync(folder)) return
  if (process.arch !== 'x64' || process.platform !== 'linux')
    throw new Error('The Mesa driver can be set up on x86-64 Linux alone.')
  if (process.getuid?.() !== 0) throw new Error('Setting up the Mesa driver needs root, for debootstrap.')
  const run = (command, ...args) => {
    if (spawnSync(command, args, { stdio: ['ignore', 2, 2] }).status !== 0)
      throw new Error(`${command} ${args.join(' ')} failed; its own words stand above.`)
  }
  if (spawnSync('debootstrap', ['--version'], { stdio: 'ignore' }).status !== 0) {
    run('apt-get', 'update', '-q')
    run('apt-get', 'install', '-y', '-q', '--no-install-recommends', 'debootstrap')
  }
  const partial = `${folder}.partial`
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { recursive: true })
  run(
    'debootstrap',
    '--variant=minbase',
    '--include=mesa-vulkan-drivers,libvulkan1,libvulkan-dev',
    'trixie',
    partial,
  )
  renameSync(partial, folder)
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    install()
    console.log('The Mesa driver is ready: SPICE_ADAPTER=mesa chooses it.')
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}
