// One pass over a sequence with everything on its way read back: the attention of every token in every head,
// the residual stream, and the logits by way of each layer. For looking at; nothing is trained or sampled.
import { at } from '../base/at'
import { attentionWeights } from '../ops'
import type { Tensor } from '../gpu'
import { allocate, headPlan, release, sharedLayers, sharedPlan } from './buffers'
import { chosenLogits, embed, layerForward, packedAttention, sequence, type Attend } from './forward'
import { BatchInputs } from './inputs'
import type { Model } from './model'
import { pack } from './packing'

/** Logits of one reading: with more of them the layers before the last are not read. */
const MOST_LOGITS = 2 ** 20

export interface Passage {
  /** (L,H,T,T). */
  readonly attention: Float32Array
  /** (2L+1,T,C): embedded, then after attention and after the MLP of each layer. */
  readonly stream: Float32Array
  /** (T,V) by the stream before the first layer and after each; of a large vocabulary by the last alone. */
  readonly logits: readonly Float32Array[]
}

export async function passThrough(model: Model, tokens: Uint32Array): Promise<Passage> {
  const { gpu, architecture: a } = model
  const T = tokens.length
  if (T < 1 || T > a.context)
    throw new RangeError(`a pass over ${T} tokens: the model reads 1 to ${a.context}`)
  const capacity = { rows: T, lossRows: T }
  // Its last token is a row too, so something has to follow it that is only predicted.
  const batches = pack(
    [{ tokens: Uint32Array.of(...tokens, 0), from: 1, weight: 1, advantage: 1 }],
    a.vocabulary,
    capacity,
  )
  const attention = new Float32Array(a.layers * a.heads * T * T)
  const stream = new Float32Array((2 * a.layers + 1) * T * a.width)
  const logits: Float32Array[] = []
  const inputs = new BatchInputs(gpu, a.vocabulary, capacity)
  const work = allocate(gpu, 'look', sharedPlan(a, T, model.adapter))
  const head = allocate(gpu, 'look', headPlan(a, T))
  const own = allocate(gpu, 'look', { weights: { shape: [a.heads, T, T] } })
  const rows = { rows: inputs.rows, token: inputs.of('token'), position: inputs.of('position') }
  const span = inputs.of('span')
  const packed = packedAttention(model, inputs.rows, span)
  const { heads, kvHeads, headDim } = a
  const looked: Attend = (t, l) =>
    sequence([
      packed(t, l),
      attentionWeights(gpu, {
        ...{ heads, kvHeads, headDim, rows: inputs.rows, span },
        ...{ qkv: t.qkv, lse: t.lse, weights: own.weights },
      }),
    ])
  const readLogits = async (x: Tensor): Promise<void> => {
    gpu.run(await chosenLogits(model, x, inputs.of('lossRow'), head, inputs.lossRows))
    logits.push(await gpu.readFloats(head.logits))
  }
  const everyLayer = T * a.vocabulary <= MOST_LOGITS
  const { layers, last } = sharedLayers(a, work)
  try {
    inputs.load(at(batches, 0))
    const [first] = layers
    const start = first?.x ?? last
    gpu.run(await embed(model, rows, start))
    stream.set(await gpu.readFloats(start))
    if (everyLayer) await readLogits(start)
    for (const [l, t] of layers.entries()) {
      const out = layers[l + 1]?.x ?? last
      gpu.run(await layerForward(model, l, t, out, rows, looked))
      const read = (await gpu.read([own.weights, t.middle, out])).map((bytes) => new Float32Array(bytes))
      attention.set(at(read, 0), l * heads * T * T)
      stream.set(at(read, 1), (2 * l + 1) * T * a.width)
      stream.set(at(read, 2), (2 * l + 2) * T * a.width)
      if (everyLayer || l === a.layers - 1) await readLogits(out)
    }
    return { attention, stream, logits }
  } finally {
    inputs.destroy()
    for (const tensors of [work, head, own]) release(gpu, tensors)
  }
}
