// Launcher of the sampler, its settings and the reading of its record. Equations and proof: shaders/sample.
import { at } from '../base/at'
import partialSource from '../../shaders/sample/sample.partial.wgsl?static'
import workgroupPartialSource from '../../shaders/sample/sample.workgroup.partial.wgsl?static'
import workgroupRowSource from '../../shaders/sample/sample.workgroup.row.wgsl?static'
import wholeSource from '../../shaders/sample/sample.whole.wgsl?static'
import rowSource from '../../shaders/sample/sample.row.wgsl?static'
import type { Extent, Gpu, Program, Tensor } from '../gpu'
import { expectShape, launch, matrixShape, linearGroups } from './launch'
import { ELEMENT_WORK, expectMatrix, expectVector, scratch, threadGroups } from './threads'
import { kernelsOf, type RowShape } from './variants'

/** Logits that one thread of the first step reads (`SLICE` in the shader). */
const SLICE = 512
/** Ids that end a sequence and ids that may not begin one, together. */
const MOST_IDS = 12

/** Words of `record` for one token: token, log-probability, entropy, 5 ids, 5 probabilities. */
export const SAMPLE_WORDS = 13

/** Words of `settings`. */
export const SAMPLE_SETTINGS = 16

export interface SampleSettings {
  /** u32 */
  readonly seed: number
  /** 0 takes the likeliest token; log-probabilities are then those of temperature 1. */
  readonly temperature: number
  /** Ids that end a sequence; with `notFirst` at most 12. */
  readonly stop: readonly number[]
  /** Ids that no sequence may begin with: they have no part in the distribution of its first token. */
  readonly notFirst?: readonly number[]
}

/** The u32[16] that `sample` reads at each run. */
export function sampleSettings({ seed, temperature, stop, notFirst = [] }: SampleSettings): Uint32Array {
  if (!(temperature >= 0)) throw new RangeError(`sample: temperature ${temperature} is below 0`)
  if (stop.length + notFirst.length > MOST_IDS)
    throw new RangeError(
      `sample: ${stop.length} stop ids and ${notFirst.length} that may not come first are more than ${MOST_IDS}`,
    )
  const words = new Uint32Array(SAMPLE_SETTINGS)
  words.set([
    seed >>> 0,
    at(new Uint32Array(Float32Array.of(temperature).buffer), 0),
    stop.length,
    notFirst.length,
    ...stop,
  ])
  words.set([...notFirst].reverse(), SAMPLE_SETTINGS - notFirst.length)
  return words
}

export interface SampledToken {
  readonly token: number
  /** Of softmax(logits / temperature), as `policyLoss` computes it. */
  readonly logProb: number
  /** Nats, of the same distribution. */
  readonly entropy: number
  /** The five likeliest, likeliest first; where the vocabulary is smaller, probability 0. */
  readonly topIds: Uint32Array
  readonly topProbabilities: Float32Array
}

/** Token number `index` of a record, counted over (slots, maxNew). */
export function readSampleRecord(words: Uint32Array<ArrayBuffer>, index: number): SampledToken {
  const start = index * SAMPLE_WORDS
  const numbers = new Float32Array(words.buffer, words.byteOffset, words.length)
  return {
    token: at(words, start),
    logProb: at(numbers, start + 1),
    entropy: at(numbers, start + 2),
    topIds: words.slice(start + 3, start + 8),
    topProbabilities: numbers.slice(start + 8, start + 13),
  }
}

export interface SampleArgs {
  /** (A,V) */
  readonly logits: Tensor
  /** u32 (A): the slot of each active row; no slot twice */
  readonly slot: Tensor
  /** u32 (slots): tokens sampled so far; += 1 */
  readonly length: Tensor
  /** u32 (slots): 1 once a stop id was drawn; such a slot changes no more */
  readonly done: Tensor
  /** u32 (slots): key of the sequence's noise, which depends on seed, stream and length alone */
  readonly stream: Tensor
  /** u32[16] of `sampleSettings` */
  readonly settings: Tensor
  /** u32 (slots,maxNew,13), written at [slot, length]; read it with `readSampleRecord` */
  readonly record: Tensor
  /** u32 (A): the token drawn */
  readonly nextToken: Tensor
  /** u32 (A): += 1, so that promptLength - 1 becomes the position of the first token drawn */
  readonly position: Tensor
  readonly rows: Extent
  /** Scratch of `samplePartialShape`; its own when left out. */
  readonly partial?: Tensor
  /**
   * What was chosen for the device when left out. whole: a workgroup a row in one dispatch, for vocabularies
   * of up to `MOST_WHOLE`; it leaves `position` as it is.
   */
  readonly shape?: RowShape | 'whole'
}

/** Tokens that a workgroup goes through by itself. */
export const MOST_WHOLE = 4096

/** Shape of the u32 scratch of `sample`. */
export function samplePartialShape(rows: number, vocabulary: number): readonly [number, number] {
  return [rows, 16 * Math.ceil(vocabulary / SLICE)]
}

export async function sample(gpu: Gpu, args: SampleArgs): Promise<Program> {
  const { logits, slot, length, done, stream, settings, record, nextToken, position, rows } = args
  const { shape = kernelsOf(gpu).rows } = args
  const workgroup = shape === 'workgroup'
  const team = workgroup ? { TEAM: 64 } : {}
  const op = 'sample'
  const [, vocabulary] = matrixShape(op, 'logits', logits)
  const [slots, most] = [at(record.shape, 0), at(record.shape, 1)]
  expectMatrix(op, 'logits', logits, rows, vocabulary)
  expectShape(op, 'record', record, [slots, most, SAMPLE_WORDS], 'u32')
  expectShape(op, 'settings', settings, [SAMPLE_SETTINGS], 'u32')
  for (const [name, tensor] of Object.entries({ slot, nextToken, position }))
    expectVector(op, name, tensor, rows, 'u32')
  for (const [name, tensor] of Object.entries({ length, done, stream }))
    expectShape(op, name, tensor, [slots], 'u32')
  if (shape === 'whole')
    return [
      await launch(gpu, {
        label: op,
        source: wholeSource,
        constants: { VOCABULARY: vocabulary, MOST: most, TEAM: 64 },
        tensors: [logits, slot, stream, length, done, settings, record, nextToken, rows.tensor],
        groups: () => linearGroups(rows.value),
        work: () => 4 * ELEMENT_WORK * rows.value * vocabulary,
      }),
    ]
  const partial = scratch(gpu, op, args.partial, samplePartialShape(rows.capacity, vocabulary), 'u32')
  const slices = Math.ceil(vocabulary / SLICE)
  return Promise.all([
    launch(gpu, {
      label: `${op} partial`,
      source: workgroup ? workgroupPartialSource : partialSource,
      constants: { VOCABULARY: vocabulary, ...team },
      tensors: [logits, slot, stream, length, done, settings, partial, rows.tensor],
      groups: () => (workgroup ? linearGroups(rows.value * slices) : threadGroups(rows.value * slices, 32)),
      work: () => 4 * ELEMENT_WORK * rows.value * vocabulary,
    }),
    launch(gpu, {
      label: `${op} row`,
      source: workgroup ? workgroupRowSource : rowSource,
      constants: { VOCABULARY: vocabulary, MOST: most, ...team },
      tensors: [partial, slot, length, done, settings, record, nextToken, position, rows.tensor],
      groups: () => (workgroup ? linearGroups(rows.value) : threadGroups(rows.value)),
      work: () => 16 * ELEMENT_WORK * rows.value * slices,
    }),
  ])
}
