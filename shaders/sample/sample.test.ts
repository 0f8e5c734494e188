import { describe, expect, it } from 'vitest'
import { at } from '../../src/base/at'
import { Random } from '../../src/base/random'
import { policyLoss, policySettings } from '../../src/ops/policyLoss'
import { sampleSettings } from '../../src/ops/sample'
import { compare, failures } from '../testing/compareArrays'
import { download, fixedExtent, testGpu, upload } from '../testing/testDevice'
import { mutated } from '../testing/mutate'
import { normals } from '../testing/testShapes'
import { checkSample, draw } from './sample.check'
import { distributionReference, gumbel, noiseBits } from './sample.ref'

const zeros = (count: number): Uint32Array => new Uint32Array(count)
const counting = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, i) => i)

/** The same logits in every row, one slot and one stream a row. */
const rowsOf = (row: ArrayLike<number>, count: number) => ({
  vocabulary: row.length,
  logits: Float32Array.from({ length: count * row.length }, (_, i) => at(row, i % row.length)),
  slot: counting(count),
  length: zeros(count),
  done: zeros(count),
  stream: counting(count),
})

/** Pearson's statistic of counts against probabilities; its mean is one less than their number. */
function chiSquare(counts: readonly number[], probabilities: ArrayLike<number>): number {
  const total = counts.reduce((a, b) => a + b, 0)
  return counts.reduce(
    (sum, count, i) => sum + (count - total * at(probabilities, i)) ** 2 / (total * at(probabilities, i)),
    0,
  )
}

describe('sample', () => {
  it('reference: Gumbel noise is finite at both ends of u32, and has its mean and variance', () => {
    expect([0, 1, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff].map(gumbel).every(Number.isFinite)).toBe(
      true,
    )
    const draws = Array.from({ length: 50_000 }, (_, i) => gumbel(noiseBits(1, 2, 3, i)))
    const mean = draws.reduce((a, b) => a + b) / draws.length
    const variance = draws.reduce((a, b) => a + (b - mean) ** 2, 0) / draws.length
    expect(mean).toBeCloseTo(0.5772, 1)
    expect(Math.abs(variance - Math.PI ** 2 / 6)).toBeLessThan(0.05)
  })

  it('kernels equal the reference', async () => {
    expect(failures(await checkSample(await testGpu()))).toEqual([])
  })

  it.each([
    ['sample partial', 'stream[s]', '(stream[s] / 2u)'],
    ['sample partial', 'vec4f(x, top.xyz)', 'top'],
    ['sample partial', 'value += gumbel', 'value -= gumbel'],
    ['sample partial', 'length[s] == 0u', 'length[s] == 9u'],
    ['sample partial', 'scaled == LOWEST', 'scaled == 7f'],
    ['sample row', 'share * number(at + 1u)', 'number(at + 1u)'],
    ['sample row', 'position[row] += 1u', 'position[row] = 1u'],
    ['sample row', 'done[s] != 0u', 'done[s] > 7u'],
  ])('the check notices a wrong kernel: %s, %s -> %s', async (label, from, to) => {
    const reports = await checkSample(mutated(await testGpu(), label, from, to), true, ['thread'])
    expect(reports.filter((report) => !report.passed)).not.toEqual([])
  })

  it.each([
    ['sample partial', 'other > best[lane]', 'other < best[lane]'],
    ['sample partial', 'taken |= 1u <<', 'taken |= 2u <<'],
    ['sample partial', 'xs[i] != LOWEST', 'xs[i] != 7f'],
    ['sample row', 'xs[4] = LOWEST', 'xs[0] = LOWEST'],
    ['sample row', 'share * number(at + 1u);', 'number(at + 1u);'],
  ])('the check notices a wrong kernel of workgroups: %s, %s -> %s', async (label, from, to) => {
    const reports = await checkSample(mutated(await testGpu(), label, from, to), true, ['workgroup'])
    expect(reports.filter((report) => !report.passed)).not.toEqual([])
  })

  it.each([
    ['length[s] + 1u, done[s] == 0u', 'length[s] + 1u, done[s] < 7u'],
    ['count == 1u', 'count == 9u'],
    ['exp(shift);\n      ownMoment', '1.0;\n      ownMoment'],
    ['share * ownSum', 'ownSum'],
    ['xs[4] = LOWEST', 'xs[0] = LOWEST'],
    ['drawn.id == ownBestId', 'lane == 0u'],
  ])('the check notices a wrong kernel of whole rows: %s -> %s', async (from, to) => {
    const reports = await checkSample(mutated(await testGpu(), 'sample', from, to), true, ['whole'])
    expect(reports.filter((report) => !report.passed)).not.toEqual([])
  })

  it.each([1, 0.5])(
    'frequencies follow the softmax at temperature %d: over streams, and over the steps of one',
    async (temperature) => {
      const gpu = await testGpu()
      const row = Float32Array.of(1, 0, -1, 2, 0.5, -0.5, 1.5, -2)
      const p = distributionReference(row, temperature).logProbs.map(Math.exp)
      const count = (tokens: readonly number[]) =>
        Array.from(row, (_, v) => tokens.filter((token) => token === v).length)
      // 7 degrees of freedom: 24.3 is passed once in a thousand, and the seeds are fixed.
      const across = await draw(gpu, { ...rowsOf(row, 8000), maxNew: 1, seed: 3, temperature, stop: [] })
      expect(chiSquare(count([...across.nextToken]), p)).toBeLessThan(24.3)
      const along = await draw(gpu, {
        ...rowsOf(row, 32),
        maxNew: 200,
        steps: 200,
        seed: 4,
        temperature,
        stop: [],
      })
      const tokens = Array.from(
        { length: 32 * 200 },
        (_, i) => along.tokens(Math.floor(i / 200), i % 200).token,
      )
      expect(chiSquare(count(tokens), p)).toBeLessThan(24.3)
      const pairs = row.map(() => 0)
      const next = tokens.filter((token, i) => i % 200 !== 0 && tokens[i - 1] === 3 && token >= 0)
      next.forEach((token) => (pairs[token] = at(pairs, token) + 1))
      expect(chiSquare([...pairs], p)).toBeLessThan(24.3)
    },
  )

  it('a sequence draws the same tokens whichever others share the batch', async () => {
    const gpu = await testGpu()
    const row = normals(Random.from(20), 600, 2)
    const many = await draw(gpu, {
      ...rowsOf(row, 70),
      maxNew: 4,
      steps: 4,
      seed: 9,
      temperature: 1,
      stop: [],
    })
    const one = {
      ...rowsOf(row, 1),
      length: zeros(70),
      done: zeros(70),
      stream: counting(70),
      maxNew: 4,
      steps: 4,
      seed: 9,
      temperature: 1,
      stop: [],
    }
    for (const s of [0, 33, 69]) {
      const alone = await draw(gpu, { ...one, slot: Uint32Array.of(s) })
      const words = (drawn: typeof many) => [...drawn.record.subarray(s * 4 * 13, (s + 1) * 4 * 13)]
      expect(words(alone)).toEqual(words(many))
    }
    const otherSeed = await draw(gpu, {
      ...rowsOf(row, 70),
      maxNew: 4,
      steps: 4,
      seed: 10,
      temperature: 1,
      stop: [],
    })
    expect([...otherSeed.nextToken]).not.toEqual([...many.nextToken])
  })

  it('temperature 0 takes the largest logit, the lowest id among equals, and records temperature 1', async () => {
    const row = Float32Array.of(0, 3, 1, 3, -1)
    const drawn = await draw(await testGpu(), {
      ...rowsOf(row, 3),
      maxNew: 1,
      seed: 1,
      temperature: 0,
      stop: [],
    })
    expect([...drawn.nextToken]).toEqual([1, 1, 1])
    const { logProbs } = distributionReference(row, 1)
    expect(drawn.tokens(0, 0).logProb).toBeCloseTo(at(logProbs, 1), 5)
    expect([...drawn.tokens(0, 0).topIds]).toEqual([1, 3, 2, 0, 4])
  })

  it('a stop id ends its sequence, which then changes no more; a full one stays too', async () => {
    const gpu = await testGpu()
    const stopping = { ...rowsOf([-50, 50, -50, -50, -50], 2), maxNew: 3, steps: 5, seed: 1, temperature: 1 }
    const stopped = await draw(gpu, { ...stopping, stop: [4, 1] })
    expect([stopped.length, stopped.done, stopped.nextToken, stopped.position].map((ids) => ids[1])).toEqual([
      1, 1, 1, 101,
    ])
    expect(stopped.tokens(1, 1)).toMatchObject({ token: 0, logProb: 0 })
    const full = await draw(gpu, { ...stopping, stop: [0] })
    expect([full.length, full.done, full.nextToken, full.position].map((ids) => ids[1])).toEqual([
      3, 0, 1, 103,
    ])
  })

  it('stays finite and in range at logits of 80, -80 and -1e30, cold and hot', async () => {
    const gpu = await testGpu()
    for (const temperature of [0, 0.05, 1, 3]) {
      const row = Float32Array.from({ length: 1100 }, (_, v) => at([80, -80, -1e30], v % 3))
      const drawn = await draw(gpu, { ...rowsOf(row, 9), maxNew: 1, seed: 2, temperature, stop: [] })
      for (let s = 0; s < 9; s++) {
        const { token, logProb, entropy, topProbabilities } = drawn.tokens(s, 0)
        expect(token % 3).toBe(0)
        expect([logProb, entropy, ...topProbabilities].every(Number.isFinite)).toBe(true)
        expect(entropy).toBeCloseTo(Math.log(367), 3)
      }
    }
  })

  it('records the log-probability and entropy that the loss computes for the same logits', async () => {
    const gpu = await testGpu()
    const row = normals(Random.from(21), 700, 3)
    const batch = rowsOf(row, 20)
    const drawn = await draw(gpu, { ...batch, maxNew: 1, seed: 6, temperature: 0.7, stop: [] })
    const ones = upload(gpu, 'ones', [20], new Float32Array(20).fill(1))
    const stats = gpu.tensor('stats', [20, 4])
    gpu.run(
      await policyLoss(gpu, {
        logits: upload(gpu, 'logits', [20, 700], batch.logits),
        target: upload(gpu, 'target', [20], drawn.nextToken),
        weight: ones,
        advantage: ones,
        oldLogProb: ones,
        settings: upload(gpu, 'settings', [4], policySettings({ temperature: 0.7, clip: null })),
        stats,
        rows: fixedExtent(gpu, 'rows', 20),
        backward: false,
      }),
    )
    const learnt = await download(gpu, stats)
    const column = (c: number) => Float32Array.from({ length: 20 }, (_, r) => at(learnt, 4 * r + c))
    const own = (of: 'logProb' | 'entropy') =>
      Float32Array.from({ length: 20 }, (_, r) => drawn.tokens(r, 0)[of])
    const size = new Float64Array(20).fill(1)
    expect(
      failures([
        compare('logp', own('logProb'), column(0), size),
        compare('entropy', own('entropy'), column(1), size),
      ]),
    ).toEqual([])
  })

  it('refuses too many stop ids and a temperature below 0', () => {
    expect(() =>
      sampleSettings({ seed: 1, temperature: 1, stop: Array.from({ length: 13 }, (_, i) => i) }),
    ).toThrow('13 stop ids')
    expect(() =>
      sampleSettings({
        seed: 1,
        temperature: 1,
        stop: [1],
        notFirst: Array.from({ length: 12 }, (_, i) => i),
      }),
    ).toThrow('12 that may not come first')
    expect(() => sampleSettings({ seed: 1, temperature: -1, stop: [] })).toThrow('temperature -1')
  })
})
