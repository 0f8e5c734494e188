import { describe, expect, it } from 'vitest'
import { at } from '../base/at'
import { Random } from '../base/random'
import { architectureOf } from '../config/architecture'
import type { NamedBlob } from '../formats/bytes'
import { floatsOf } from '../formats/tensors'
import { adapterLayoutOf } from '../model/adapter'
import { layoutOf } from '../model/parameters'
import { adapterFolder, modelFolder, type ExportedFile } from './modelFolders'
import { mergedSource, trainedSource } from './mergedSource'
import { openModel, type OpenedModel } from './openModel'
import { fileOf, fixtureFile, fixtureFolder, relativeError } from './fixtureModels'

async function written(files: readonly ExportedFile[]): Promise<NamedBlob[]> {
  return Promise.all(
    files.map(async ({ name, bytes }) => {
      const parts: Uint8Array<ArrayBuffer>[] = []
      for await (const part of bytes()) parts.push(part)
      return { name: `out/${name}`, blob: new Blob(parts) }
    }),
  )
}

async function opened(files: readonly NamedBlob[]): Promise<OpenedModel> {
  const result = await openModel(files)
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

const foldersOf = async (model: OpenedModel, dtype: 'F32' | 'F16' | 'BF16'): Promise<NamedBlob[]> => {
  const folder = modelFolder({ ...model, tokenizer: null }, dtype)
  if (!folder.ok) throw new Error(folder.error.message)
  return written(folder.value)
}

describe('modelFolder', () => {
  it.each(['llama', 'qwen2', 'qwen3'])(
    'of a %s folder or GGUF file opens again with the same weights',
    async (family) => {
      for (const files of [
        fixtureFolder(family),
        ...(family === 'llama' ? [] : [[fixtureFile(`${family}.gguf`)]]),
      ]) {
        const model = await opened(files)
        const again = await opened(await foldersOf(model, 'F32'))
        expect(again.architecture).toEqual(model.architecture)
        expect(again.family).toBe(family)
        for (const name of model.weights.tensors.keys())
          expect(await floatsOf(again.weights, name)).toEqual(await floatsOf(model.weights, name))
      }
    },
  )

  it('rounds to halves and to bfloat16', async () => {
    const model = await opened(fixtureFolder('qwen3'))
    const name = 'model.layers.2.mlp.up_proj.weight'
    const exact = await floatsOf(model.weights, name)
    for (const [dtype, error] of [
      ['F16', 2 ** -11],
      ['BF16', 2 ** -8],
    ] as const) {
      const again = await opened(await foldersOf(model, dtype))
      expect(again.weights.tensors.get(name)?.type).toBe(dtype)
      const rounded = await floatsOf(again.weights, name)
      exact.forEach((value, i) =>
        expect(Math.abs(at(rounded, i) - value)).toBeLessThanOrEqual(error * Math.abs(value) + 1e-7),
      )
      expect(rounded).not.toEqual(exact)
    }
  })

  it("unties the lab's own models, whose embedding is scaled", async () => {
    const architecture = architectureOf('nano', 300)
    const values = Float32Array.from({ length: layoutOf(architecture).elements }, (_, i) => Math.sin(i))
    const weights = trainedSource(architecture, values)
    const folder = modelFolder(
      { family: 'llama', architecture, weights, tokenizer: null, config: null },
      'F32',
    )
    if (!folder.ok) throw new Error(folder.error.message)
    const again = await opened(await written(folder.value))
    expect(again.architecture).toEqual({ ...architecture, tiedEmbeddings: false, embeddingScale: 1 })
    const [embedding, head, own] = [
      await floatsOf(again.weights, 'model.embed_tokens.weight'),
      await floatsOf(again.weights, 'lm_head.weight'),
      await floatsOf(weights, 'model.embed_tokens.weight'),
    ]
    expect(head).toEqual(own)
    expect(embedding).toEqual(own.map((value) => value * 8))
  })

  it('says why a shape is none of transformers', async () => {
    const model = await opened(fixtureFolder('qwen3'))
    for (const [change, code] of [
      [{ qkNorm: false }, 'export-norm'],
      [{ biases: true }, 'export-biases'],
    ] as const) {
      const folder = modelFolder(
        { ...model, tokenizer: null, architecture: { ...model.architecture, ...change } },
        'F32',
      )
      expect(folder.ok ? 'written' : folder.error.code).toBe(code)
    }
    const strange = modelFolder(
      {
        ...model,
        tokenizer: null,
        config: null,
        architecture: { ...model.architecture, ropeFactors: [1, 5, 2, 9] },
      },
      'F32',
    )
    expect(strange.ok ? 'written' : strange.error.code).toBe('export-rope')
  })
})

describe('an adapter', () => {
  const settings = { rank: 3, alpha: 6, targets: ['q_proj', 'v_proj', 'o_proj', 'up_proj'] as const }

  it('is added into exactly the weights that it stands beside, whichever rows are asked for', async () => {
    const { architecture, weights } = await opened(fixtureFolder('llama'))
    const random = Random.from(4)
    const values = Float32Array.from(
      { length: adapterLayoutOf(architecture, settings).elements },
      () => 0.1 * random.normal(),
    )
    const merged = mergedSource(weights, architecture, settings, values)
    const parts = await written(adapterFolder(architecture, settings, values, 'base'))
    const { openSafetensors } = await import('../formats/safetensorsFiles')
    const adapter = await openSafetensors(parts.filter(({ name }) => name.endsWith('.safetensors')))
    if (!adapter.ok) throw new Error(adapter.error.message)
    const beside = [...adapter.value.source.tensors.keys()]
      .filter((name) => name.includes('.lora_A.'))
      .map((name) => name.replace('base_model.model.', '').replace('.lora_A', ''))
    expect(beside.length).toBe(2 * settings.targets.length)
    for (const [name, { shape }] of weights.tensors) {
      const [base, sum] = [await floatsOf(weights, name), await floatsOf(merged, name)]
      if (!beside.includes(name)) {
        expect(sum).toEqual(base)
        continue
      }
      const [rows = 0, columns = 0] = shape
      const part = (kind: string): Promise<Float32Array> =>
        floatsOf(adapter.value.source, `base_model.model.${name.replace('.weight', '')}.lora_${kind}.weight`)
      const [A, B] = [await part('A'), await part('B')]
      const wanted = Float64Array.from(base, (value, i) => {
        let added = 0
        for (let r = 0; r < 3; r++)
          added += at(B, Math.floor(i / columns) * 3 + r) * at(A, r * columns + (i % columns))
        return value + 2 * added
      })
      expect(relativeError(sum, wanted)).toBeLessThan(1e-6)
      expect(relativeError(sum, base)).toBeGreaterThan(1e-3)
      expect(await merged.rows(name, 3, rows - 1)).toEqual(
        new Uint8Array(sum.slice(3 * columns, (rows - 1) * columns).buffer),
      )
    }
    expect(JSON.parse(await (parts[0] ?? fileOf('', '')).blob.text())).toMatchObject({
      peft_type: 'LORA',
      r: 3,
      lora_alpha: 6,
      target_modules: settings.targets,
      base_model_name_or_path: 'base',
    })
  })
})
