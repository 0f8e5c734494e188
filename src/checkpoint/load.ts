// An opened model's weights into a Model on the GPU, dequantised to f32 piece by piece, so that no more than a few
// megabytes of them are in this program's memory at once.
import { floatPieces } from '../formats/tensors'
import { Model } from '../model/model'
import type { OpenedModel } from './opened'
import { namedRanges } from './names'

/** Told after every tensor: how many of all are loaded. */
export type LoadProgress = (done: number, total: number) => void

/** Throws GpuMemoryError where the model does not fit. */
export async function loadModel(gpu: Model['gpu'], { architecture, weights }: OpenedModel, onProgress?: LoadProgress, signal?: AbortSignal): Promise<Model> {
  const model = await Model.create(gpu, architecture)
  try {
    const ranges = namedRanges(architecture, model.layout)
    for (const [index, { name, offset }] of ranges.entries()) {
      for await (const [at, numbers] of floatPieces(weights, name)) {
        signal?.throwIfAborted()
        gpu.write(model.parameters.arena, numbers, offset + at)
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
