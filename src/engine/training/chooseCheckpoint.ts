// Which checkpoint a run goes on from: the one that a person named, else the newest that is whole and whose
// rounds are all recorded. It reads, and changes nothing.

import { last } from '../../base/at'
import { problem, type Problem } from '../../problems'
import type { CheckpointRecord, RunRecord } from '../../protocol/records'
import { readSnapshot, type Snapshot } from '../checkpoints/snapshot'
import type { EnginePorts } from '../enginePorts'
import { refuse } from '../errors'

type Runs = Pick<EnginePorts, 'runs'>

const newestFirst = (a: CheckpointRecord, b: CheckpointRecord): number =>
  b.rounds - a.rounds || b.warmSteps - a.warmSteps

/** Null where there is no checkpoint yet. `notify` is told which one was passed over, and why. */
export async function chooseCheckpoint(
  ports: Runs,
  run: RunRecord,
  name: string | null,
  notify: (notice: Problem) => void,
): Promise<Snapshot | null> {
  const all = (await ports.runs.checkpoints(run.id)).toSorted(newestFirst)
  if (name !== null) {
    const found = all.find((each) => each.name === name)
    const read = await snapshotOf(ports, found ?? refuse(problem('no-checkpoint', { checkpoint: name })))
    return 'code' in read ? refuse(problem('chosen-checkpoint', { cause: read })) : read
  }
  let fault: Problem | null = null
  for (const record of all) {
    const read = await snapshotOf(ports, record)
    const why = 'code' in read ? read : await missingLines(ports, run, record, read)
    if (why === null && !('code' in read)) {
      if (fault !== null) notify(problem('checkpoint-skipped', { instead: record.name, cause: fault }))
      return read
    }
    fault ??= why
  }
  if (fault !== null) return refuse(problem('no-whole-checkpoint', { cause: fault }))
  if (await hasPlayed(ports, run)) refuse(problem('lines-without-checkpoint'))
  return null
}

async function snapshotOf({ runs }: Runs, { run, name }: CheckpointRecord): Promise<Snapshot | Problem> {
  const bytes = await runs.checkpoint(run, name)
  if (bytes === null) return problem('checkpoint-gone', { checkpoint: name })
  const snapshot = readSnapshot(bytes)
  return snapshot.ok
    ? snapshot.value
    : problem('checkpoint-damaged', { checkpoint: name, cause: snapshot.error })
}

/** A run that began with a warm start of its own begins again where nothing but that is lost. */
async function hasPlayed({ runs }: Runs, { id, rounds, state }: RunRecord): Promise<boolean> {
  if (rounds > 0 || state === 'warm' || state === 'playing') return true
  if ((await runs.metrics(id)).length > 0 || (await runs.probes(id)).length > 0) return true
  return (await runs.episodes(id, 0)).length > 0
}

/**
 * What is lost of what was recorded before a checkpoint. Lines are lost from the end of a file: the last
 * point of the warm start shows it (a run that began with weights has none), the last round, and the last
 * probe that a round speaks of.
 */
async function missingLines(
  { runs }: Runs,
  { id, linked, ownWarmStart }: RunRecord,
  { name, rounds, warmSteps }: CheckpointRecord,
  { position }: Snapshot,
): Promise<Problem | null> {
  const missing = problem('lines-missing', { checkpoint: name, rounds })
  const points = position.warmed ? await runs.warmStart(id) : []
  if (points.length > 0 ? last(points).step < warmSteps : position.warmed && ownWarmStart === true)
    return missing
  if (rounds === 0) return null
  const metrics = (await runs.metrics(id)).filter(({ round }) => round < rounds)
  if (!metrics.some(({ round }) => round === rounds - 1)) return missing
  const probed = new Set((await runs.probes(id)).map(({ round }) => round))
  if (metrics.some(({ round, probeAccuracy }) => probeAccuracy !== null && !probed.has(round))) return missing
  const { update, game } = linked.config
  const wanted = update.source === 'examples' || update.source === 'reading' ? 0 : game.passages
  return (await runs.episodes(id, rounds - 1)).length < wanted ? missing : null
}
