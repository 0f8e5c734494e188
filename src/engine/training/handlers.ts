// Commands about the run that trains: made, opened, started, ended, renamed, removed.

import type { Engine, Handlers } from '../session/handler'
import { createRun } from './createRun'
import type { Ending } from './runSupervisor'

/** Ends whatever takes long: an evaluation or the training of the open run. */
async function end({ evaluations, run }: Engine, ending: Ending): Promise<void> {
  evaluations.abort()
  await run.end(ending)
}

export const trainingHandlers: Handlers<
  | 'run.create'
  | 'run.open'
  | 'run.start'
  | 'run.step'
  | 'run.pause'
  | 'run.stop'
  | 'run.rename'
  | 'run.remove'
> = {
  'run.create': {
    queue: 'runs',
    readsOnly: false,
    async handle({ ports, run }, command) {
      run.refuseWhileTraining()
      await run.open(await createRun(ports, command), null)
    },
  },
  'run.open': {
    queue: 'runs',
    readsOnly: true,
    handle: ({ run }, { run: id, checkpoint }) => run.open(id, checkpoint ?? null),
  },
  'run.start': {
    queue: 'runs',
    readsOnly: false,
    handle: ({ run }, { until }) => run.train(({ linked }) => until ?? linked.config.game.rounds),
  },
  'run.step': {
    queue: 'runs',
    readsOnly: false,
    handle: ({ run }) => run.train((_, rounds) => rounds + 1),
  },
  'run.pause': { queue: null, readsOnly: true, handle: (engine) => end(engine, 'pause') },
  'run.stop': { queue: null, readsOnly: true, handle: (engine) => end(engine, 'stop') },
  // At once: an evaluation may hold the queue for minutes.
  'run.rename': {
    queue: null,
    readsOnly: false,
    handle: ({ run }, { run: id, name }) => run.rename(id, name),
  },
  'run.remove': {
    queue: 'runs',
    readsOnly: false,
    async handle({ ports, emit, run, evaluations }, { run: id }) {
      if (run.record?.id === id) {
        evaluations.abort()
        await run.close()
        emit({ kind: 'status', run: null, activity: 'idle', running: false })
      }
      await ports.runs.remove(id)
    },
  },
}
