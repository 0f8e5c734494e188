import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dawn } from '../../cli/dawn'
import { Gpu } from '../../gpu'
import {
  fileOf,
  fixtureFile,
  fixtureFolder,
  fixtureJson,
  type ExpectedLogits,
} from '../../checkpoint/fixtureModels'
import type { NamedBlob } from '../../formats/bytes'
import { InferenceModel } from './inferenceModel'

async function ready(files: NamedBlob[]): Promise<InferenceModel> {
  const gpu = await Gpu.open(dawn())
  if (!gpu.ok) throw new Error(gpu.error.message)
  const model = await InferenceModel.open(gpu.value, files)
  if (!model.ok) throw new Error(model.error.message)
  return model.value
}

const softmaxLog = (logits: readonly number[], id: number): number => {
  const most = Math.max(...logits)
  return (logits[id] ?? NaN) - most - Math.log(logits.reduce((sum, value) => sum + Math.exp(value - most), 0))
}
const best = (logits: readonly number[]): number => logits.indexOf(Math.max(...logits))

describe('a model from files', () => {
  it('scores lists of ids as transformers does, with and without the likeliest ids', async () => {
    const expected = fixtureJson('qwen3/expected.json') as ExpectedLogits
    const model = await ready(fixtureFolder('qwen3'))
    const plain = await model.score(expected.ids)
    const top = await model.score(expected.ids, { top: true })
    expected.ids.forEach((ids, list) => {
      const rows = expected.logits[list] ?? []
      const wanted = ids.slice(1).map((id, at) => softmaxLog(rows[at] ?? [], id))
      expect(plain[list]?.logProbs.length).toBe(ids.length - 1)
      wanted.forEach((value, at) => {
        expect(plain[list]?.logProbs[at]).toBeCloseTo(value, 4)
        expect(top[list]?.logProbs[at]).toBeCloseTo(value, 4)
      })
      expect(top[list]?.top).toEqual(rows.map(best))
    })
    expect(model.voice.ok ? 'speaks' : model.voice.error.code).toBe('tokenizer-no-file')
    model.destroy()
  })

  it('goes on greedily with the likeliest id, and draws the same with the same seed', async () => {
    const expected = fixtureJson('llama/expected.json') as ExpectedLogits
    const model = await ready([fixtureFile('llama.gguf')])
    const [prompt = []] = expected.ids
    const settings = { newTokens: 6, temperature: 0, seed: 1, count: 1, ends: [] }
    const [[greedy] = []] = await model.continue([prompt], settings)
    expect(greedy?.ids.length).toBe(6)
    expect(greedy?.ids[0]).toBe(best(expected.logits[0]?.at(-1) ?? []))
    const [scores] = await model.score([[...prompt, ...(greedy?.ids ?? [])]], { top: true })
    expect(scores?.top?.slice(prompt.length - 1, -1)).toEqual(greedy?.ids)
    const drawn = await model.continue([prompt, prompt.slice(0, 3)], {
      ...settings,
      temperature: 1,
      count: 3,
    })
    expect(drawn.map((each) => each.length)).toEqual([3, 3])
    expect(
      await model.continue([prompt, prompt.slice(0, 3)], { ...settings, temperature: 1, count: 3 }),
    ).toEqual(drawn)
    model.destroy()
  })

  it("takes the lab's own checkpoints, which speak by their own tokenizer", async () => {
    const bytes = new Uint8Array(
      readFileSync(
        join(import.meta.dirname, '..', '..', '..', 'public', 'weights', 'nano-numbers.safetensors'),
      ),
    )
    const model = await ready([fileOf('nano-numbers.safetensors', bytes)])
    if (!model.voice.ok) throw new Error(model.voice.error.message)
    const { voice } = model
    const prompt = voice.value.begin('One day Sam had 6 books in a box. Then Sam')
    const [[said] = []] = await model.continue([prompt], {
      newTokens: 8,
      temperature: 0,
      seed: 1,
      count: 1,
      ends: voice.value.ends,
    })
    expect(voice.value.decode(said?.ids ?? []).length).toBeGreaterThan(0)
    expect(voice.value.chat([]).ok).toBe(false)
    model.destroy()
  })

  it('refuses what is no model before it takes memory', async () => {
    const gpu = await Gpu.open(dawn())
    if (!gpu.ok) throw new Error(gpu.error.message)
    const before = gpu.value.counters.bytes
    const refused = await InferenceModel.open(gpu.value, [fileOf('model.safetensors', 'PK')])
    expect(refused.ok ? 'accepted' : refused.error.code).toBe('safetensors-short')
    expect(gpu.value.counters.bytes).toBe(before)
    gpu.value.destroy()
  })
})
