// Looking into an episode with the weights of a checkpoint: sampling on from any prefix, and the attention of
// a token.
// Opens its own small model: no trainer, and nothing of the run in play is touched.

import { problem } from '../../problems'
import { preset, withValue } from '../../config/config'
import type { Gpu } from '../../gpu'
import { attentionOfLast } from '../../model/attend'
import type { Model } from '../../model/model'
import { Sampler } from '../../model/sampler'
import { ModelPlayer } from '../../players/modelPlayer'
import type { Command, Event } from '../../protocol/door'
import type { CheckpointRecord, RunRecord } from '../../protocol/records'
import { capacities } from '../runtime/capacity'
import type { EnginePorts } from '../enginePorts'
import { modelForInspection } from '../runtime/publishedModel'
import type { Snapshot } from '../checkpoints/snapshot'
import { storedRun, storedSnapshot } from '../checkpoints/storedCheckpoint'
import { refuse } from '../errors'

type ForkCommand = Extract<Command, { kind: 'fork' }>
type AttendCommand = Extract<Command, { kind: 'attend' }>

/** Most futures of one fork. */
const MOST_FUTURES = 16

/**
 * The newest checkpoint that round `round` can have been played with; the oldest there is where none is that
 * old.
 */
export function checkpointBefore(
  checkpoints: readonly CheckpointRecord[],
  round: number,
): CheckpointRecord | undefined {
  const sorted = [...checkpoints].sort((a, b) => a.rounds - b.rounds || a.warmSteps - b.warmSteps)
  return sorted.findLast(({ rounds }) => rounds <= round) ?? sorted[0]
}

interface LoadedCheckpoint {
  readonly run: RunRecord
  readonly checkpoint: string
  readonly model: Model
  readonly snapshot: Snapshot
}

async function withModel<T>(
  ports: EnginePorts,
  gpu: Gpu,
  id: string,
  round: number,
  use: (opened: LoadedCheckpoint) => Promise<T>,
): Promise<T> {
  const run = await storedRun(ports, id)
  const record =
    checkpointBefore(await ports.runs.checkpoints(id), round) ?? refuse(problem('no-checkpoint-yet'))
  const snapshot = await storedSnapshot(
    ports,
    id,
    record.name,
    problem('no-checkpoint-any-more', { checkpoint: record.name }),
  )
  const model = await modelForInspection(ports, gpu, snapshot, run.linked.config)
  try {
    return await use({ run, checkpoint: record.name, model, snapshot })
  } finally {
    model.destroy()
  }
}

function expectTokens(tokens: readonly number[], { architecture }: Snapshot, most: number): Uint32Array {
  if (tokens.length === 0 || tokens.length > most)
    refuse(problem('look-long', { tokens: tokens.length, limit: most }))
  if (tokens.some((token) => !Number.isInteger(token) || token < 0 || token >= architecture.vocabulary))
    refuse(problem('look-tokens'))
  return Uint32Array.from(tokens)
}

/**
 * Other futures of a completion from `prefix` on: what would have been written had these tokens been drawn.
 */
export function fork(
  ports: EnginePorts,
  gpu: Gpu,
  command: ForkCommand,
): Promise<Extract<Event, { kind: 'forked' }>> {
  return withModel(ports, gpu, command.run, command.round, async ({ run, checkpoint, model, snapshot }) => {
    const { architecture, tokenizer } = snapshot
    const { config, seed } = run.linked
    const prompt = expectTokens([...command.prompt, ...command.prefix], snapshot, architecture.context - 1)
    const budget = command.seat === 'challenger' ? config.game.challengerTokens : config.game.reasonerTokens
    const room = Math.max(1, Math.min(budget - command.prefix.length, architecture.context - prompt.length))
    const count = Math.min(MOST_FUTURES, Math.max(1, Math.round(command.count)))
    const sampler = await Sampler.create(model, {
      ...capacities(architecture, withValue(preset('nano'), 'game.reasonerTokens', room)).sampler,
      slots: count,
      maxNew: room,
    })
    try {
      const player = new ModelPlayer(checkpoint, sampler, tokenizer, architecture.context)
      const futures = await player.goOn(prompt, {
        count,
        stream: command.draw,
        maxNewTokens: room,
        temperature: config.game.temperature,
        seed,
      })
      return {
        kind: 'forked',
        checkpoint,
        prefix: command.prefix,
        prefixText: tokenizer.decode(command.prefix),
        futures,
      }
    } finally {
      sampler.destroy()
    }
  })
}

/** What the last of these tokens attends to, by layer, as the mean over heads. */
export function attend(
  ports: EnginePorts,
  gpu: Gpu,
  command: AttendCommand,
): Promise<Extract<Event, { kind: 'attended' }>> {
  return withModel(ports, gpu, command.run, command.round, async ({ checkpoint, model, snapshot }) => {
    const layers = await attentionOfLast(
      model,
      expectTokens(command.tokens, snapshot, snapshot.architecture.context),
    )
    return {
      kind: 'attended',
      checkpoint,
      tokens: command.tokens,
      layers: layers.map((weights) => Array.from(weights, (weight) => Math.round(weight * 1e6) / 1e6)),
    }
  })
}
