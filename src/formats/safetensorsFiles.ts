// Safetensors files as one TensorSource: one file or the shards of a model, read from a Blob piece by piece.
import { ok, type Failure, type Result } from '../base/result'
import { fail, problem, problemIn } from '../problems'
import { baseName, readBytes, type NamedBlob } from './bytes'
import { headerEnd, readHeader, type TensorEntry } from './safetensors'
import { expectRows, infoOf, rowBytes, type TensorInfo, type TensorSource } from './tensors'

type Place = TensorEntry & { readonly blob: Blob }

export interface SafetensorsFiles {
  readonly source: TensorSource
  /** Metadata of the first file. */
  readonly metadata: Readonly<Record<string, string>>
}

const named = (file: NamedBlob, error: Failure): { readonly ok: false; readonly error: Failure } => ({
  ok: false,
  error: problemIn(file.name, error),
})

async function headerOf({ blob }: NamedBlob): Promise<ReturnType<typeof readHeader>> {
  const first = await readBytes(blob, 0, Math.min(blob.size, 8))
  const end = headerEnd(first, blob.size)
  return end.ok ? readHeader(await readBytes(blob, 0, end.value), blob.size) : end
}

/** Headers of all files, checked; a name that two of them have is refused. */
export async function openSafetensors(files: readonly NamedBlob[]): Promise<Result<SafetensorsFiles>> {
  const places = new Map<string, Place>()
  let metadata: Readonly<Record<string, string>> | undefined
  for (const file of files) {
    const header = await headerOf(file)
    if (!header.ok) return named(file, header.error)
    metadata ??= header.value.metadata
    for (const entry of header.value.entries) {
      if (places.has(entry.name)) return named(file, problem('safetensors-other-file', { name: entry.name }))
      places.set(entry.name, { ...entry, blob: file.blob })
    }
  }
  const tensors: ReadonlyMap<string, TensorInfo> = new Map(
    [...places].map(([name, { dtype, shape }]) => [name, { name, type: dtype, shape }]),
  )
  const source: TensorSource = {
    tensors,
    async rows(name, from, to) {
      const info = infoOf(source, name)
      expectRows(info, from, to)
      const { blob, begin } = places.get(name) as Place
      return readBytes(blob, begin + from * rowBytes(info), begin + to * rowBytes(info))
    },
  }
  return ok({ source, metadata: metadata ?? {} })
}

/**
 * Which of `files` hold a model's weights: what `model.safetensors.index.json` names where there is one, else
 * every
 * safetensors file. A shard that is named but not there is refused.
 */
export function shardsOf(files: readonly NamedBlob[], index: unknown): Result<readonly NamedBlob[]> {
  const all = files.filter(({ name }) => name.endsWith('.safetensors'))
  if (index === undefined) return all.length > 0 ? ok(all) : fail('model-weights')
  const map: unknown =
    typeof index === 'object' && index !== null && 'weight_map' in index ? index.weight_map : null
  if (
    typeof map !== 'object' ||
    map === null ||
    !Object.values(map).every((name) => typeof name === 'string')
  ) {
    return fail('model-index')
  }
  const shards: NamedBlob[] = []
  for (const name of new Set(Object.values(map) as string[])) {
    const shard = all.find((file) => baseName(file.name) === name)
    if (shard === undefined) return fail('model-shard', { shard: name })
    shards.push(shard)
  }
  return shards.length > 0 ? ok(shards) : fail('model-index-empty')
}
