// A run and its checkpoints as the stores keep them; what is gone is said in one line.

import { problem, type Problem } from '../../problems'
import { completed } from '../../config/link'
import type { RunRecord } from '../../protocol/records'
import type { EnginePorts } from '../enginePorts'
import { readSnapshot, type Snapshot } from './snapshot'
import { unwrap, refuse } from '../errors'

type Runs = Pick<EnginePorts, 'runs'>

export async function storedRun({ runs }: Runs, id: string): Promise<RunRecord> {
  const run = (await runs.run(id)) ?? refuse(problem('no-such-run', { run: id }))
  return { ...run, linked: completed(run.linked) }
}

/** `gone` is said, and `fix` named, where the run keeps no such checkpoint. */
export async function storedSnapshot(
  { runs }: Runs,
  run: string,
  checkpoint: string,
  gone: Problem,
  fix: string | null = null,
): Promise<Snapshot> {
  return unwrap(readSnapshot((await runs.checkpoint(run, checkpoint)) ?? refuse(gone, fix)))
}

/** Weights that come with the page. */
export async function builtInSnapshot(ports: Pick<EnginePorts, 'asset'>, name: string): Promise<Snapshot> {
  return unwrap(readSnapshot(unwrap(await ports.asset(`weights/${name}.safetensors`))))
}

/** One that a person named. */
export const namedSnapshot = (ports: Runs, run: string, checkpoint: string): Promise<Snapshot> =>
  storedSnapshot(ports, run, checkpoint, problem('no-checkpoint-of-run', { run, checkpoint }))
