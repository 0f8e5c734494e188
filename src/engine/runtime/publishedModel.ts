// A model of others in a run's seats: opened by the name that the run keeps of it, held to its fingerprint,
// and refused by name where it cannot play. Its weights stay in its own file; a run's checkpoints hold what
// was learned.

import { loadModel } from '../../checkpoint/loadModel'
import { openModel, type OpenedModel } from '../../checkpoint/openModel'
import { fingerprintOf, referenceTo } from '../../checkpoint/publishedReference'
import { ok, type Result } from '../../base/result'
import { fail, problem } from '../../problems'
import type { BaseStorage } from '../../config/adapterSettings'
import type { RunConfig } from '../../config/schema'
import type { NamedBlob } from '../../formats/bytes'
import type { Gpu } from '../../gpu'
import { Model } from '../../model/model'
import { ChatTokenizer } from '../../players/modelTokenizer'
import { quantisedBaseOf, withinContext } from './memoryPlan'
import { promptStyle } from '../../spice/prompts'
import { wholeWeights, startPosition, type Snapshot } from '../checkpoints/snapshot'
import { EngineError, unwrap } from '../errors'

/** Where models of others are found by name. */
export interface NamedModels {
  /** The files of a model of others, by the name under which a person gave it; without it there are none. */
  model?(name: string): Promise<Result<readonly NamedBlob[]>>
}

async function openNamed(models: NamedModels, name: string): Promise<OpenedModel> {
  const files = await (models.model?.(name) ?? fail('no-models-here', { model: name }))
  return unwrap(await openModel(unwrap(files)))
}

/**
 * Where a run with that model stands before its first round: the model's weights as they are, its own
 * tokenizer, whose chat template is told that `date` is today from then on.
 */
export async function publishedStart(
  ports: NamedModels,
  name: string,
  config: RunConfig,
  date: string | null,
): Promise<Snapshot> {
  const opened = await openNamed(ports, name)
  const tokenizer = unwrap(
    unwrap(ChatTokenizer.open(unwrap(opened.tokenizer), opened.architecture.vocabulary, date)).seated(),
  )
  const published = await referenceTo(name, opened)
  return {
    architecture: withinContext(opened.architecture, config),
    tokenizer,
    values: null,
    published,
    optimizer: null,
    position: { ...startPosition, warmed: true },
  }
}

/**
 * Refuses what a model of others was never taught and a run has no way to teach it, and an adapter that
 * cannot be folded into a model that is not here.
 */
export function assertPlayable(
  { tokenizer, values, adapter }: Pick<Snapshot, 'tokenizer' | 'values' | 'adapter'>,
  config: RunConfig,
): void {
  const { game, update } = config
  const wanted = quantisedBaseOf(config)?.adapter
  if (
    values === null &&
    adapter !== undefined &&
    JSON.stringify(wanted) !== JSON.stringify(adapter.settings)
  ) {
    const { rank, alpha, targets } = adapter.settings
    throw new EngineError(problem('adapter-settings', { rank, alpha, targets }), 'weights.trained')
  }
  if (!(tokenizer instanceof ChatTokenizer)) return
  if (!promptStyle(game.prompts).plainWords) throw new EngineError(problem('model-prompts'), 'game.prompts')
  if (game.world === 'programs') throw new EngineError(problem('model-world'), 'game.world')
  if (update.source !== 'play' && update.source !== 'reading')
    throw new EngineError(problem('model-examples'), 'update.source')
}

/** Refuses a warm start of a model of others on prompts of which there are no examples. */
export function assertTeachable({ game }: RunConfig): void {
  if (game.world !== 'cloze' && promptStyle(game.prompts).written === undefined)
    throw new EngineError(problem('model-no-examples', { prompts: game.prompts }), 'game.prompts')
}

/** The model whose weights a checkpoint does not hold, or null where it holds all. */
export async function publishedWeights(
  ports: NamedModels,
  { values, published }: Snapshot,
): Promise<OpenedModel | null> {
  if (values !== null || published === undefined) return null
  return unwrap(await assertFingerprint(await openNamed(ports, published.name), { values, published }))
}

/** Whether these files are the model that a checkpoint began with. */
async function assertFingerprint(
  opened: OpenedModel,
  { published }: Pick<Snapshot, 'values' | 'published'>,
): Promise<Result<OpenedModel>> {
  return published === undefined || (await fingerprintOf(opened)) === published.fingerprint
    ? ok(opened)
    : fail('model-changed', { model: opened.name, first: published.name })
}

/** `files` as the base of a checkpoint that holds no weights; null where it holds them. */
export async function baseOf(
  snapshot: Snapshot,
  files: readonly NamedBlob[] | null,
): Promise<Result<OpenedModel | null>> {
  if (snapshot.values !== null) return ok(null)
  if (files === null) return fail('no-base', { model: snapshot.published?.name ?? '' })
  const opened = await openModel(files)
  return opened.ok ? assertFingerprint(opened.value, snapshot) : opened
}

/**
 * A model with a checkpoint's weights, what was learned beside them where it was an adapter. Nothing of it is
 * trained.
 */
export async function modelBeside(
  gpu: Gpu,
  { architecture, adapter }: Snapshot,
  { weights }: OpenedModel,
  storage: BaseStorage | null,
): Promise<Model> {
  const frozen = storage === null ? null : { storage, adapter: adapter?.settings ?? null }
  const model = await loadModel(gpu, { architecture, weights }, { frozen })
  if (adapter !== undefined) model.load(adapter.values)
  return model
}

/** The same for a run's checkpoint, kept as the run keeps it. */
export async function modelForInspection(
  ports: NamedModels,
  gpu: Gpu,
  snapshot: Snapshot,
  config: RunConfig,
): Promise<Model> {
  const opened = await publishedWeights(ports, snapshot)
  if (opened !== null)
    return modelBeside(
      gpu,
      snapshot,
      opened,
      snapshot.adapter?.storage ?? quantisedBaseOf(config)?.storage ?? null,
    )
  const model = await Model.create(gpu, snapshot.architecture)
  model.load(unwrap(wholeWeights(snapshot)))
  return model
}
