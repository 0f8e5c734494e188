import { performance } from 'node:perf_hooks'
import { describe, expect, it } from 'vitest'
import { ggufBytes, joined, text, types, u32, u64 } from '../formats/ggufFixture'
import { readGguf } from '../formats/gguf'
import type { NamedBlob } from '../formats/bytes'
import { floatsOf } from '../formats/tensors'
import { fileOf, fixtureFile, fixtureFolder, fixtureJson } from './fixtureModels'
import { openModel, type OpenedModel } from './openModel'

async function opened(files: readonly NamedBlob[]): Promise<OpenedModel> {
  const result = await openModel(files)
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}
async function refusal(files: readonly NamedBlob[]): Promise<string> {
  const result = await openModel(files)
  if (!result.ok) expect(result.error.message).toMatch(/^.{20,300}[.)]$/)
  return result.ok ? 'accepted' : result.error.message
}

describe('a GGUF file of the smallest models', () => {
  it('opens where its matrices are Q5_0', async () => {
    const { weights, tokenizer } = await opened([fixtureFile('q5_0.gguf')])
    expect(weights.tensors.get('model.layers.0.self_attn.q_proj.weight')?.type).toBe('Q5_0')
    const numbers = await floatsOf(weights, 'model.layers.0.mlp.up_proj.weight')
    expect(numbers.every(Number.isFinite)).toBe(true)
    expect(tokenizer.ok).toBe(true)
  })
})

describe('a GGUF file in parts', () => {
  const [first, second] = [1, 2].map((part) => fixtureFile(`m-0000${part}-of-00002.gguf`)) as [
    NamedBlob,
    NamedBlob,
  ]

  it('is one model, whatever the order of its parts', async () => {
    const model = await opened([second, first])
    expect(model.name).toBe('m.gguf')
    expect(model.architecture).toMatchObject({ layers: 1, width: 32, vocabulary: 64 })
    const early = await floatsOf(model.weights, 'model.layers.0.self_attn.o_proj.weight')
    const late = await floatsOf(model.weights, 'model.layers.0.mlp.down_proj.weight')
    expect([early.length, late.length]).toEqual([1024, 1024])
    expect((await opened([first, second])).weights.tensors).toEqual(model.weights.tensors)
  })

  it('names the part that is missing', async () => {
    expect(await refusal([first])).toContain('split into 2 files, of which 1 is here')
    expect(await refusal([first])).toContain('m-00002-of-00002.gguf')
    expect(await refusal([second])).toContain('m-00001-of-00002.gguf')
    expect(await refusal([{ ...first, name: 'renamed.gguf' }])).toContain('missing: 2.')
  })

  it('is not joined with a stranger or with itself', async () => {
    expect(await refusal([first, fixtureFile('llama.gguf')])).toContain('not parts of one model')
    expect(await refusal([first, first])).toContain('not parts of one model')
    expect(await refusal([first, { ...second, name: 'n-00002-of-00002.gguf' }])).toContain('not parts of one')
  })

  it('claims any number of parts without a list of them', async () => {
    const split = (count: number): NamedBlob =>
      fileOf(
        'x-00001-of-00002.gguf',
        ggufBytes({ values: [['split.count', { type: types.u64, bytes: u64(count) }]] }),
      )
    expect(await refusal([split(2 ** 52)])).toContain('missing: x-00002-of-00002.gguf')
  })
})

describe('what is no model by itself', () => {
  it('is named where git-lfs has left a pointer', async () => {
    const pointer = (name: string): NamedBlob =>
      fileOf(name, 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n')
    expect(await refusal([pointer('a/model.gguf')])).toContain('"model.gguf" is a git-lfs pointer')
    const folder = fixtureFolder('qwen2').filter(({ name }) => !name.endsWith('.safetensors'))
    expect(await refusal([...folder, pointer('qwen2/model.safetensors')])).toContain('"model.safetensors"')
  })

  it('is named where it is an adapter', async () => {
    const adapter = ggufBytes({
      values: [
        ['general.architecture', { type: types.string, bytes: text('llama') }],
        ['general.type', { type: types.string, bytes: text('adapter') }],
      ],
    })
    expect(await refusal([fileOf('lora.gguf', adapter)])).toContain('"lora.gguf" is a LoRA adapter')
    const folder = [
      fileOf('mine/adapter_config.json', '{"peft_type":"LORA"}'),
      fileOf('mine/adapter_model.safetensors', 'x'),
    ]
    expect(await refusal(folder)).toContain('"mine" is a LoRA adapter')
  })

  it('is left out where an adapter lies beside its model', async () => {
    const beside = fileOf('qwen2/adapter_model.safetensors', 'no weights at all')
    expect((await opened([...fixtureFolder('qwen2'), beside])).family).toBe('qwen2')
  })
})

describe('lies about sizes', () => {
  const config = fixtureJson('llama/config.json') as Record<string, unknown>
  const withConfig = (change: Record<string, unknown>): NamedBlob[] => [
    ...fixtureFolder('llama').filter(({ name }) => !name.endsWith('/config.json')),
    fileOf('llama/config.json', JSON.stringify({ ...config, ...change })),
  ]
  const linear = { rope_parameters: { rope_type: 'linear', factor: 2 } }

  it.each([
    ['a head of 200 million channels', { head_dim: 200_000_000, ...linear }],
    ['a head of 4 thousand million channels', { head_dim: 4_000_000_000, ...linear }],
    ['a head of 4 thousand million channels, Llama 3', { head_dim: 4_000_000_000 }],
    ['a head of half a channel', { head_dim: 0.5, ...linear }],
  ])('%s is refused before memory is taken', async (_, change) => {
    const [begun, held] = [performance.now(), process.memoryUsage().heapUsed]
    expect(await refusal(withConfig(change))).toContain('headDim')
    expect(performance.now() - begun).toBeLessThan(1000)
    expect(process.memoryUsage().heapUsed - held).toBeLessThan(50e6)
  })

  it('sliding windows in some layers are refused by name', async () => {
    expect(await refusal(withConfig({ layer_types: ['full_attention', 'sliding_attention'] }))).toContain(
      'sliding window',
    )
    expect(await refusal(withConfig({ layer_types: ['full_attention', 'full_attention'] }))).toBe('accepted')
  })

  it('a list of metadata of 250 million numbers is refused before it is read', async () => {
    const length = 250_000_000
    const header = ggufBytes({
      valueCount: 1,
      values: [['x', { type: types.array, bytes: joined(u32(0), u64(length)) }]],
    })
    const blob = new Blob([header, new Uint8Array(length)])
    const held = process.memoryUsage().heapUsed
    const read = await readGguf(blob)
    expect(read).toMatchObject({ ok: false, error: { code: 'gguf-many' } })
    expect(process.memoryUsage().heapUsed - held).toBeLessThan(50e6)
    const many = await readGguf(new Blob([ggufBytes({ tensorCount: 1 << 20 }), new Uint8Array(1 << 26)]))
    expect(many).toMatchObject({ ok: false, error: { code: 'gguf-many' } })
  })
})
