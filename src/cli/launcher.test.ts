// A launcher that is killed takes with it what it launched, down to the last process.

import { spawn } from 'node:child_process'
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'spice-launcher-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const launcher = JSON.stringify(resolve('src/cli/launcher.mjs'))
const writer = (path: string): string => `
  import { appendFileSync } from 'node:fs'
  import { endWithLauncher } from ${launcher}
  endWithLauncher()
  setInterval(() => appendFileSync(${JSON.stringify(path)}, process.pid + '\\n'), 20)
`
const linesOf = async (path: string): Promise<string[]> =>
  (await readFile(path, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '')
const later = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds))

async function until(is: () => Promise<boolean>): Promise<boolean> {
  for (const end = Date.now() + 10_000; Date.now() < end; await later(50)) if (await is()) return true
  return false
}

it('leaves no orphan that writes when with-gpu is killed', async () => {
  const path = join(root, 'lines')
  await appendFile(path, '')
  const launched = spawn(
    process.execPath,
    ['src/cli/with-gpu.mjs', process.execPath, '--input-type=module', '-e', writer(path)],
    { env: { ...process.env, SPICE_ADAPTER: 'hardware', SPICE_LAUNCHER: '' }, stdio: 'inherit' },
  )
  expect(await until(async () => (await linesOf(path)).length > 2)).toBe(true)
  launched.kill('SIGKILL')
  const quiet = async (): Promise<boolean> => {
    const before = (await linesOf(path)).length
    await later(300)
    return (await linesOf(path)).length === before
  }
  expect(await until(quiet)).toBe(true)
})

it('ends a program that hears no interruption, at the second one', async () => {
  const path = join(root, 'lines')
  const hangs = `
    import { appendFileSync } from 'node:fs'
    process.on('SIGINT', () => undefined)
    appendFileSync(${JSON.stringify(path)}, process.pid + '\\n')
    for (;;);`
  const launched = spawn(
    process.execPath,
    ['src/cli/with-gpu.mjs', process.execPath, '--input-type=module', '-e', hangs],
    { env: { ...process.env, SPICE_ADAPTER: 'hardware', SPICE_LAUNCHER: '' }, stdio: 'inherit' },
  )
  const ended = new Promise((done) => launched.on('exit', done))
  expect(await until(async () => (await linesOf(path)).length > 0)).toBe(true)
  launched.kill('SIGINT')
  await later(1600)
  expect(launched.exitCode).toBe(null)
  launched.kill('SIGINT')
  expect(await ended).toBe(1)
})
