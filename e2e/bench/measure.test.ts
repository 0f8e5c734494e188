import { describe, expect, it } from 'vitest'
import { leastRatio, line, median, met, resultOf, slowPeers, table, type Result } from './measure'
import { references, tasks, works } from './benchTasks'

const task = { work: 'train', size: '0.8M' } as const
const jax: Result = resultOf(task, '@jax-js/jax', [100, 120, 110, 90, 105], [40, 40, 44, 45, 35])

describe('results', () => {
  it('are medians, and the median of ratios paired by turn with its least and largest', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 2, 3])).toBe(2.5)
    expect(jax).toMatchObject({
      ours: 105,
      theirs: 40,
      unit: 'tokens/s',
      ratio: 2.5,
      low: 2,
      high: 3,
      held: true,
    })
  })

  it('of a peer that was timed once stand against every turn of ours', () => {
    expect(resultOf(task, '@genai-fi/nanogpt', [100, 120, 110], [10])).toMatchObject({
      ratio: 11,
      low: 10,
      high: 12,
    })
  })

  it('say whether they are met and what is missing', () => {
    expect(met(jax)).toBe(true)
    const short = resultOf(task, '@jax-js/jax', [80], [40])
    expect(met(short)).toBe(false)
    expect(line(short)).toContain('NOT MET: at least 2.5, 20.0 % missing')
    const free = resultOf({ work: 'decode', size: '0.1M' }, '@jax-js/jax', [1], [2])
    expect(met(free)).toBeNull()
    expect(table([short, free]).split('\n').slice(2)).toEqual([
      `| ${short.work} | ${short.size} | @jax-js/jax | 80.0 | 40.0 | ${short.unit} | 2.00 (2.00 to 2.00) | 2.5 | **no, 20.0 % missing** |`,
      `| decode | 0.1M | @jax-js/jax | 1.00 | 2.00 | ${free.unit} | 0.500 (0.500 to 0.500) | - | - |`,
    ])
  })
})

describe('what is held to', () => {
  it.each([
    ['matmul.nn', '512', '@tensorflow/tfjs', 1.8],
    ['matmul.tn', '1024', 'onnxruntime-web', 1.5],
    ['matmul.nt', '2048', '@jax-js/jax', null],
    ['train', '0.1M', '@genai-fi/nanogpt', 12],
    ['train', '0.8M', 'roofline', 0.6],
    ['train', '0.1M', 'roofline', null],
    ['first-step', '0.1M', '@jax-js/jax', 1],
    ['rollout', '0.1M 64 sequences of one prompt', 'spice-lab', 8],
    ['rollout', '0.8M 64 sequences of one prompt', 'roofline', 0.5],
    ['rollout', '0.8M 64 sequences of one prompt', 'onnxruntime-web', 3],
    ['rollout', '0.8M 64 sequences of one prompt', '@wllama/wllama', null],
    ['round', 'nano', 'roofline', null],
  ] as const)('%s %s against %s: %s', (work, size, peer, least) => {
    expect(leastRatio(work, size, peer)).toBe(least)
  })

  it('is measured by at least five turns, and every work has a task', () => {
    for (const one of tasks) {
      for (const side of one.sides)
        if (leastRatio(one.work, one.size, side) !== null) expect(one.turns).toBeGreaterThanOrEqual(5)
    }
    expect(new Set(tasks.map(({ work }) => work))).toEqual(new Set(works))
  })

  it('names only figures of reference that a task measures', () => {
    for (const { work, size, side } of references)
      expect(tasks.some((one) => one.work === work && one.size === size && one.sides.includes(side))).toBe(
        true,
      )
  })
})

describe('a peer slower than its figure of reference', () => {
  it('under 70 % of it fails the benchmark, at 70 % not', () => {
    const at = (rate: number): Result => resultOf(task, '@jax-js/jax', [1000], [rate])
    expect(slowPeers([at(393 * 0.7)])).toEqual([])
    expect(slowPeers([at(393 * 0.69)])).toEqual([
      expect.stringMatching(/^@jax-js\/jax reached 271 tokens\/s in train 0.8M, under 70 % of its 393/),
    ])
    expect(slowPeers([])).toEqual([])
  })
})
