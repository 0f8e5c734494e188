import { expect, it } from 'vitest'
import { modelLogits, type Values } from '../../shaders/model/model.ref'
import { testGpu } from '../../shaders/testing/testDevice'
import { at } from '../base/at'
import type { Architecture } from '../config/architecture'
import { attentionOfLast } from './attend'
import { Model } from './model'
import { passThrough } from './passThrough'

const architecture: Architecture = {
  vocabulary: 29,
  width: 32,
  layers: 3,
  heads: 4,
  kvHeads: 2,
  headDim: 8,
  hidden: 48,
  context: 64,
  ropeBase: 2000,
  normEps: 1e-6,
  tiedEmbeddings: true,
  qkNorm: true,
  biases: true,
  embeddingScale: Math.sqrt(32),
}

it('what is read back of a pass: rows of attention, the stream, and logits that are the model’s own', async () => {
  const model = await Model.create(await testGpu(), architecture)
  model.initialise(11)
  const tokens = Uint32Array.of(4, 9, 1, 17, 17, 2, 28, 0, 5)
  const [T, { layers: L, heads: H, width: C, vocabulary: V }] = [tokens.length, architecture]
  const { attention, stream, logits } = await passThrough(model, tokens)
  expect([attention.length, stream.length]).toEqual([L * H * T * T, (2 * L + 1) * T * C])
  expect(logits.map(({ length }) => length)).toEqual(Array.from({ length: L + 1 }, () => T * V))
  for (let row = 0; row < L * H * T; row++) {
    const weights = attention.subarray(row * T, (row + 1) * T)
    expect(weights.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5)
    expect(Math.max(0, ...weights.subarray((row % T) + 1))).toBe(0)
  }
  const arena = await model.values()
  const values: Values = Object.fromEntries(
    model.layout.places.map(({ name, offset, elements }) => [
      name,
      Float64Array.from(arena.subarray(offset, offset + elements)),
    ]),
  )
  modelLogits(architecture, values, tokens).forEach((row, t) =>
    row.forEach((logit, v) => expect(at(at(logits, L), t * V + v)).toBeCloseTo(logit, 3)),
  )
  // One embedding for one token, wherever it stands.
  expect(stream.subarray(3 * C, 4 * C)).toEqual(stream.subarray(4 * C, 5 * C))
  const last = await attentionOfLast(model, tokens)
  for (let l = 0; l < L; l++)
    for (let t = 0; t < T; t++) {
      let sum = 0
      for (let h = 0; h < H; h++) sum += at(attention, ((l * H + h) * T + T - 1) * T + t)
      expect(sum / H).toBeCloseTo(at(at(last, l), t), 6)
    }
  model.destroy()
})
