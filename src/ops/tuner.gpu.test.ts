// The tuner on a real device: what is wrong is never chosen, however fast; what is chosen gives right
// products and can be kept.
import { beforeAll, describe, expect, it } from 'vitest'
import { testGpu } from '../../shaders/testing/testDevice'
import { mutated } from '../../shaders/testing/mutate'
import type { Gpu } from '../gpu'
import { buildDecode, buildFrozen, buildFrozenMany, buildRows, buildSteps } from './shapeTuner'
import { attentionGateError, best, gateError, shapeGateError, tune, type TuningResult } from './tuner'
import {
  attentionVariants,
  decodeShapes,
  fixedChoice,
  frozenManyShapes,
  frozenShapes,
  kernelsOf,
  offers,
  parseKernels,
  printKernels,
  productOf,
  products,
  rowShapes,
  stepShapes,
  tiledNames,
  useKernels,
} from './variants'

let gpu: Gpu
let tuning: TuningResult
const steps: number[] = []
beforeAll(async () => {
  gpu = await testGpu()
  tuning = await tune(gpu, { progress: (done, total) => steps.push(done / total) })
}, 300_000)

describe('the tuner', () => {
  it('times every variant that the device offers, tells how far it is, and chooses among those that passed', () => {
    expect(new Set(tuning.times.map(({ product }) => product))).toEqual(new Set(products))
    for (const { product, variant, ms } of tuning.times) {
      expect(offers(gpu, variant)).toBe(true)
      if (variant === 'half') expect(ms).toBeNull()
      else expect(ms, `${product} ${variant}`).toBeGreaterThan(0)
    }
    // Tiles are for devices whose barriers are cheap.
    expect(tuning.attention.map(({ variant }) => variant)).toEqual(
      attentionVariants.filter((variant) => variant !== 'tiled' || !gpu.info.software),
    )
    for (const { variant, ms } of tuning.attention) expect(ms, `attention ${variant}`).toBeGreaterThan(0)
    expect(steps).toEqual([...steps].sort((a, b) => a - b))
    expect(steps.at(-1)).toBe(1)
    for (const product of products)
      expect(
        tuning.times.find((one) => one.product === product && one.variant === tuning.choice.matmul[product])
          ?.ms,
      ).toBeGreaterThan(0)
    console.log(printKernels(tuning.choice), JSON.stringify(tuning.attention))
  })

  it('out of time leaves what it did not time as it was', async () => {
    const told: number[] = []
    const { choice, times, attention } = await tune(gpu, {
      limit: -1,
      progress: (done, total) => told.push(done / total),
    })
    expect({ choice, times, attention, told }).toEqual({
      choice: fixedChoice(gpu),
      times: [],
      attention: [],
      told: [1],
    })
  })

  it('finds a variant wrong that is wrong, or that does not compile', async () => {
    expect(await gateError(gpu, 'nt', 'shared')).toBeLessThan(1e-5)
    expect(
      await gateError(mutated(gpu, 'matmul nt 20x36', 'c += u.z * w', 'c += u.y * w'), 'nt', 'shared'),
    ).toBeGreaterThan(1e-3)
    expect(
      await gateError(mutated(gpu, 'matmul nt 20x36', 'c += u.z * w', 'c += nothing'), 'nt', 'shared'),
    ).toBe(Infinity)
  })

  it('holds attention against its reference, both ways and both variants', async () => {
    for (const variant of attentionVariants) expect(await attentionGateError(gpu, variant)).toBeLessThan(1e-5)
    expect(
      await attentionGateError(mutated(gpu, 'attention', 'largest + log(sum)', 'log(sum)'), 'whole'),
    ).toBeGreaterThan(1e-3)
    expect(
      await attentionGateError(
        mutated(gpu, 'attentionBackward key', 'dk0 += q0 * ds', 'dk0 += q0 * p'),
        'sliced',
      ),
    ).toBeGreaterThan(1e-3)
    expect(
      await attentionGateError(mutated(gpu, 'attentionBackward query', 'c < D4', 'c < nothing'), 'sliced'),
    ).toBe(Infinity)
  })

  it('leaves the usual variant only for one that is clearly faster, and never takes what failed', () => {
    expect(
      best(
        [
          { variant: 'tall', ms: 10 },
          { variant: 'shared', ms: 9.6 },
        ],
        'tall',
      ),
    ).toBe('tall')
    expect(
      best(
        [
          { variant: 'tall', ms: 10 },
          { variant: 'shared', ms: 5 },
          { variant: 'subgroups', ms: null },
        ],
        'tall',
      ),
    ).toBe('shared')
    expect(
      best(
        [
          { variant: 'tall', ms: null },
          { variant: 'shared', ms: 50 },
        ],
        'tall',
      ),
    ).toBe('shared')
    expect(best([{ variant: 'tall', ms: null }], 'registers')).toBe('registers')
    // Out of time before the usual one was reached.
    expect(best([{ variant: 'registers', ms: 50 }], 'tall')).toBe('tall')
  })
})

describe('the shapes for GPUs', () => {
  it('pass the gate beside those of software, which notices a wrong one', async () => {
    for (const shape of rowShapes) expect(await shapeGateError(gpu, shape, buildRows)).toBeLessThan(1e-5)
    for (const shape of frozenShapes) expect(await shapeGateError(gpu, shape, buildFrozen)).toBeLessThan(1e-5)
    for (const shape of frozenManyShapes)
      expect(await shapeGateError(gpu, shape, buildFrozenMany)).toBeLessThan(1e-5)
    for (const shape of stepShapes) expect(await shapeGateError(gpu, shape, buildSteps)).toBeLessThan(1e-5)
    for (const shape of decodeShapes) expect(await shapeGateError(gpu, shape, buildDecode)).toBeLessThan(1e-5)
    const wrong = mutated(gpu, 'attentionDecode', 't - prompt', 't - prompt + 1u')
    expect(await shapeGateError(wrong, 'split', buildDecode)).toBeGreaterThan(1e-3)
  })

  it('are chosen on a device that is no software, and stay out of one that is', () => {
    const choices = [true, false].map((software) => fixedChoice({ info: { ...gpu.info, software } }))
    expect(choices.map(({ rows, frozen, frozenMany, decode }) => [rows, frozen, frozenMany, decode])).toEqual(
      [
        ['thread', 'tile', 'registers', 'thread'],
        ['workgroup', 'wide', 'tiles', 'split'],
      ],
    )
    expect(choices.map(({ matmul }) => [matmul['nt one'], matmul['nt few']])).toEqual([
      ['few', 'registers'],
      ['lanes', 'lanes'],
    ])
  })
})

describe('a choice', () => {
  it('is one line and back', () => {
    expect(parseKernels(printKernels(tuning.choice), gpu)).toEqual(tuning.choice)
    const onGpu = fixedChoice({ info: { ...gpu.info, software: false } })
    expect(parseKernels(printKernels(onGpu), gpu)).toEqual(onGpu)
    expect(printKernels(fixedChoice(gpu))).toMatch(
      /^nt one=\w+; nt few=\w+; nt some=\w+; nt many=\w+; nn many=\w+; tn many=\w+; attention=(whole|sliced); rows=(thread|workgroup); frozen=(tile|lanes); decode=(thread|split); groups=(8|128)$/,
    )
  })

  it('of before a row alone had its own takes the one for few rows, of before attention had one takes heads whole', () => {
    const { 'nt one': _, ...earlier } = fixedChoice(gpu).matmul
    expect(
      parseKernels(
        `${Object.entries(earlier)
          .map((pair) => pair.join('='))
          .join('; ')}; groups=8`,
        gpu,
      ),
    ).toEqual({
      matmul: { ...earlier, 'nt one': earlier['nt few'] },
      attention: 'whole',
      rows: 'thread',
      frozen: 'tile',
      frozenMany: 'registers',
      decode: 'thread',
      steps: 'apart',
      groups: 8,
    })
  })

  it.each([
    '',
    'fixed',
    'nt few=tall',
    'nt few=nothing; nt some=tall; nt many=tall; nn many=tall; tn many=tall; groups=128',
    'nt few=tall; nt some=tall; nt many=tall; nn many=tall; tn many=tall; groups=0',
    'nt few=tall; nt some=tall; nt many=tall; nn many=tall; tn many=tall; attention=some; groups=8',
  ])('"%s" is none', (line) => {
    expect(parseKernels(line, gpu)).toBeNull()
  })

  it('of a variant that the device lacks is none here', () => {
    const without = { device: { features: new Set<string>(), adapterInfo: {} } as unknown as GPUDevice }
    const line = printKernels({
      ...fixedChoice(gpu),
      matmul: { ...fixedChoice(gpu).matmul, 'nt few': 'subgroups' },
    })
    expect(parseKernels(line, without)).toBeNull()
    expect(tiledNames.filter((name) => offers(without, name))).toEqual([
      'registers',
      'tall',
      'shared',
      'few',
      'lanes',
    ])
  })

  it('of what is fixed takes heads whole in software, where registers are memory, and in tiles on a GPU', () => {
    expect(
      [true, false].map((software) => fixedChoice({ info: { ...gpu.info, software } }).attention),
    ).toEqual(['whole', 'tiled'])
  })

  it('is the fixed one until another is used', () => {
    expect(kernelsOf(gpu)).toEqual(fixedChoice(gpu))
    const other = { ...fixedChoice(gpu), groups: 7 }
    useKernels(gpu, other)
    expect(kernelsOf(gpu)).toBe(other)
    useKernels(gpu, fixedChoice(gpu))
  })

  it('goes by form and by how many rows there can be', () => {
    expect([
      productOf('nt', 1),
      productOf('nt', 8),
      productOf('nt', 64),
      productOf('nt', 1000),
      productOf('tn', 1),
      productOf('nn', 4),
    ]).toEqual(['nt one', 'nt few', 'nt some', 'nt many', 'tn many', 'nn many'])
  })
})
