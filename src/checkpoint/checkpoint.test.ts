import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../base/at'
import type { Architecture } from '../config/architecture'
import { readHeader, readTensor, writeSafetensors, type NamedTensor } from '../formats/safetensors'
import { adapterLayoutOf, mergeAdapter } from '../model/adapter'
import { initialValues } from '../model/initialise'
import { layoutOf } from '../model/parameters'
import { readCheckpoint, readWeights, writeCheckpoint, type Checkpoint } from './checkpoint'
import { adapterRanges, namedRanges } from './tensorNames'

const architecture: Architecture = {
  vocabulary: 7,
  width: 10,
  layers: 2,
  heads: 4,
  kvHeads: 2,
  headDim: 4,
  hidden: 9,
  context: 32,
  ropeBase: 2000,
  normEps: 1e-6,
  tiedEmbeddings: false,
  qkNorm: true,
  biases: true,
  embeddingScale: Math.sqrt(10),
}
const layout = layoutOf(architecture)
const values = initialValues(layout, 3)
const checkpoint: Checkpoint = {
  architecture,
  values,
  optimizer: {
    optimizer: 'adamw',
    step: 17,
    tensors: { m: values.map((v) => v / 3), v: values.map((v) => v * v) },
  },
  position: { round: 4, random: [1, -2, 3, 4], text: 'a "quoted" å', share: 0.1 },
}
const bytes = writeCheckpoint(checkpoint)

describe('namedRanges', () => {
  it('covers every parameter once', () => {
    for (const change of [{}, { tiedEmbeddings: true }, { qkNorm: false }, { biases: false }]) {
      const a = { ...architecture, ...change }
      const covered = new Uint8Array(layoutOf(a).elements)
      for (const { offset, elements } of namedRanges(a))
        for (let i = offset; i < offset + elements; i++) covered[i] = at(covered, i) + 1
      const wanted = new Uint8Array(layoutOf(a).elements)
      for (const { offset, elements } of layoutOf(a).places) wanted.fill(1, offset, offset + elements)
      expect(covered).toEqual(wanted)
    }
  })

  it('cuts fused rows where Hugging Face has its own tensors', () => {
    const of = (name: string) => namedRanges(architecture).find((range) => range.name === name)
    const fused = layout.byName.get('layers.1.qkv')
    expect(of('model.layers.1.self_attn.q_proj.weight')).toMatchObject({
      shape: [16, 10],
      offset: fused?.offset,
    })
    expect(of('model.layers.1.self_attn.k_proj.weight')).toMatchObject({
      shape: [8, 10],
      offset: (fused?.offset ?? 0) + 160,
    })
    expect(of('model.layers.1.self_attn.v_proj.bias')?.shape).toEqual([8])
    expect(of('model.layers.0.mlp.up_proj.weight')?.offset).toBe(
      (layout.byName.get('layers.0.gateUp')?.offset ?? 0) + 90,
    )
    expect(of('lm_head.weight')?.shape).toEqual([7, 10])
  })
})

describe('a checkpoint', () => {
  it('comes back bit for bit', () => {
    expect(readCheckpoint(bytes)).toEqual({ ok: true, value: checkpoint })
  })

  it('may be weights alone, in halves too', () => {
    const weights = { ...checkpoint, optimizer: null }
    expect(readCheckpoint(writeCheckpoint(weights))).toEqual({ ok: true, value: weights })
    const half = readCheckpoint(writeCheckpoint(weights, { dtype: 'F16' }))
    if (!half.ok) throw new Error(half.error.message)
    expect(half.value.values).toHaveLength(values.length)
    half.value.values?.forEach((v, i) =>
      expect(Math.abs(v - at(values, i))).toBeLessThanOrEqual(Math.abs(v) * 2 ** -10 + 2 ** -24),
    )
    expect(() => writeCheckpoint(checkpoint, { dtype: 'F16' })).toThrow('F32')
  })

  it('serves as a file of weights for a known architecture', () => {
    expect(readWeights(writeCheckpoint({ ...checkpoint, optimizer: null }), architecture)).toEqual({
      ok: true,
      value: values,
    })
    const other = readWeights(writeCheckpoint({ ...checkpoint, optimizer: null }), {
      ...architecture,
      hidden: 8,
    })
    expect(other.ok ? 'accepted' : other.error.message).toContain(
      'gate_proj.weight" is [9, 10] in the file, but the model needs [8, 10]',
    )
  })
})

describe('a checkpoint of an adapter', () => {
  const settings = {
    rank: 2,
    alpha: 3,
    targets: ['q_proj', 'v_proj', 'gate_proj', 'up_proj', 'down_proj'],
  } as const
  const own = adapterLayoutOf(architecture, settings)
  const trained = initialValues(own, 5).map((value, i) => value + 0.01 * Math.sin(i))
  // Padding is no tensor's and does not come back.
  const inside = new Uint8Array(own.elements)
  for (const { offset, elements } of own.places) inside.fill(1, offset, offset + elements)
  const kept = trained.map((value, i) => (inside[i] === 1 ? value : 0))
  const adapter = { storage: 'q4', settings, base: values, values: kept } as const
  const whole: Checkpoint = {
    ...checkpoint,
    values: mergeAdapter(architecture, values, settings, kept),
    adapter,
    optimizer: {
      optimizer: 'adamw',
      step: 3,
      tensors: { m: kept.map((v) => v / 3), v: kept.map((v) => v * v) },
    },
  }

  it('comes back bit for bit, with its share in the weights', () => {
    expect(readCheckpoint(writeCheckpoint(whole))).toEqual({ ok: true, value: whole })
  })

  it('holds the adapter under the names of peft, each of which has a place of its own', () => {
    const ranges = adapterRanges(architecture, settings)
    expect(ranges.map(({ name }) => name).slice(0, 4)).toEqual([
      'base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight',
      'base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight',
      'base_model.model.model.layers.0.self_attn.v_proj.lora_A.weight',
      'base_model.model.model.layers.0.self_attn.v_proj.lora_B.weight',
    ])
    expect(ranges.reduce((sum, { elements }) => sum + elements, 0)).toBe(
      own.places.reduce((sum, { elements }) => sum + elements, 0),
    )
  })

  it('merges as W + alpha / rank B A, row by row', () => {
    const of = (name: string) =>
      adapterRanges(architecture, settings).find((range) => range.name.endsWith(name))
    const [A, B] = [
      of('layers.1.self_attn.v_proj.lora_A.weight'),
      of('layers.1.self_attn.v_proj.lora_B.weight'),
    ]
    const W = namedRanges(architecture).find(({ name }) => name === 'model.layers.1.self_attn.v_proj.weight')
    const [i, k] = [5, 3]
    const share = [0, 1].reduce(
      (sum, j) =>
        sum + (kept[(B?.offset ?? 0) + i * 2 + j] ?? NaN) * (kept[(A?.offset ?? 0) + j * 10 + k] ?? NaN),
      0,
    )
    const at = (W?.offset ?? 0) + i * 10 + k
    expect(whole.values?.[at]).toBeCloseTo((values[at] ?? NaN) + 1.5 * share, 6)
    // Keys have no adapter.
    const keys = namedRanges(architecture).find(
      ({ name }) => name === 'model.layers.1.self_attn.k_proj.weight',
    )
    expect(whole.values?.subarray(keys?.offset, (keys?.offset ?? 0) + 80)).toEqual(
      values.subarray(keys?.offset, (keys?.offset ?? 0) + 80),
    )
  })

  it('is refused where its description is none', () => {
    const tensors: NamedTensor[] = namedRanges(architecture).map(({ name, shape, elements }) => ({
      name,
      shape,
      data: new Float32Array(elements),
    }))
    const metadata = { format: 'spice-lab-1', architecture: JSON.stringify(architecture), position: 'null' }
    const code = (description: unknown): string => {
      const result = readCheckpoint(
        writeSafetensors(tensors, {
          ...metadata,
          adapter: typeof description === 'string' ? description : JSON.stringify(description),
        }),
      )
      return result.ok ? 'accepted' : result.error.code
    }
    const good = { storage: 'q4', rank: 2, alpha: 3, targets: ['q_proj'] }
    expect(code('{')).toBe('checkpoint-adapter')
    expect(code({ ...good, storage: 'q5' })).toBe('checkpoint-adapter')
    expect(code({ ...good, targets: ['q_proj', 'lm_head'] })).toBe('checkpoint-adapter')
    expect(code({ ...good, rank: 1e9 })).toBe('adapter-rank')
    expect(code(good)).toBe('checkpoint-missing')
  })
})

describe('a broken checkpoint', () => {
  const metadata = { format: 'spice-lab-1', architecture: JSON.stringify(architecture), position: 'null' }
  const tensors: NamedTensor[] = namedRanges(architecture).map(({ name, shape, elements }) => ({
    name,
    shape,
    data: new Float32Array(elements),
  }))
  const [first, ...rest] = tensors
  const broken: [string, Uint8Array, string][] = [
    ['is no safetensors file', new Uint8Array(5), 'safetensors-short'],
    ['comes from elsewhere', writeSafetensors(tensors), 'checkpoint-format'],
    [
      'has no architecture',
      writeSafetensors(tensors, { ...metadata, architecture: '{' }),
      'architecture-size',
    ],
    [
      'has an impossible architecture',
      writeSafetensors(tensors, {
        ...metadata,
        architecture: JSON.stringify({ ...architecture, kvHeads: 3 }),
      }),
      'architecture-kvHeads',
    ],
    [
      'claims more layers than it has tensors',
      writeSafetensors(tensors, {
        ...metadata,
        architecture: JSON.stringify({ ...architecture, layers: 500 }),
      }),
      'checkpoint-layers',
    ],
    [
      'does not say where it stood',
      writeSafetensors(tensors, { ...metadata, position: '' }),
      'checkpoint-position',
    ],
    ['lacks a tensor', writeSafetensors(rest, metadata), 'checkpoint-missing'],
    [
      'has a tensor in another shape',
      writeSafetensors(
        [...rest, { name: first?.name ?? '', shape: [70], data: new Float32Array(70) }],
        metadata,
      ),
      'checkpoint-shape',
    ],
    [
      'has a tensor too many',
      writeSafetensors([...tensors, { name: 'extra', shape: [1], data: new Float32Array(1) }], metadata),
      'checkpoint-unknown',
    ],
    [
      'lacks the moments of its optimizer',
      writeSafetensors(tensors, { ...metadata, optimizerStep: '3' }),
      'checkpoint-missing',
    ],
    [
      'counts steps in words',
      writeSafetensors(tensors, { ...metadata, optimizerStep: 'three' }),
      'checkpoint-step',
    ],
    [
      'has the state of an optimizer that is not known',
      writeSafetensors(tensors, { ...metadata, optimizer: 'none', optimizerStep: '3' }),
      'checkpoint-optimizer',
    ],
  ]
  for (const [name, file, code] of broken) {
    it(`that ${name} is refused by name`, () => {
      const result = readCheckpoint(file)
      expect(result.ok ? 'accepted' : result.error.code).toBe(code)
    })
  }

  it('that does not name its optimizer, from before there was a choice, has the state of AdamW', () => {
    const header = readHeader(bytes)
    if (!header.ok) throw new Error('the checkpoint has no header')
    const { metadata, entries } = header.value
    const { optimizer, crc32, ...older } = metadata
    expect(crc32).toMatch(/^[0-9a-f]{8}$/)
    expect(optimizer).toBe('adamw')
    const tensors = entries.map((entry) => ({ ...entry, data: readTensor(bytes, entry) }))
    expect(readCheckpoint(writeSafetensors(tensors, older))).toEqual({ ok: true, value: checkpoint })
  })

  it('never throws, wherever it is cut or damaged', () => {
    const headerEnd = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true))
    expect(readHeader(bytes).ok).toBe(true)
    fc.assert(
      fc.property(fc.nat(headerEnd - 1), fc.nat(255), (at, value) => {
        const damaged = bytes.slice()
        damaged[at] = value
        const result = readCheckpoint(damaged)
        if (!result.ok) expect(result.error.message.length).toBeGreaterThan(20)
      }),
      { numRuns: 200 },
    )
    for (const length of [0, 8, 100, headerEnd, bytes.length - 1])
      expect(readCheckpoint(bytes.subarray(0, length)).ok).toBe(false)
  })
})
