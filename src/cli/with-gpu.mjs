// Runs a command with a Vulkan driver that Dawn for Node accepts: `node src/cli/with-gpu.mjs vitest run`.
// SPICE_ADAPTER chooses it: `hardware` is the machine's own, `mesa` the driver of mesa.mjs (Node programs
// alone); otherwise it is Chromium's software driver (SwiftShader), the same on every machine, so that runs
// repeat.
import { spawn } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import { softwareDriver } from './browser.mjs'
import { endWithLauncher, launchedFromHere, passInterruptions } from './launcher.mjs'
import { mesaDriver } from './mesa.mjs'

const [command, ...rest] = process.argv.slice(2)
if (command === undefined) {
  console.error('with-gpu: name the command to run, for instance `node src/cli/with-gpu.mjs vitest run`')
  process.exit(2)
}

const env = { ...process.env }
env.PATH = [join(process.cwd(), 'node_modules', '.bin'), process.env.PATH].join(delimiter)
let start = { command, args: rest }
try {
  switch (process.env.SPICE_ADAPTER) {
    case 'hardware':
      break
    case 'mesa': {
      const mesa = mesaDriver()
      // A program that starts Node again needs the loader too.
      Object.assign(env, mesa.env, { SPICE_NODE: JSON.stringify([mesa.command, ...mesa.args]) })
      start = {
        command: mesa.command,
        args: [
          ...mesa.args,
          ...(command === process.execPath ? rest : [join('node_modules', '.bin', command), ...rest]),
        ],
      }
      break
    }
    default: {
      const manifest = softwareDriver()
      env.VK_ICD_FILENAMES = manifest
      env.LD_LIBRARY_PATH = [dirname(manifest), process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter)
    }
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

endWithLauncher()
const child = spawn(start.command, start.args, { env: launchedFromHere(env), stdio: 'inherit' })
child.on('error', (error) => {
  console.error(`with-gpu: ${error.message}`)
  process.exit(1)
})
child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1))
passInterruptions(child)
