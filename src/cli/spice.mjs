// `npm run spice -- <command>`: builds the command line, keeps the build while no source changes, and runs it
// with a driver that Dawn accepts.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { builtCommandLine, root } from './builtCommandLine.mjs'
import { launchedFromHere } from './launcher.mjs'

let entry
try {
  entry = await builtCommandLine()
} catch (error) {
  console.error(
    `spice: the command line could not be built: ${error instanceof Error ? error.message : error}`,
  )
  process.exit(1)
}
const child = spawn(
  process.execPath,
  [
    join(root, 'src/cli/with-gpu.mjs'),
    process.execPath,
    '--enable-source-maps',
    entry,
    ...process.argv.slice(2),
  ],
  {
    stdio: 'inherit',
    env: launchedFromHere({ ...process.env, SPICE_ROOT: root }),
  },
)
child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined)
