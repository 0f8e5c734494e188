// A model in one GGUF file or in several as one: llama.cpp's gguf-split writes `split.no` and `split.count`
// in each header, and the metadata in the first. Knows no model.
import { at } from '../base/at'
import { partName, partOf } from '../base/partNames'
import { ok, type Result } from '../base/result'
import { fail, problemIn } from '../problems'
import { baseName, type NamedBlob } from './bytes'
import { ggufTensors, readGguf, type Gguf } from './gguf'
import { infoOf, type TensorInfo, type TensorSource } from './tensors'

interface OpenedPart {
  readonly file: NamedBlob
  readonly gguf: Gguf
  /** From 0. */
  readonly place: number
  readonly count: number
}

export interface OpenedGguf {
  readonly name: string
  readonly metadata: Gguf['metadata']
  readonly source: TensorSource
}

const countOf = ({ metadata }: Gguf, key: string, otherwise: number): number => {
  const value = metadata.get(key)
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : otherwise
}

/** Missing parts that are named. */
const MOST_NAMED = 4

/** What of the parts is missing or is there twice, or belongs to another model. */
function wrongWith(parts: readonly OpenedPart[]): Result<null> {
  const first = at(parts, 0)
  const named = partOf(baseName(first.file.name))
  const strangers = parts.some(
    ({ file, count }) =>
      count !== first.count || partOf(baseName(file.name))?.whole !== named?.whole || count < 2,
  )
  const places = new Set(parts.map(({ place }) => place))
  if (strangers || places.size < parts.length) return fail('model-ggufs', { count: parts.length })
  const missing: string[] = []
  for (let place = 0; place < first.count && missing.length < MOST_NAMED; place++)
    if (!places.has(place))
      missing.push(named === null ? String(place + 1) : partName({ ...named, part: place + 1 }))
  return missing.length === 0
    ? ok(null)
    : fail('model-parts', { count: first.count, given: parts.length, missing })
}

function joined(parts: readonly OpenedPart[]): Result<TensorSource> {
  const places = new Map<string, TensorSource>()
  const tensors = new Map<string, TensorInfo>()
  for (const { file, gguf } of parts) {
    const source = ggufTensors(file.blob, gguf)
    for (const info of gguf.tensors.values()) {
      if (tensors.has(info.name)) return fail('gguf-tensor-twice', { name: info.name })
      tensors.set(info.name, info)
      places.set(info.name, source)
    }
  }
  const source: TensorSource = {
    tensors,
    async rows(name, from, to) {
      const { name: known } = infoOf(source, name)
      const held = places.get(known)
      if (held === undefined) throw new RangeError(`there is no tensor "${known}"`)
      return held.rows(known, from, to)
    },
  }
  return ok(source)
}

/** One file that is whole, or all parts of one model in any order. */
export async function openGgufs(files: readonly NamedBlob[]): Promise<Result<OpenedGguf>> {
  const parts: OpenedPart[] = []
  for (const file of files) {
    const read = await readGguf(file.blob)
    if (!read.ok)
      return files.length === 1 ? read : { ok: false, error: problemIn(baseName(file.name), read.error) }
    const [place, count] = [countOf(read.value, 'split.no', 0), countOf(read.value, 'split.count', 1)]
    parts.push({ file, gguf: read.value, place, count })
  }
  parts.sort((a, b) => a.place - b.place)
  const { file, gguf, count } = at(parts, 0)
  if (parts.length === 1 && count < 2)
    return ok({ name: baseName(file.name), metadata: gguf.metadata, source: ggufTensors(file.blob, gguf) })
  const wrong = wrongWith(parts)
  if (!wrong.ok) return wrong
  const source = joined(parts)
  if (!source.ok) return source
  const whole = countOf(gguf, 'split.tensors.count', source.value.tensors.size)
  if (whole !== source.value.tensors.size)
    return fail('model-parts-tensors', { tensors: source.value.tensors.size, whole })
  const name = `${partOf(baseName(file.name))?.whole ?? baseName(file.name).replace(/\.gguf$/u, '')}.gguf`
  return ok({ name, metadata: gguf.metadata, source: source.value })
}
