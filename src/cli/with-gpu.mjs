// Runs a command with a Vulkan driver that Dawn for Node accepts: `node src/cli/with-gpu.mjs vitest run`.
// A real GPU's driver is used where SPICE_ADAPTER=hardware says so; otherwise Chromium's software driver
// (SwiftShader), which is the same on every machine and so gives the same numbers in every run.
import { spawn } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import { softwareDriver } from './browser.mjs'

const [command, ...rest] = process.argv.slice(2)
if (command === undefined) {
  console.error('with-gpu: name the command to run, for instance `node src/cli/with-gpu.mjs vitest run`')
  process.exit(2)
}

const env = { ...process.env }
if (process.env.SPICE_ADAPTER !== 'hardware') {
  const manifest = softwareDriver()
  env.VK_ICD_FILENAMES = manifest
  env.LD_LIBRARY_PATH = [dirname(manifest), process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter)
}
env.PATH = [join(process.cwd(), 'node_modules', '.bin'), process.env.PATH].join(delimiter)

const child = spawn(command, rest, { env, stdio: 'inherit' })
child.on('error', (error) => {
  console.error(`with-gpu: ${error.message}`)
  process.exit(1)
})
child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
