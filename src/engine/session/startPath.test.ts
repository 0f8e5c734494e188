// The way from a click on Start to the dispatch on the GPU that follows from it, in the order in which files
// are entered. Each step is a function and the call in it that leads on; preparing a run (prepareRun.ts)
// comes back before the training loop begins.

import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'

const path: readonly (readonly [file: string, ...entered: readonly string[]])[] = [
  ['ui/parts/Button.tsx', 'ActionButton(', 'onClick={() => perform(app, action)}'],
  ['state/actions.ts', 'function perform(', 'async function train(', 'app.send(command)'],
  ['state/connection.ts', 'async send(command)', 'client.send(command)', 'door.send(command)'],
  ['state/workerDoor.ts', 'send(command: Command)', 'worker.postMessage({ id, command })'],
  ['engine/session/engineSession.ts', 'function serveRequests(', 'handlers[kind].handle('],
  ['engine/training/openRun.ts', "'run.start': {", 'new RunSupervisor(', 'this.loop.play('],
  ['engine/training/trainingLoop.ts', 'async play(', 'await this.warm()', 'await warmStart('],
  ['training/warmStart.ts', 'async function warmStart(', 'trainer.accumulate(batch'],
  ['model/trainer.ts', 'async accumulate(', 'gpu.run('],
  ['gpu/gpu.ts', 'run(program: Program)', 'pass.dispatchWorkgroups('],
]

describe('the way from Start to a dispatch', () => {
  it('enters ten files at most', () => expect(path.length).toBeLessThanOrEqual(10))

  it.each(path)('goes through %s', async (file, ...entered) => {
    const text = await readFile(`src/${file}`, 'utf8')
    for (const part of entered) expect(text).toContain(part)
  })

  it('meets no file between the page and its connection', async () => {
    const text = await readFile('src/state/createApp.ts', 'utf8')
    expect(text).toContain('send: connection.send,')
  })
})
