// The tuner's side of attention: a variant held against the reference in f64, and timed forward and backward.
// Chooses nothing.
import { at } from '../base/at'
import { Random } from '../base/random'
import type { Gpu, Program, Tensor } from '../gpu'
import { attentionBackwardReference, attentionReference } from '../../shaders/attention/attention.ref'
import { compare } from '../../shaders/testing/compareArrays'
import { attention, attentionBackward } from './attention'
import { alone, setSpan } from './span'
import type { AttentionVariant } from './variants'

/** Sequences one after another, with heads as the built-in models have them. */
export interface AttentionWork {
  readonly lengths: readonly number[]
  readonly heads: number
  readonly kvHeads: number
  readonly headDim: number
}

/** Sequences that end within the rows of a thread, heads that do not fill its blocks. */
const GATE: AttentionWork = { lengths: [9, 1, 14], heads: 4, kvHeads: 2, headDim: 28 }

export interface AttentionTrial {
  /** Forward, then backward. */
  readonly program: Program
  /** Largest error of the output and of the gradient, over the largest magnitude of each. */
  error(): Promise<number>
  free(): void
}

export async function buildAttention(
  gpu: Gpu,
  variant: AttentionVariant,
  { lengths, heads, kvHeads, headDim }: AttentionWork,
): Promise<AttentionTrial> {
  const count = lengths.reduce((sum, length) => sum + length, 0)
  const random = Random.from(count, heads, headDim)
  const draw = (size: number): Float32Array => Float32Array.from({ length: size }, () => random.normal())
  const width = (heads + 2 * kvHeads) * headDim
  const values = { qkv: draw(count * width), dout: draw(count * heads * headDim) }
  const span = new Uint32Array(4 * count)
  let start = 0
  for (const length of lengths) {
    setSpan(span, start, length, alone(start, length))
    start += length
  }
  const rows = gpu.extent('tune rows', count)
  const tensor = (label: string, columns: number): Tensor => gpu.tensor(`tune ${label}`, [count, columns])
  const tensors = {
    qkv: tensor('qkv', width),
    out: tensor('out', heads * headDim),
    lse: tensor('lse', heads),
    dout: tensor('dout', heads * headDim),
    dqkv: tensor('dqkv', width),
    delta: tensor('delta', heads),
    span: gpu.tensor('tune span', [count, 4], 'u32'),
  }
  gpu.write(tensors.qkv, values.qkv)
  gpu.write(tensors.dout, values.dout)
  gpu.write(tensors.span, span)
  gpu.setExtent(rows, count)
  const free = (): void => {
    for (const each of [...Object.values(tensors), rows.tensor]) gpu.destroyTensor(each)
  }
  const error = async (): Promise<number> => {
    const shape = { rows: count, heads, kvHeads, headDim }
    const expected = [
      attentionReference(values.qkv, span, shape).out,
      attentionBackwardReference(values.qkv, span, values.dout, shape),
    ]
    const bytes = await gpu.read([tensors.out, tensors.dqkv])
    return Math.max(...expected.map((one, i) => off(new Float32Array(at(bytes, i)), one)))
  }
  try {
    const args = { ...tensors, rows, heads, kvHeads, headDim, variant }
    return {
      program: [...(await attention(gpu, args)), ...(await attentionBackward(gpu, args))],
      error,
      free,
    }
  } catch (failed) {
    free()
    throw failed
  }
}

/** Infinity where anything is not finite or missing. */
function off(actual: Float32Array, expected: Float64Array): number {
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return compare('', actual, expected, new Float64Array(expected.length).fill(largest)).maxRatio
}

/** As `error` on a batch that is hard to get right; throws what building or running it throws. */
export async function attentionError(gpu: Gpu, variant: AttentionVariant): Promise<number> {
  const built = await buildAttention(gpu, variant, GATE)
  try {
    gpu.run(built.program)
    return await built.error()
  } finally {
    built.free()
  }
}
