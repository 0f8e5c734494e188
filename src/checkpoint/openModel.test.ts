import fc from 'fast-check'
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { writeSafetensors, type NamedTensor } from '../formats/safetensors'
import { ggufBytes, joined, text, types, u32 } from '../formats/ggufFixture'
import type { NamedBlob } from '../formats/bytes'
import { floatsOf } from '../formats/tensors'
import { huggingFaceName } from './ggufModel'
import { readConfigJson } from './huggingface'
import { looksLikeModel } from '../protocol/modelRecord'
import { openModel } from './openModel'
import { llama3Factors, llama3ScalingOf } from '../config/ropeFactors'
import { fileOf, fixtureFile, fixtureFolder, fixtureJson } from './fixtureModels'

const config = fixtureJson('llama/config.json') as Record<string, unknown>

async function codeOf(files: readonly NamedBlob[]): Promise<string> {
  const result = await openModel(files)
  if (!result.ok) expect(result.error.message).toMatch(/^.{20,}[.)]$/s)
  return result.ok ? 'accepted' : result.error.code
}

/** The llama fixture with its config changed. */
const withConfig = (change: Record<string, unknown>): NamedBlob[] => [
  ...fixtureFolder('llama').filter(({ name }) => !name.endsWith('/config.json')),
  fileOf('llama/config.json', JSON.stringify({ ...config, ...change })),
]

const without = (name: string): NamedBlob[] =>
  fixtureFolder('llama').filter((file) => !file.name.endsWith(name))

describe('openModel', () => {
  it('gives a folder and its GGUF file the same architecture and, row for row, the same weights', async () => {
    for (const family of ['llama', 'qwen2', 'qwen3']) {
      const [folder, gguf] = [
        await openModel(fixtureFolder(family)),
        await openModel([fixtureFile(`${family}.gguf`)]),
      ]
      if (!folder.ok || !gguf.ok) throw new Error('a fixture was refused')
      const { ropeFactors, ...plain } = folder.value.architecture
      const { ropeFactors: stored, ...same } = gguf.value.architecture
      expect(same).toEqual(plain)
      stored?.forEach((factor, i) => expect(factor).toBeCloseTo(ropeFactors?.[i] ?? NaN, 5))
      expect(folder.value.name).toBe(family)
      for (const name of folder.value.weights.tensors.keys())
        expect(await floatsOf(gguf.value.weights, name)).toEqual(await floatsOf(folder.value.weights, name))
    }
  })

  it('reads any rows of a turned tensor as it reads all of them', async () => {
    const gguf = await openModel([fixtureFile('llama.gguf')])
    if (!gguf.ok) throw new Error(gguf.error.message)
    const { weights } = gguf.value
    const name = 'model.layers.1.self_attn.q_proj.weight'
    const all = await weights.rows(name, 0, 36)
    await fc.assert(
      fc.asyncProperty(fc.nat(36), fc.nat(36), async (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)]
        expect(await weights.rows(name, from, to)).toEqual(all.slice(from * 144, to * 144))
      }),
      { numRuns: 30 },
    )
    await expect(weights.rows(name, 30, 37)).rejects.toThrow('36 rows')
    await expect(weights.rows('nothing', 0, 1)).rejects.toThrow('no tensor')
  })

  const zip = zipSync({ 'model.gguf': new Uint8Array(100) })
  const broken: [string, () => NamedBlob[], string][] = [
    ['nothing at all', () => [], 'model-files'],
    ['a folder without config.json', () => without('/config.json'), 'model-files'],
    ['a folder without weights', () => without('.safetensors'), 'model-shard'],
    ['a folder that lacks a shard', () => without('00003-of-00005.safetensors'), 'model-shard'],
    [
      'a folder whose index is not there and a shard neither',
      () => without('index.json').filter(({ name }) => !name.includes('00003')),
      'model-missing',
    ],
    [
      'a folder with a shard twice',
      () => [
        ...without('index.json'),
        { ...fixtureFile('llama/model-00001-of-00005.safetensors'), name: 'llama/again.safetensors' },
      ],
      'safetensors-other-file',
    ],
    [
      'a config that is not JSON',
      () => [...without('/config.json'), fileOf('llama/config.json', '{')],
      'model-json',
    ],
    [
      'a config that is a list',
      () => [...without('/config.json'), fileOf('llama/config.json', '[]')],
      'model-config-object',
    ],
    [
      'an index that is not one',
      () => [...without('index.json'), fileOf('llama/model.safetensors.index.json', '{"weight_map": 3}')],
      'model-index',
    ],
    ['another family', () => withConfig({ model_type: 'mamba' }), 'model-family'],
    ['an unknown activation', () => withConfig({ hidden_act: 'gelu' }), 'model-activation'],
    ['biases that are nowhere added', () => withConfig({ attention_bias: true }), 'model-attention-biases'],
    [
      'an unknown rotary scaling',
      () => withConfig({ rope_parameters: { rope_type: 'yarn', factor: 4 } }),
      'model-rope-scaling',
    ],
    [
      'a Llama 3 scaling without its numbers',
      () => withConfig({ rope_parameters: { rope_type: 'llama3', factor: 4 } }),
      'model-rope-llama3',
    ],
    [
      'a rotary scaling by nothing',
      () => withConfig({ rope_parameters: { rope_type: 'linear' } }),
      'architecture-ropeFactors',
    ],
    ['2^53 layers', () => withConfig({ num_hidden_layers: 2 ** 53 }), 'architecture-size'],
    ['more layers than tensors', () => withConfig({ num_hidden_layers: 500 }), 'model-layers'],
    ['a vocabulary that is a word', () => withConfig({ vocab_size: 'many' }), 'architecture-size'],
    ['another width than its tensors', () => withConfig({ hidden_size: 40 }), 'model-shape'],
    ['a layer too few', () => withConfig({ num_hidden_layers: 1 }), 'model-extra'],
    ['a zip', () => [fileOf('model.zip', zip)], 'model-zip'],
    ['a zip that is called a GGUF file', () => [fileOf('model.gguf', zip)], 'model-zip'],
    ['a text that is called a GGUF file', () => [fileOf('model.gguf', 'Once upon a time')], 'gguf-magic'],
    ['an empty file', () => [fileOf('model.gguf', '')], 'gguf-short'],
    [
      'weights without anything about them',
      () => [fileOf('model.safetensors', writeSafetensors([]))],
      'model-unknown-file',
    ],
    ['two GGUF files', () => [fixtureFile('llama.gguf'), fixtureFile('qwen2.gguf')], 'model-ggufs'],
    [
      'a GGUF file of another family',
      () => [
        fileOf(
          'x.gguf',
          ggufBytes({ values: [['general.architecture', { type: types.string, bytes: text('mamba') }]] }),
        ),
      ],
      'model-architecture',
    ],
    [
      'a GGUF file that says nothing of its shape',
      () => [
        fileOf(
          'x.gguf',
          ggufBytes({ values: [['general.architecture', { type: types.string, bytes: text('llama') }]] }),
        ),
      ],
      'architecture-size',
    ],
    [
      'a GGUF file whose width is a list',
      () => [
        fileOf(
          'x.gguf',
          ggufBytes({
            values: [
              ['general.architecture', { type: types.string, bytes: text('llama') }],
              ['llama.embedding_length', { type: types.array, bytes: joined(u32(4), new Uint8Array(8)) }],
            ],
          }),
        ),
      ],
      'architecture-size',
    ],
  ]
  it.each(broken)('names %s', async (_, files, code) => {
    expect(await codeOf(files())).toBe(code)
  })

  it('names each damage of a shard', async () => {
    const shard = 'llama/model-00001-of-00005.safetensors'
    const bytes = new Uint8Array(await fixtureFile(shard).blob.arrayBuffer())
    const damaged = async (
      change: (copy: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>,
    ): Promise<string> =>
      codeOf([...without('00001-of-00005.safetensors'), fileOf(shard, change(bytes.slice()))])
    expect(await damaged((copy) => copy.slice(0, 5))).toBe('safetensors-short')
    expect(await damaged((copy) => copy.slice(0, -1))).toBe('safetensors-beyond')
    expect(await damaged((copy) => joined(copy, Uint8Array.of(0)))).toBe('safetensors-left')
    expect(await damaged((copy) => (copy.fill(255, 0, 8), copy))).toBe('safetensors-header')
    await fc.assert(
      fc.asyncProperty(fc.nat(1500), fc.nat(255), async (at, value) => {
        expect(await damaged((copy) => ((copy[at] = value), copy))).toMatch(/^(accepted|safetensors-|model-)/)
      }),
      { numRuns: 200 },
    )
  })

  it('passes by what transformers computes by itself, and a head that is tied anyway', async () => {
    const folder = fixtureFolder('qwen2')
    const extra = (tensors: NamedTensor[]): NamedBlob[] => [
      ...folder,
      fileOf('qwen2/extra.safetensors', writeSafetensors(tensors)),
    ]
    expect(
      await codeOf(
        extra([
          { name: 'model.layers.0.self_attn.rotary_emb.inv_freq', shape: [2], data: new Float32Array(2) },
        ]),
      ),
    ).toBe('accepted')
    expect(
      await codeOf(extra([{ name: 'lm_head.weight', shape: [67, 40], data: new Float32Array(67 * 40) }])),
    ).toBe('accepted')
    expect(await codeOf(extra([{ name: 'value_head.weight', shape: [1], data: new Float32Array(1) }]))).toBe(
      'model-extra',
    )
  })

  it('tells models from documents by their names', () => {
    expect(looksLikeModel(['a/config.json', 'a/model.safetensors'])).toBe(true)
    expect(looksLikeModel(['x.gguf'])).toBe(true)
    expect(looksLikeModel(['config.json', 'notes.txt'])).toBe(false)
    expect(looksLikeModel(['weights.safetensors'])).toBe(false)
  })
})

describe('descriptions', () => {
  it('read rotary scaling as transformers 4 and 5 write it', () => {
    const four = {
      ...config,
      rope_parameters: undefined,
      rope_theta: 500,
      rope_scaling: { ...(config['rope_parameters'] as object), rope_theta: undefined },
    }
    expect(readConfigJson(JSON.parse(JSON.stringify(four)))).toEqual(readConfigJson(config))
    const linear = readConfigJson({
      ...config,
      rope_parameters: { rope_type: 'linear', rope_theta: 1000, factor: 4 },
    })
    expect(linear.ok && linear.value.architecture.ropeFactors).toEqual([4, 4, 4, 4, 4, 4])
  })

  it('find the numbers of a Llama 3 scaling again from its factors', () => {
    const numbers = { factor: 32, lowFrequency: 1, highFrequency: 4, originalContext: 8192 }
    const factors = llama3Factors(128, 500_000, numbers)
    expect(factors[0]).toBe(1)
    expect(factors.at(-1)).toBe(32)
    expect(llama3ScalingOf(Array.from(Float32Array.from(factors)), 128, 500_000)).toEqual(numbers)
    expect(llama3ScalingOf(factors.toReversed(), 128, 500_000)).toBe(null)
  })

  it('know the names of llama.cpp and leave others alone', () => {
    expect(huggingFaceName('blk.12.attn_k.bias')).toBe('model.layers.12.self_attn.k_proj.bias')
    expect(huggingFaceName('output_norm.weight')).toBe('model.norm.weight')
    expect(huggingFaceName('blk.0.ffn_gate_exps.weight')).toBe('blk.0.ffn_gate_exps.weight')
  })
})
