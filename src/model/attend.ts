// What a model looks at: the attention of a sequence's last token over all tokens before it and itself, layer
// by layer. For looking at; nothing of it is trained or sampled.
import { at } from '../base/at'
import { alignedElements } from '../gpu'
import { attentionWeights } from '../ops'
import { allocate, release, sharedLayers, sharedPlan } from './buffers'
import { embed, layersForward, packedAttention, sequence, type Attend } from './forward'
import { BatchInputs } from './inputs'
import type { Model } from './model'
import { pack } from './packing'

/** By layer, the mean over its heads: one number a token, which sum to one. */
export async function attentionOfLast(model: Model, tokens: Uint32Array): Promise<Float32Array[]> {
  const { gpu, architecture: a } = model
  const rows = tokens.length
  if (rows < 1 || rows > a.context)
    throw new RangeError(`attention over ${rows} tokens: the model reads 1 to ${a.context}`)
  // Its last token is a row too, so something has to follow it that is only predicted.
  const capacity = { rows, lossRows: rows }
  const [batch] = pack(
    [{ tokens: Uint32Array.of(...tokens, 0), from: rows, weight: 1, advantage: 1 }],
    a.vocabulary,
    capacity,
  )
  if (batch === undefined) return []
  const inputs = new BatchInputs(gpu, a.vocabulary, capacity)
  const work = allocate(gpu, 'look', sharedPlan(a, rows, model.adapter))
  // So that every layer's view may be bound.
  const columns = alignedElements(rows)
  const own = allocate(gpu, 'look', { weights: { shape: [a.layers, a.heads, 1, columns] } })
  try {
    const shape = {
      heads: a.heads,
      kvHeads: a.kvHeads,
      headDim: a.headDim,
      rows: inputs.rows,
      span: inputs.of('span'),
    }
    const packed = packedAttention(model, inputs.rows, inputs.of('span'))
    const looked: Attend = (t, l) =>
      sequence([
        packed(t, l),
        attentionWeights(gpu, {
          ...shape,
          qkv: t.qkv,
          lse: t.lse,
          weights: gpu.view(own.weights, `look.${l}`, l * a.heads * columns, [a.heads, 1, columns]),
        }),
      ])
    const packedRows = {
      rows: inputs.rows,
      token: inputs.of('token'),
      position: inputs.of('position'),
      keep: false,
    }
    const { layers, last } = sharedLayers(a, work)
    const program = await sequence([
      embed(model, packedRows, work.x),
      layersForward(model, layers, last, packedRows, looked),
    ])
    inputs.load(batch)
    gpu.run(program)
    const all = await gpu.readFloats(own.weights)
    return Array.from({ length: a.layers }, (_, l) =>
      Float32Array.from({ length: rows }, (_unused, t) => {
        let sum = 0
        for (let h = 0; h < a.heads; h++) sum += at(all, (l * a.heads + h) * columns + t)
        return sum / a.heads
      }),
    )
  } finally {
    inputs.destroy()
    release(gpu, work)
    release(gpu, own)
  }
}
