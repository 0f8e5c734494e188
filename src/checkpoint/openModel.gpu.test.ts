// Rung 3 for models in files: folders and GGUF files of every family against the logits that transformers
// computes.
import { beforeAll, describe, expect, it } from 'vitest'
import { at } from '../base/at'
import { testGpu } from '../../shaders/testing/testDevice'
import type { NamedBlob } from '../formats/bytes'
import type { Gpu } from '../gpu'
import { Scorer } from '../model/scorer'
import { loadModel } from './loadModel'
import { openModel } from './openModel'
import { fixtureFile, fixtureFolder, fixtureJson, relativeError, type ExpectedLogits } from './fixtureModels'

let gpu: Gpu
beforeAll(async () => {
  gpu = await testGpu()
})

/** The largest relative error over the lists of ids. */
async function errorOf(files: NamedBlob[], { ids, logits }: ExpectedLogits): Promise<number> {
  const opened = await openModel(files)
  if (!opened.ok) throw new Error(opened.error.message)
  const model = await loadModel(gpu, opened.value)
  const scorer = await Scorer.create(model, { rows: 32, lossRows: 32 })
  const errors: number[] = []
  for (const [i, sequence] of ids.entries())
    errors.push(relativeError(await scorer.logits(Uint32Array.from(sequence)), at(logits, i).flat()))
  scorer.destroy()
  model.destroy()
  return Math.max(...errors)
}

describe('models in files give the logits of transformers', () => {
  for (const family of ['llama', 'qwen2', 'qwen3']) {
    it(`${family} as a Hugging Face folder and as GGUF`, async () => {
      const expected = fixtureJson(`${family}/expected.json`) as ExpectedLogits
      const errors = [
        await errorOf(fixtureFolder(family), expected),
        await errorOf([fixtureFile(`${family}.gguf`)], expected),
      ]
      console.log(
        `${family}: relative error of logits ${errors.map((e) => e.toExponential(1)).join(' (folder), ')} (GGUF)`,
      )
      for (const error of errors) expect(error).toBeLessThan(1e-4)
    })
  }

  it('a GGUF file with every type that can be read', async () => {
    const error = await errorOf([fixtureFile('types.gguf')], fixtureJson('types.json.gz') as ExpectedLogits)
    console.log(`every type: relative error of logits ${error.toExponential(1)}`)
    expect(error).toBeLessThan(1e-4)
  })

  it('notices rows of q and k in the wrong order, and rotations that are not slowed', async () => {
    const expected = fixtureJson('llama/expected.json') as ExpectedLogits
    const opened = await openModel([fixtureFile('llama.gguf')])
    if (!opened.ok) throw new Error(opened.error.message)
    const { ropeFactors, ...plain } = opened.value.architecture
    expect(ropeFactors?.at(-1)).toBeCloseTo(8)
    const model = await loadModel(gpu, { ...opened.value, architecture: plain })
    const scorer = await Scorer.create(model, { rows: 32, lossRows: 32 })
    const wrong = await scorer.logits(Uint32Array.from(at(expected.ids, 0)))
    expect(relativeError(wrong, at(expected.logits, 0).flat())).toBeGreaterThan(1e-2)
  })

  it('and from every type of file into a base of few bits, as near as its bits allow', async () => {
    const { ids, logits } = fixtureJson('types.json.gz') as ExpectedLogits
    const opened = await openModel([fixtureFile('types.gguf')])
    if (!opened.ok) throw new Error(opened.error.message)
    const bytes: number[] = []
    const errors: number[] = []
    for (const storage of ['f32', 'f16', 'q8', 'q4'] as const) {
      const before = gpu.counters.bytes
      const model = await loadModel(gpu, opened.value, { frozen: { storage, adapter: null } })
      bytes.push(gpu.counters.bytes - before)
      const scorer = await Scorer.create(model, { rows: 32, lossRows: 32 })
      errors.push(relativeError(await scorer.logits(Uint32Array.from(at(ids, 0))), at(logits, 0).flat()))
      scorer.destroy()
      model.destroy()
    }
    console.log(
      `every type into f32, f16, q8, q4: relative error of logits ${errors.map((e) => e.toExponential(1)).join(', ')}; bytes ${bytes.join(', ')}`,
    )
    const [f32 = 1, f16 = 1, q8 = 1] = errors
    expect(f32).toBeLessThan(1e-4)
    expect(f16).toBeLessThan(1e-2)
    expect(q8).toBeGreaterThan(f16)
    expect([...bytes].sort((a, b) => b - a)).toEqual(bytes)
  })
})
