// A new run: its record, and the weights that it begins with as the checkpoint of a finished warm start.

import { unreachable } from '../../base/result'
import { problem } from '../../problems'
import { preset, readConfig } from '../../config/config'
import type { RunConfig } from '../../config/schema'
import type { StartFrom } from '../../protocol/door'
import type { RunRecord } from '../../protocol/records'
import { ChatTokenizer } from '../../players/modelTokenizer'
import { startPosition, writeSnapshot, type Snapshot } from '../checkpoints/snapshot'
import { builtInSnapshot, namedSnapshot } from '../checkpoints/storedCheckpoint'
import { refuse } from '../errors'
import type { EnginePorts } from '../enginePorts'
import { assertPlayable, assertTeachable, publishedStart } from '../runtime/publishedModel'
import type { CommandOf } from '../session/handler'
import { WARM, WARMING } from './runRecorder'

/** Stores the run and gives its id. */
export async function createRun(
  ports: EnginePorts,
  { linked, corpora, name, startFrom }: CommandOf<'run.create'>,
): Promise<string> {
  const known = await ports.corpora.corpora()
  const missing = corpora.find((id) => !known.some((each) => each.id === id))
  if (missing !== undefined) refuse(problem('no-such-corpus', { corpus: missing }), 'corpus')
  if (corpora.length === 0) refuse(problem('no-corpus'), 'corpus')
  const { config } = readConfig(linked.config, preset(linked.preset))
  const created = ports.date()
  const day = new Date(created).toISOString().slice(0, 10)
  const start = await startSnapshot(ports, startFrom ?? { kind: 'scratch' }, config, day)
  if (start !== null) assertPlayable(start, config)
  const record: RunRecord = {
    id: ports.newRun(),
    name,
    created,
    linked: { ...linked, config },
    corpora,
    rounds: 0,
    warmSteps: 0,
    state: 'new',
    vocabulary: [],
    device: '',
    ...promptDateOf(start),
    note: '',
  }
  if (start === null) await ports.runs.put(record)
  else {
    const warms = startFrom?.kind === 'model' && startFrom.warm === true && config.warmStart.steps > 0
    if (warms) assertTeachable(config)
    const begun = warms ? { ...start, position: startPosition } : start
    const bytes = writeSnapshot(begun)
    const warmSteps = begun.position.warm.step
    // Before the record: a run that is there without it would begin with other weights.
    await ports.runs.putCheckpoint(
      {
        run: record.id,
        name: warms ? WARMING : WARM,
        rounds: 0,
        warmSteps,
        created: record.created,
        bytes: bytes.length,
      },
      bytes,
    )
    await ports.runs.put(warms ? record : { ...record, state: 'warm', warmSteps })
  }
  return record.id
}

/**
 * As at the end of a warm start. An adapter is part of the weights from here on, but for one beside a
 * published model, whose weights are not here.
 */
const asWarmed = ({ adapter, ...snapshot }: Snapshot): Snapshot => ({
  ...{ ...snapshot, ...(snapshot.values === null && adapter !== undefined ? { adapter } : {}) },
  optimizer: null,
  position: { ...startPosition, warm: snapshot.position.warm, warmed: true },
})

/** A run from another run's checkpoint keeps that run's day. */
function promptDateOf(start: Snapshot | null): Pick<RunRecord, 'promptDate'> {
  const { tokenizer } = start ?? {}
  return tokenizer instanceof ChatTokenizer && tokenizer.date !== null ? { promptDate: tokenizer.date } : {}
}

/** Null for weights drawn from the run's seed. */
export async function startSnapshot(
  ports: EnginePorts,
  from: StartFrom,
  config: RunConfig,
  day: string | null,
): Promise<Snapshot | null> {
  switch (from.kind) {
    case 'scratch':
      return null
    case 'checkpoint':
      return asWarmed(await namedSnapshot(ports, from.run, from.checkpoint))
    case 'builtIn':
      return asWarmed(await builtInSnapshot(ports, from.name))
    case 'model':
      return publishedStart(ports, from.name, config, day)
    default:
      return unreachable(from)
  }
}
