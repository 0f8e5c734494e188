// An opened model's weights into a Model on the GPU, trained or frozen, dequantised to f32 piece by piece, so that no
// more than a few megabytes of them are in this program's memory at once.
import { floatPieces } from '../formats/tensors'
import type { FrozenSettings } from '../config/adapter'
import { Model } from '../model/model'
import type { OpenedModel } from './opened'
import { namedRanges } from './names'

/** Told after every tensor: how many of all are loaded. */
export type LoadProgress = (done: number, total: number) => void

export interface LoadOptions {
  /** How the weights are kept where they are not trained; null trains them. */
  readonly frozen?: FrozenSettings | null
  readonly onProgress?: LoadProgress | undefined
  readonly signal?: AbortSignal | undefined
}

/** Throws GpuMemoryError where the model does not fit. An adapter's values are zero until it is initialised. */
export async function loadModel(gpu: Model['gpu'], { architecture, weights }: Pick<OpenedModel, 'architecture' | 'weights'>, { frozen = null, onProgress, signal }: LoadOptions = {}): Promise<Model> {
  const model = await Model.create(gpu, architecture, frozen)
  try {
    const ranges = namedRanges(architecture)
    for (const [index, { name, parameter, first }] of ranges.entries()) {
      for await (const [at, numbers] of floatPieces(weights, name)) {
        signal?.throwIfAborted()
        model.write(parameter, first + at, numbers)
      }
      // Without a pause the queue would hold a copy of every write until the next submit.
      await gpu.settled()
      onProgress?.(index + 1, ranges.length)
    }
    return model
  } catch (thrown) {
    model.destroy()
    throw thrown
  }
}
