import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { switchDebug } from '../../base/debug'
import { CorpusFolders } from '../../cli/corpusFolders'
import { RunFolders } from '../../cli/runFolders'
import { EngineHarness, temporary } from '../testing/engineHarness'

let root = ''
beforeEach(async () => {
  root = await temporary()
})
afterEach(async () => {
  switchDebug(false)
  vi.restoreAllMocks()
  await rm(root, { recursive: true, force: true })
})

it('writes commands, their replies and events where the debug switch is on', async () => {
  const lines: unknown[][] = []
  vi.spyOn(console, 'debug').mockImplementation((...line: unknown[]) => void lines.push(line))
  const harness = new EngineHarness({
    corpora: new CorpusFolders(join(root, 'corpora')),
    runs: new RunFolders(join(root, 'runs')),
  })
  await harness.engine.open()
  expect(lines).toEqual([])
  switchDebug(true)
  await harness.send({ kind: 'run.start' })
  await harness.engine.open()
  const written = lines.map(([head, kind]) => [String(head).replace(/^.*\] /, ''), kind])
  expect(written.slice(0, 3)).toEqual([
    ['command', 'run.start'],
    ['reply', 'run.start'],
    ['event', 'ready'],
  ])
})
