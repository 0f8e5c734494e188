// Rung 2 of the sampler: tokens, records and the state of sequences against the reference. Runs in Node and
// in a page.
import { floatAt, integerAt } from '../../src/base/at'
import { Random } from '../../src/base/random'
import type { Gpu, Tensor } from '../../src/gpu'
import {
  readSampleRecord,
  sample,
  SAMPLE_SETTINGS,
  SAMPLE_WORDS,
  sampleSettings,
  type SampledToken,
  type SampleSettings,
} from '../../src/ops/sample'
import { rowShapes, type RowShape } from '../../src/ops/variants'
import { compare, compareExactly, type Report } from '../testing/compareArrays'
import { fixedExtent, upload } from '../testing/testDevice'
import { normals, sizesAround } from '../testing/testShapes'
import { distributionReference, gumbel, noiseBits, sampleReference } from './sample.ref'

export interface Draw extends SampleSettings {
  readonly vocabulary: number
  /** One row of logits an active row. */
  readonly logits: Float32Array
  readonly slot: Uint32Array
  readonly length: Uint32Array
  readonly done: Uint32Array
  readonly stream: Uint32Array
  readonly maxNew: number
  /** Samplings of the same logits, one after another. */
  readonly steps?: number
  readonly shape?: SampleShape
}

/** How a row is gone through: also in one dispatch, which leaves positions as they are. */
export type SampleShape = RowShape | 'whole'
export const sampleShapes: readonly SampleShape[] = [...rowShapes, 'whole']

export interface SampleOutput {
  readonly tokens: (slot: number, step: number) => SampledToken
  readonly record: Uint32Array
  readonly length: Uint32Array
  readonly done: Uint32Array
  readonly nextToken: Uint32Array
  readonly position: Uint32Array
}

/** Runs the sampler and reads back all that it writes; positions begin at 100. */
export async function draw(
  gpu: Gpu,
  { vocabulary, logits, slot, length, done, stream, maxNew, steps = 1, shape = 'thread', ...settings }: Draw,
): Promise<SampleOutput> {
  const active = slot.length
  const ids = (label: string, data: Uint32Array): Tensor => upload(gpu, label, [data.length], data)
  const tensors = {
    length: ids('length', length),
    done: ids('done', done),
    nextToken: ids('nextToken', new Uint32Array(active).fill(7)),
    position: ids('position', new Uint32Array(active).fill(100)),
    record: gpu.tensor('record', [length.length, maxNew, SAMPLE_WORDS], 'u32'),
  }
  const program = await sample(gpu, {
    ...tensors,
    shape,
    logits: upload(gpu, 'logits', [active, vocabulary], logits),
    slot: ids('slot', slot),
    stream: ids('stream', stream),
    settings: upload(gpu, 'settings', [SAMPLE_SETTINGS], sampleSettings(settings)),
    rows: fixedExtent(gpu, 'active', active),
  })
  for (let step = 0; step < steps; step++) gpu.run(program)
  const parts = await gpu.read([
    tensors.record,
    tensors.length,
    tensors.done,
    tensors.nextToken,
    tensors.position,
  ])
  const [record, lengthAfter, doneAfter, nextToken, position] = parts.map((bytes) => new Uint32Array(bytes))
  if (!record || !lengthAfter || !doneAfter || !nextToken || !position)
    throw new Error('sample: nothing was read back')
  const tokens = (s: number, step: number): SampledToken => readSampleRecord(record, s * maxNew + step)
  return { tokens, record, length: lengthAfter, done: doneAfter, nextToken, position }
}

async function checkCase(
  gpu: Gpu,
  shape: SampleShape,
  active: number,
  vocabulary: number,
  temperature: number,
  spread: number,
  notFirst: readonly number[] = [],
): Promise<Report[]> {
  const random = Random.from(19, active, vocabulary)
  const slots = active + 2
  const maxNew = 3
  const slot = Uint32Array.from(random.shuffled([...Array(slots).keys()]).slice(0, active))
  const state = {
    length: Uint32Array.from({ length: slots }, (_, s) => s % 3),
    done: Uint32Array.from({ length: slots }, (_, s) => (s % 5 === 4 ? 1 : 0)),
    stream: Uint32Array.from({ length: slots }, () => random.u32()),
  }
  const logits = normals(random, active * vocabulary, spread)
  const drawn = await draw(gpu, {
    vocabulary,
    logits,
    slot,
    ...state,
    maxNew,
    seed: 5,
    temperature,
    stop: [],
    notFirst,
    shape,
  })
  const expected = {
    token: [] as number[],
    logProb: [] as number[],
    entropy: [] as number[],
    ids: [] as number[],
    p: [] as number[],
    next: [] as number[],
    length: [...state.length],
    position: [] as number[],
  }
  const actual: typeof expected = {
    token: [],
    logProb: [],
    entropy: [],
    ids: [],
    p: [],
    next: [...drawn.nextToken],
    length: [...drawn.length],
    position: [...drawn.position],
  }
  let untouched = 0
  slot.forEach((s, row) => {
    const step = integerAt(state.length, s)
    const result = drawn.tokens(s, step)
    if (state.done[s] === 1) {
      untouched += drawn.record
        .subarray(s * maxNew * SAMPLE_WORDS, (s + 1) * maxNew * SAMPLE_WORDS)
        .filter((word) => word !== 0).length
      expected.next.push(7)
      expected.position.push(100)
      return
    }
    const own = logits.subarray(row * vocabulary, (row + 1) * vocabulary)
    const barred = step === 0 ? notFirst : []
    const { logProbs, entropy, top } = distributionReference(own, temperature, barred)
    const key = { seed: 5, stream: integerAt(state.stream, s), step }
    // A token is wrong when it is beaten by more than f32 can blur.
    const value = (v: number) =>
      temperature === 0
        ? floatAt(own, v)
        : floatAt(own, v) / temperature + gumbel(noiseBits(key.seed, key.stream, step, v))
    const best = sampleReference(own, temperature, key, barred)
    const tied =
      !barred.includes(result.token) &&
      Math.abs(value(best) - value(result.token)) < 1e-5 * (1 + Math.abs(value(best)))
    expected.token.push(tied ? result.token : best)
    actual.token.push(result.token)
    expected.logProb.push(floatAt(logProbs, result.token))
    actual.logProb.push(result.logProb)
    expected.entropy.push(entropy)
    actual.entropy.push(result.entropy)
    for (let i = 0; i < 5; i++) {
      const id = top[i]
      expected.ids.push(id ?? 0)
      expected.p.push(id === undefined ? 0 : Math.exp(floatAt(logProbs, id)))
    }
    actual.ids.push(...result.topIds)
    actual.p.push(...result.topProbabilities)
    expected.next.push(result.token)
    expected.position.push(shape === 'whole' ? 100 : 101)
    expected.length[s] = step + 1
  })
  const name = `sample ${shape} ${active}x${vocabulary} temperature ${temperature} spread ${spread} barred ${notFirst.length}`
  const size = (count: number) =>
    new Float64Array(count).fill(Math.log(vocabulary) + 1 + (8 * spread) / (temperature || 1))
  return [
    compareExactly(`${name} token`, actual.token, expected.token),
    compare(`${name} logp`, actual.logProb, expected.logProb, size(expected.logProb.length)),
    compare(`${name} entropy`, actual.entropy, expected.entropy, size(expected.entropy.length)),
    compareExactly(`${name} top ids`, actual.ids, expected.ids),
    compare(`${name} top probabilities`, actual.p, expected.p, size(expected.p.length)),
    compareExactly(`${name} next token`, actual.next, expected.next),
    compareExactly(`${name} position`, actual.position, expected.position),
    compareExactly(`${name} length`, actual.length, expected.length),
    compareExactly(`${name} words written for sequences that are done`, [untouched], [0]),
  ]
}

/**
 * Vocabularies of 1, fewer than five, around a slice of 512 and of many slices; rows around a workgroup;
 * greedy, cool and hot.
 */
export async function checkSample(
  gpu: Gpu,
  quick = false,
  kernels: readonly SampleShape[] = sampleShapes,
): Promise<Report[]> {
  const reports: Report[] = []
  const sizes: [number, number, number, number, number[]?][] = quick
    ? [
        [12, 600, 0.8, 2, [3, 599]],
        [5, 514, 0, 2, [512, 513]],
      ]
    : [
        ...sizesAround(512, 3).map((vocabulary): [number, number, number, number] => [9, vocabulary, 1, 2]),
        ...sizesAround(64).map((active): [number, number, number, number] => [active, 40, 0.7, 1]),
        // A barred id is drawn and would be the likeliest; one slice is barred whole; three of five are.
        [9, 40, 1, 1, Array.from({ length: 12 }, (_, i) => 3 * i)],
        [9, 514, 0, 2, [512, 513]],
        [9, 5, 0.5, 2, [0, 2, 4]],
        [6, 2000, 0, 1],
        [6, 300, 1.5, 20],
        [2, 20_011, 1, 3],
      ]
  for (const kernel of kernels)
    for (const size of kernel === 'thread' || quick ? sizes : sizes.slice(-5))
      reports.push(...(await checkCase(gpu, kernel, ...size)))
  return reports
}
