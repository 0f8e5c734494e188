// An opened model's weights into a Model on the GPU, trained or frozen, piece by piece, so that no more than
// a few megabytes of them are in this program's memory at once.
import { floatPieces, infoOf, rowsOf } from '../formats/tensors'
import type { FrozenSettings } from '../config/adapterSettings'
import type { FrozenBase } from '../model/frozenBase'
import { Model } from '../model/model'
import type { OpenedModel } from './openModel'
import { namedRanges, type WeightRange } from './tensorNames'
import { repack } from './repack'

/** Told after every tensor: how many of all are loaded. */
export type LoadProgress = (done: number, total: number) => void

export interface LoadOptions {
  /** How the weights are kept where they are not trained; null trains them. */
  readonly frozen?: FrozenSettings | null
  readonly onProgress?: LoadProgress | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Throws GpuMemoryError where the model does not fit. An adapter's values are zero until it is initialised.
 */
export async function loadModel(
  gpu: Model['gpu'],
  { architecture, weights }: Pick<OpenedModel, 'architecture' | 'weights'>,
  { frozen = null, ...options }: LoadOptions = {},
): Promise<Model> {
  const model = await Model.create(gpu, architecture, frozen)
  try {
    await loadWeights(model, weights, options)
    return model
  } catch (thrown) {
    model.destroy()
    throw thrown
  }
}

/** Into a model of the same shape that is there already; its context may be shorter. */
export async function loadWeights(
  model: Model,
  weights: OpenedModel['weights'],
  { onProgress, signal }: Omit<LoadOptions, 'frozen'> = {},
): Promise<void> {
  const ranges = namedRanges(model.architecture)
  for (const [index, range] of ranges.entries()) {
    if (model.base?.packs(range.parameter) === true) await loadPacked(model.base, weights, range, signal)
    else {
      for await (const [at, numbers] of floatPieces(weights, range.name)) {
        signal?.throwIfAborted()
        model.write(range.parameter, range.first + at, numbers)
      }
    }
    // Without a pause the queue would hold a copy of every write until the next submit.
    await model.gpu.settled()
    onProgress?.(index + 1, ranges.length)
  }
}

/** Numbers that are packed at once. */
const PIECE = 1 << 21

async function loadPacked(
  base: FrozenBase,
  weights: OpenedModel['weights'],
  { name, parameter, first }: WeightRange,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (base.storage === 'f32') return
  const info = infoOf(weights, name)
  const { rows, columns } = rowsOf(info)
  const step = Math.max(1, Math.floor(PIECE / columns))
  for (let from = 0; from < rows; from += step) {
    signal?.throwIfAborted()
    base.writePacked(
      parameter,
      first / columns + from,
      repack(base.storage, info.type, await weights.rows(name, from, Math.min(rows, from + step)), columns),
    )
  }
}
