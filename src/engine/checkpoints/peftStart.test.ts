// From a checkpoint to peft's folder and back: what was learned beside a model is what goes on.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { adapterRanges } from '../../checkpoint/tensorNames'
import { writeSafetensors, type NamedTensor } from '../../formats/safetensors'
import { openSafetensors } from '../../formats/safetensorsFiles'
import { floatsOf } from '../../formats/tensors'
import type { NamedBlob } from '../../formats/bytes'
import { adapterLayoutOf, mergeAdapter } from '../../model/adapter'
import { exportAdapter } from '../library/exportModel'
import { unwrap } from '../errors'
import { peftSettings, withPeft } from './peftStart'
import { readSnapshot, wholeWeights, writeSnapshot, type Snapshot } from './snapshot'

const start = unwrap(readSnapshot(readFileSync('public/weights/nano-numbers.safetensors')))
const base = unwrap(wholeWeights(start))
const settings = { rank: 2, alpha: 6, targets: ['q_proj', 'v_proj', 'down_proj'] as const }
const learned = new Float32Array(adapterLayoutOf(start.architecture, settings).elements)
for (const { offset, elements } of adapterRanges(start.architecture, settings))
  for (let i = offset; i < offset + elements; i++) learned[i] = Math.sin(i) / 16
const trained: Snapshot = {
  ...start,
  values: mergeAdapter(start.architecture, base, settings, learned),
  optimizer: null,
  adapter: { storage: 'f32', settings, base, values: learned },
}

async function folder(change: (config: Record<string, unknown>) => object = (config) => config) {
  const written = unwrap(
    await exportAdapter([{ name: 'c.safetensors', blob: new Blob([writeSnapshot(trained)]) }], 'a/b'),
  )
  return Promise.all(
    written.map(async ({ name, bytes }): Promise<NamedBlob> => {
      const parts: Uint8Array<ArrayBuffer>[] = []
      for await (const part of bytes()) parts.push(part)
      const blob = new Blob(parts)
      if (!name.endsWith('.json')) return { name: `mine/${name}`, blob }
      const config = JSON.parse(await blob.text()) as Record<string, unknown>
      return { name: `mine/${name}`, blob: new Blob([JSON.stringify(change(config))]) }
    }),
  )
}

async function withTensors(change: (tensors: NamedTensor[]) => NamedTensor[]): Promise<NamedBlob[]> {
  const files = await folder()
  const { source } = unwrap(await openSafetensors(files.filter(({ name }) => name.endsWith('.safetensors'))))
  const tensors = await Promise.all(
    [...source.tensors.values()].map(async ({ name, shape }) => ({
      ...{ name, shape },
      data: await floatsOf(source, name),
    })),
  )
  const blob = new Blob([writeSafetensors(change(tensors))])
  return files.map((file) => (file.name.endsWith('.safetensors') ? { name: file.name, blob } : file))
}

const same = (a: Float32Array | null | undefined, b: Float32Array): boolean =>
  a instanceof Float32Array && Buffer.from(a.slice().buffer).equals(Buffer.from(b.slice().buffer))

describe('an adapter in a folder of peft', () => {
  it('comes back as it was learned, beside the weights that it was learned beside', async () => {
    const files = await folder()
    expect(await peftSettings(files)).toEqual({ ok: true, value: settings })
    const after = unwrap(await withPeft(start, files, 'f32'))
    expect(same(after.adapter?.values, learned)).toBe(true)
    expect(same(after.adapter?.base, base)).toBe(true)
    expect(same(after.values, trained.values ?? new Float32Array())).toBe(true)
    const again = unwrap(readSnapshot(writeSnapshot(after)))
    expect(again.adapter?.settings).toEqual(settings)
  })

  it('is scaled as its options say', async () => {
    const read = await peftSettings(await folder((config) => ({ ...config, use_rslora: true })))
    expect(read.ok && read.value.alpha).toBeCloseTo(6 * Math.SQRT2, 12)
  })

  it.each([
    ['another kind', { peft_type: 'LOHA' }, 'has type LOHA'],
    ['DoRA', { use_dora: true }, 'use_dora = true'],
    ['ranks of its own', { rank_pattern: { q_proj: 4 } }, 'rank_pattern'],
    ['biases', { bias: 'all' }, 'bias = "all"'],
    ['no rank', { r: null }, 'rank is 0'],
  ])('is refused with %s', async (_, change, line) => {
    const read = await peftSettings(await folder((config) => ({ ...config, ...change })))
    expect(read.ok ? '' : read.error.message).toContain(line)
  })

  it.each([
    [
      'another tensor',
      'lora_embedding_A',
      (all: NamedTensor[]) => [...all, { ...named(all), name: 'base_model.model.lora_embedding_A' }],
    ],
    ['a layer missing', 'is missing the tensor', (all: NamedTensor[]) => all.slice(2)],
    [
      'another shape',
      'needs',
      (all: NamedTensor[]) => [{ ...named(all), shape: [1, named(all).data.length] }, ...all.slice(1)],
    ],
  ])('is refused with %s', async (_, line, change) => {
    const read = await withPeft(start, await withTensors(change), 'f32')
    expect(read.ok ? '' : read.error.message).toContain(line)
  })
})

function named([first]: readonly NamedTensor[]): NamedTensor {
  if (first === undefined) throw new Error('there is no tensor')
  return first
}
