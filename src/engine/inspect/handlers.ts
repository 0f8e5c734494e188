// Commands that put stored checkpoints to a question or a test. They store nothing.

import type { Engine } from '../session/engine'
import type { Handlers } from '../session/handler'
import { measureSpeed } from '../runtime/deviceSpeed'
import { tryRun } from '../training/tryRun'
import { chooseKernels } from '../runtime/runKernels'

/** What looks into checkpoints comes when somebody first does. */
const evaluation = async () => import('./evaluateStored')
const inside = async () => import('./lookIntoEpisode')
const through = async () => import('./lookThrough')

const inspection = { queue: 'runs', readsOnly: true } as const

export const inspectHandlers: Handlers<
  'ask' | 'fork' | 'attend' | 'look' | 'arena' | 'benchmark' | 'device.measure' | 'run.try',
  Engine
> = {
  'device.measure': {
    ...inspection,
    // Nobody has asked for a number: where something trains, or there is no device, none is told.
    async handle({ ports, emit, devices, run }) {
      if (run.isTraining || ports.openRuntime !== undefined || ports.openMachine !== undefined) return
      await devices.lend(async (gpu) => {
        await chooseKernels(gpu, { kept: [], store: ports.kernels, progress: () => undefined })
        emit({ kind: 'speed', speed: await measureSpeed(gpu) })
      })
    },
  },
  'run.try': {
    ...inspection,
    async handle({ ports, emit, evaluations }, { linked, corpora, startFrom }) {
      if (ports.openMachine !== undefined) return
      await evaluations.evaluate('questions', async (gpu, { signal }) => {
        const trial = await tryRun(ports, gpu, { linked, corpora, startFrom }, signal)
        emit({ kind: 'tried', linked, corpora, startFrom, trial })
      })
    },
  },
  ask: {
    ...inspection,
    handle: ({ ports, emit, evaluations }, command) =>
      evaluations.inspect(async (gpu) => {
        const progress = (done: number, total: number): void =>
          evaluations.progress(done, total, 'checkpoints')
        const { ask } = await import('./askCheckpoint')
        const answers = await ask(ports, gpu, command, progress)
        emit({ kind: 'answered', question: command.question, answers })
      }),
  },
  fork: {
    ...inspection,
    handle: ({ ports, emit, evaluations }, command) =>
      evaluations.inspect(async (gpu) => emit(await (await inside()).fork(ports, gpu, command))),
  },
  attend: {
    ...inspection,
    handle: ({ ports, emit, evaluations }, command) =>
      evaluations.inspect(async (gpu) => emit(await (await inside()).attend(ports, gpu, command))),
  },
  look: {
    ...inspection,
    handle: ({ ports, emit, evaluations }, command) =>
      evaluations.inspect(async (gpu) =>
        emit({ kind: 'looked', look: await (await through()).lookThrough(ports, gpu, command) }),
      ),
  },
  arena: {
    ...inspection,
    handle: ({ ports, emit, evaluations }, command) =>
      evaluations.evaluate('parts', async (gpu, control) =>
        emit({
          kind: 'arena',
          report: await (await evaluation()).storedArena(ports, gpu, command, control),
        }),
      ),
  },
  benchmark: {
    ...inspection,
    handle: ({ ports, emit, evaluations }, command) =>
      evaluations.evaluate('questions', async (gpu, control) =>
        emit({
          kind: 'benchmarked',
          results: await (await evaluation()).storedBenchmark(ports, gpu, command, control),
        }),
      ),
  },
}
