// Holds the Dockerfile to its promise (`npm run test:docker`): the image is built where a Docker daemon
// answers; elsewhere its steps run as they stand in a clean folder that holds what is committed. Then the
// page has to answer with its policy.
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const port = 4173
const run = (command, args, options = {}) => execFileSync(command, args, { stdio: 'inherit', ...options })

function hasDocker() {
  try {
    execFileSync('docker', ['info'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const instructions = readFileSync('Dockerfile', 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => [line.split(' ', 1)[0], line.slice(line.indexOf(' ') + 1)])

/** Starts the server of the image's own steps; answers how to stop it. */
function bySteps(folder) {
  const committed = mkdtempSync(join(tmpdir(), 'spice-committed-'))
  const archive = execFileSync('git', ['archive', 'HEAD'], { maxBuffer: 2 ** 28 })
  execFileSync('tar', ['-x', '-C', committed], { input: archive })
  for (const [instruction, rest] of instructions) {
    if (instruction === 'COPY')
      for (const from of rest.split(' ').slice(0, -1))
        cpSync(join(committed, from), join(folder, from), { recursive: true })
    if (instruction === 'RUN') run('sh', ['-c', rest], { cwd: folder })
    if (instruction === 'CMD') {
      const [command, ...args] = JSON.parse(rest)
      const server = spawn(command, args, { cwd: folder, stdio: 'inherit', detached: true })
      return () => {
        process.kill(-server.pid)
        rmSync(committed, { recursive: true })
      }
    }
  }
  throw new Error('The Dockerfile has no CMD.')
}

function byDocker() {
  run('docker', ['build', '-t', 'spice-lab-test', '.'])
  run('docker', ['run', '-d', '--rm', '--name', 'spice-lab-test', '-p', `${port}:${port}`, 'spice-lab-test'])
  return () => run('docker', ['stop', 'spice-lab-test'])
}

const folder = mkdtempSync(join(tmpdir(), 'spice-image-'))
const stop = hasDocker() ? byDocker() : bySteps(folder)
try {
  const deadline = Date.now() + 60_000
  let answer
  while (answer === undefined) {
    answer = await fetch(`http://localhost:${port}/`).catch((error) => {
      if (Date.now() > deadline) throw error
    })
    if (answer === undefined) await new Promise((resolve) => setTimeout(resolve, 500))
  }
  const policy = answer.headers.get('content-security-policy') ?? ''
  if (!answer.ok || !policy.includes("frame-ancestors 'none'"))
    throw new Error(`The page answered ${answer.status} with the policy "${policy}".`)
  console.log(
    `served with its policy, ${hasDocker() ? 'from the image' : 'from the steps of the Dockerfile'}`,
  )
} finally {
  stop()
  rmSync(folder, { recursive: true, force: true })
}
