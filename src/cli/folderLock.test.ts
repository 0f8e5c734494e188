// Who may write to a folder: one process at a time, whatever an earlier one left behind.

import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { LOCK, lockFolder } from './folderLock'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'spice-lock-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const lock = (folder = root): Promise<() => Promise<void>> => lockFolder(folder, 0)
const written = async (): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(join(root, LOCK), 'utf8')) as Record<string, unknown>
const rewrite = async (change: object): Promise<void> =>
  writeFile(join(root, LOCK), JSON.stringify({ ...(await written()), ...change }))

it('lets one writer in, names it to the next, and lets that one in afterwards', async () => {
  const unlock = await lock()
  await expect(lock()).rejects.toThrow(
    new RegExp(
      `^Another process \\(${process.pid}\\) is writing to ${root}\\. Wait until it is done, .*run\\.lock\\.$`,
    ),
  )
  await unlock()
  expect(await readdir(root)).toEqual([])
  await (
    await lock()
  )()
})

it('waits a moment for a writer that is about to end', async () => {
  const unlock = await lock()
  const second = lockFolder(root, 2000)
  await unlock()
  await (
    await second
  )()
})

it('takes over from a process that is dead, or is another one under its number', async () => {
  const dead = spawnSync(process.execPath, ['-e', '']).pid
  await lock()
  await rewrite({ pid: dead })
  await lock()
  expect(await written()).toMatchObject({ pid: process.pid })
  await rewrite({ pid: process.ppid, started: '1' })
  await (
    await lock()
  )()
})

it('is held by a process that lives, until that is killed', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  await once(child, 'spawn')
  await lock()
  const started = (await readFile(`/proc/${child.pid}/stat`, 'utf8').catch(() => '')).split(' ')[21] ?? ''
  await rewrite({ pid: child.pid, started })
  await expect(lock()).rejects.toThrow(`(${child.pid})`)
  child.kill('SIGKILL')
  await once(child, 'exit')
  await (
    await lock()
  )()
})

it.runIf(process.platform === 'linux')(
  'takes over from a process that is dead and not yet buried',
  async () => {
    // A shell that becomes `sleep`, which asks for the end of no child, leaves its own as a dead one.
    const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const [written] = (await once(parent.stdout, 'data')) as [Buffer]
    const pid = Number(written.toString())
    const stat = async (): Promise<string[]> =>
      (await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')).split(' ')
    while ((await stat())[2] !== 'Z') await new Promise((done) => setTimeout(done, 10))
    await lock()
    await rewrite({ pid, started: (await stat())[21] })
    await (
      await lock()
    )()
    parent.kill('SIGKILL')
  },
)

it('does not come with a copy of the folder, nor stay when it was cut off', async () => {
  await lock()
  await cp(root, `${root}-copy`, { recursive: true })
  await (
    await lock(`${root}-copy`)
  )()
  await rm(`${root}-copy`, { recursive: true })
  for (const text of ['', '{"pid":']) {
    await writeFile(join(root, LOCK), text)
    await (
      await lock()
    )()
  }
})

it('believes a writer elsewhere as long as it says that it lives', async () => {
  await lock()
  await rewrite({ place: 'another machine' })
  await expect(lock()).rejects.toThrow('Another process')
  const long = new Date(Date.now() - 120_000)
  await utimes(join(root, LOCK), long, long)
  await (
    await lock()
  )()
})

it('lets one in of many that find a dead lock at once', async () => {
  await lock()
  await rewrite({ pid: spawnSync(process.execPath, ['-e', '']).pid })
  const all = await Promise.allSettled(Array.from({ length: 8 }, () => lock()))
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

it('takes a folder that was made for it away again where nothing was put there', async () => {
  await (
    await lock(join(root, 'new'))
  )()
  expect(await readdir(root)).toEqual([])
})
