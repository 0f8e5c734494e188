// Finds a Chromium on this machine, or installs one: Debian's package where apt is there, else Playwright's.
// The tests drive it, and its software Vulkan driver (SwiftShader) runs the kernels where there is no GPU.
import { spawnSync } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'

const candidates = [
  process.env.SPICE_CHROMIUM,
  '/usr/lib/chromium/chromium',
  '/usr/lib/chromium-browser/chromium-browser',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** Path of an installed Chromium or Chrome, or undefined. */
function installed() {
  return candidates.find((path) => path !== undefined && path !== '' && existsSync(path))
}

function playwrightChromium() {
  const asked = spawnSync(
    process.execPath,
    ['-e', "import('playwright').then(p => console.log(p.chromium.executablePath()))"],
    { encoding: 'utf8' },
  )
  const path = asked.stdout.trim()
  return path !== '' && existsSync(path) ? path : undefined
}

function attempt(command, args) {
  return spawnSync(command, args, { stdio: ['ignore', process.stderr.fd, process.stderr.fd] }).status === 0
}

function install() {
  const hasApt = spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0
  const root = process.getuid?.() === 0
  if (hasApt) {
    console.error('No Chromium here: installing the Debian package "chromium" …')
    const apt = (...args) => (root ? attempt('apt-get', args) : attempt('sudo', ['-n', 'apt-get', ...args]))
    if (apt('update', '-q') && apt('install', '-y', '-q', '--no-install-recommends', 'chromium'))
      return installed()
  }
  console.error("Installing Playwright's Chromium …")
  attempt('npx', ['playwright', 'install', 'chromium'])
  return playwrightChromium()
}

/** Path of a Chromium that runs here; installs one if there is none. Throws with what to do. */
export function chromium() {
  const path = installed() ?? playwrightChromium() ?? install()
  if (path === undefined) {
    throw new Error(
      'No Chromium could be found or installed. Install Chrome or Chromium and set SPICE_CHROMIUM to its executable.',
    )
  }
  return path
}

/** Path of the manifest of Chromium's software Vulkan driver, for VK_ICD_FILENAMES. */
export function softwareDriver() {
  const manifest = join(dirname(realpathSync(chromium())), 'vk_swiftshader_icd.json')
  if (!existsSync(manifest)) {
    throw new Error(
      `Chromium has no software driver at ${manifest}. Set SPICE_CHROMIUM to a Chromium that carries vk_swiftshader_icd.json.`,
    )
  }
  return manifest
}
