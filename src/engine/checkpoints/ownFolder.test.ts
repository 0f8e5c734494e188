// A checkpoint of the lab out into a folder of Hugging Face and back, as it is and as engines leave it.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readTensor, readHeader, writeSafetensors } from '../../formats/safetensors'
import type { NamedBlob } from '../../formats/bytes'
import { unwrap } from '../errors'
import { exportModel } from '../library/exportModel'
import { isOwnFolder, readOwnFolder } from './ownFolder'
import { readSnapshot } from './snapshot'

const file = new Uint8Array(readFileSync('public/weights/nano-numbers.safetensors'))
const weights = { name: 'nano-numbers.safetensors', blob: new Blob([file]) }
const before = unwrap(readSnapshot(file))

async function exported(): Promise<NamedBlob[]> {
  const files = unwrap(await exportModel([weights], 'F32'))
  return Promise.all(
    files.map(async ({ name, bytes }) => {
      const parts: Uint8Array<ArrayBuffer>[] = []
      for await (const part of bytes()) parts.push(part)
      return { name: `model/${name}`, blob: new Blob(parts) }
    }),
  )
}

/** The folder with other tensors. */
async function retensored(change: (tensors: Map<string, Float32Array>) => void): Promise<NamedBlob[]> {
  const files = await exported()
  const old = files.find(({ name }) => name.endsWith('.safetensors'))
  if (old === undefined) throw new Error('the folder has no weights')
  const bytes = new Uint8Array(await old.blob.arrayBuffer())
  const { entries } = unwrap(readHeader(bytes))
  const shapes = new Map(entries.map(({ name, shape }) => [name, shape]))
  const tensors = new Map(entries.map((entry) => [entry.name, Float32Array.from(readTensor(bytes, entry))]))
  change(tensors)
  const written = [...tensors].map(([name, data]) => ({
    ...{ name, data },
    shape: shapes.get(name) ?? [data.length],
  }))
  const blob = new Blob([writeSafetensors(written)])
  return files.map((each) => (each === old ? { name: old.name, blob } : each))
}

const EMBEDDING = 'model.embed_tokens.weight'
const HEAD = 'lm_head.weight'
const same = (a: Float32Array | null, b: Float32Array | null): boolean =>
  a !== null && b !== null && Buffer.from(a.slice().buffer).equals(Buffer.from(b.slice().buffer))

describe('one of the lab’s own models in a folder', () => {
  it('comes back with its weights, its tokenizer and its marks', async () => {
    const files = await exported()
    expect(await isOwnFolder(files)).toBe(true)
    const read = await readOwnFolder(files)
    const after = unwrap(read ?? { ok: false, error: { code: 'no-weights', message: '' } })
    expect(same(after.values, before.values)).toBe(true)
    expect(after.architecture).toEqual(before.architecture)
    expect(after.tokenizer.toJSON()).toEqual(before.tokenizer.toJSON())
    expect(after.position.warmed).toBe(true)
  })

  it.each([
    ['one matrix under both names', (all: Map<string, Float32Array>) => all.set(EMBEDDING, headOf(all))],
    ['the head alone', (all: Map<string, Float32Array>) => void all.delete(EMBEDDING)],
    ['the embedding alone', (all: Map<string, Float32Array>) => void all.delete(HEAD)],
  ])('comes back where an engine has saved %s', async (_, change) => {
    const read = await readOwnFolder(await retensored(change))
    const values = read?.ok === true ? read.value.values : null
    const furthest = (before.values ?? new Float32Array()).reduce(
      (most, value, i) => Math.max(most, Math.abs(value - (values?.[i] ?? NaN))),
      0,
    )
    expect(furthest).toBeLessThan(1e-6)
  })

  it('is refused where embedding and head were trained apart', async () => {
    const files = await retensored((all) =>
      all.set(
        HEAD,
        headOf(all).map((value) => value * 1.1),
      ),
    )
    const read = await readOwnFolder(files)
    expect(read).toMatchObject({ ok: false, error: { code: 'own-drifted' } })
  })

  it('is told from a model of others', async () => {
    const others = (await exported()).map(({ name, blob }) =>
      name.endsWith('config.json') && !name.endsWith('tokenizer_config.json')
        ? { name, blob: new Blob(['{"model_type":"llama"}']) }
        : { name, blob },
    )
    expect(await readOwnFolder(others)).toBeNull()
  })
})

function headOf(all: ReadonlyMap<string, Float32Array>): Float32Array {
  const head = all.get(HEAD)
  if (head === undefined) throw new Error('the export has no head')
  return head
}
