// What a run will take of the device's memory, before anything is allocated; and where that is too much, one
// line that says so and what would fit instead.

import type { FrozenSettings } from '../../config/adapterSettings'
import type { Architecture } from '../../config/architecture'
import { preset, withValue, withValues } from '../../config/config'
import type { RunConfig } from '../../config/schema'
import { ok, type Result } from '../../base/result'
import { fail } from '../../problems'
import type { Gpu } from '../../gpu'
import { estimateMemory, type MemoryEstimate } from '../../model/memory'
import { trainingMethods, type TrainingMethod } from '../../protocol/modelRecord'
import { capacities, scorerCapacity, scores } from './capacity'

/** What the device allows. */
export interface Room {
  /** Bytes in all; null where that is not known. */
  readonly bytes: number | null
  /** Bytes of one buffer that a shader reads. */
  readonly binding: number
}

/** What the configuration says of the memory, and the device of its bindings. */
export const roomOf = (binding: number, { weights }: RunConfig): Room => ({
  bytes: weights.gigabytes > 0 ? weights.gigabytes * 1e9 : null,
  binding,
})

export const bindingOf = ({ limits }: Pick<Gpu, 'limits'>): number =>
  Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize)

/** How the weights are held: null where all of them are trained. */
export function quantisedBaseOf({ weights }: RunConfig): FrozenSettings | null {
  const { trained, storage, rank, alpha, targets } = weights
  return trained === 'whole' ? null : { storage, adapter: { rank, alpha, targets } }
}

/** The model within the run's context. */
export const withinContext = (architecture: Architecture, config: RunConfig): Architecture => ({
  ...architecture,
  context: Math.min(architecture.context, config.model.context),
})

export function planOf(architecture: Architecture, config: RunConfig): MemoryEstimate {
  const within = withinContext(architecture, config)
  const { trainer, sampler } = capacities(within, config)
  return estimateMemory(within, {
    ...{ frozen: quantisedBaseOf(config), trainer, sampler },
    scorer: scores(config) ? scorerCapacity(within) : null,
    opponent: config.game.challenger === 'frozen',
  })
}

const fits = ({ total, largest }: MemoryEstimate, { bytes, binding }: Room): boolean =>
  (bytes === null || total <= bytes) && largest <= binding

/** Ways to take less, each on top of those before it. */
function* lighter(config: RunConfig): Generator<readonly [settings: string, config: RunConfig]> {
  let now = config
  const settings = new Map<string, string>()
  const written = (): string => [...settings].map(([path, value]) => `${path} ${value}`).join(', ')
  const change = (path: string, value: string | number | boolean): readonly [string, RunConfig] => {
    now = withValue(now, path, value)
    // What was changed before stands last, with its new value.
    settings.delete(path)
    settings.set(path, String(value))
    return [written(), now]
  }
  if (!now.weights.recompute) yield change('weights.recompute', true)
  if (now.weights.trained === 'whole') {
    change('weights.trained', 'adapter')
    yield change('weights.storage', 'f16')
  }
  const storages = ['f32', 'f16', 'q8', 'q4'] as const
  for (const storage of storages.slice(storages.indexOf(now.weights.storage) + 1)) {
    yield change('weights.storage', storage)
  }
  for (const [path, least] of [
    ['game.groupSize', 4],
    ['weights.rank', 4],
    ['model.context', 256],
  ] as const) {
    const [section, name] = path.split('.') as ['model', 'context']
    const value = now[section][name]
    for (let less = value / 2; less >= least; less /= 2) {
      yield change(path, Math.floor(less))
    }
  }
}

/** The plan, or the one line why it does not fit and what would. */
export function checkPlan(architecture: Architecture, config: RunConfig, room: Room): Result<MemoryEstimate> {
  const plan = planOf(architecture, config)
  if (fits(plan, room)) return ok(plan)
  const { total, largest, base, parameters, gradients, optimizer, activations, caches, sampling } = plan
  const instead = [...lighter(config)].find(([, less]) => fits(planOf(architecture, less), room))
  return fail('plan', {
    over: room.bytes !== null && total > room.bytes ? 'total' : 'binding',
    total,
    room: room.bytes,
    buffer: largest,
    binding: room.binding,
    weights: base + parameters,
    training: gradients + optimizer,
    activations,
    sampling: caches + sampling,
    instead:
      instead === undefined ? null : { settings: instead[0], total: planOf(architecture, instead[1]).total },
  })
}

export interface TableSettings {
  readonly context: number
  readonly newTokens: number
  readonly attempts: number
  readonly rank: number
}

/** Those of the table in docs/models.md. */
export const tableSettings: TableSettings = { context: 2048, newTokens: 512, attempts: 8, rank: 16 }

export function tableConfig({ context, newTokens, attempts, rank }: TableSettings): RunConfig {
  return withValues(preset('default'), {
    'model.context': context,
    'game.challengerTokens': newTokens,
    'game.reasonerTokens': newTokens,
    'game.groupSize': attempts,
    'weights.rank': rank,
    'weights.alpha': 2 * rank,
    'weights.recompute': true,
    'warmStart.batchTokens': context,
  })
}

const fittingConfig = (config: RunConfig, fitting: TrainingMethod): RunConfig => {
  const { trained, storage } = {
    'all weights': { trained: 'whole', storage: 'f32' },
    'LoRA, 16 bits': { trained: 'adapter', storage: 'f16' },
    'LoRA, 8 bits': { trained: 'adapter', storage: 'q8' },
    'LoRA, 4 bits': { trained: 'adapter', storage: 'q4' },
  }[fitting]
  return withValues(config, { 'weights.trained': trained, 'weights.storage': storage })
}

export interface Row {
  readonly name: string
  /** Bytes by fitting. */
  readonly bytes: Readonly<Record<TrainingMethod, number>>
  /** The best that fits in each room, null where nothing does. */
  readonly best: readonly (TrainingMethod | null)[]
}

/** One row a model, one column a room. A tenth of each room is left to the desktop and the driver. */
export function planTable(
  models: Readonly<Record<string, Architecture>>,
  config: RunConfig,
  rooms: readonly number[],
): Row[] {
  return Object.entries(models).map(([name, architecture]) => {
    const plans = trainingMethods.map(
      (fitting) => [fitting, planOf(architecture, fittingConfig(config, fitting))] as const,
    )
    const best = rooms.map(
      (gigabyte) => plans.find(([, plan]) => plan.total <= 0.9 * gigabyte * 2 ** 30)?.[0] ?? null,
    )
    return {
      name,
      bytes: Object.fromEntries(plans.map(([fitting, { total }]) => [fitting, total])) as Record<
        TrainingMethod,
        number
      >,
      best,
    }
  })
}
