// Weights as a TensorSource under Hugging Face names, where they do not come from a file: a trained arena,
// and a base with its low-rank adapter added in, W + alpha/rank B A.
import { floatAt } from '../base/at'
import type { AdapterSettings } from '../config/adapterSettings'
import type { Architecture } from '../config/architecture'
import { dequantise } from '../formats/blocks'
import { expectRows, infoOf, rowsOf, type TensorInfo, type TensorSource } from '../formats/tensors'
import { adapterRanges, namedRanges, type NamedRange } from './tensorNames'

const bytesOf = (numbers: Float32Array): Uint8Array =>
  new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)

const infosOf = (ranges: readonly NamedRange[]): Map<string, TensorInfo> =>
  new Map(ranges.map(({ name, shape }) => [name, { name, type: 'F32', shape }]))

/** The parts of an arena as tensors, without a copy. */
function arenaSource(ranges: readonly NamedRange[], values: Float32Array): TensorSource {
  const byName = new Map(ranges.map((range) => [range.name, range]))
  const source: TensorSource = {
    tensors: infosOf(ranges),
    async rows(name, from, to) {
      const info = infoOf(source, name)
      expectRows(info, from, to)
      const { columns } = rowsOf(info)
      const start = byName.get(name)?.offset ?? 0
      return bytesOf(values.subarray(start + from * columns, start + to * columns))
    },
  }
  return source
}

/** A model whose weights were all trained. */
export const trainedSource = (a: Architecture, values: Float32Array): TensorSource =>
  arenaSource(namedRanges(a), values)

/** An adapter alone, under the names that peft gives its parts. */
export const adapterSource = (
  a: Architecture,
  settings: AdapterSettings,
  values: Float32Array,
): TensorSource => arenaSource(adapterRanges(a, settings), values)

/** The base with its adapter added in; tensors without an adapter are the base's as they are. */
export function mergedSource(
  base: TensorSource,
  a: Architecture,
  settings: AdapterSettings,
  values: Float32Array,
): TensorSource {
  const ranges = new Map(adapterRanges(a, settings).map((range) => [range.name, range]))
  const part = (name: string, kind: 'A' | 'B'): Float32Array | null => {
    const range = ranges.get(`base_model.model.${name.replace(/\.weight$/, '')}.lora_${kind}.weight`)
    return range === undefined ? null : values.subarray(range.offset, range.offset + range.elements)
  }
  const tensors = new Map(
    [...base.tensors].map(([name, info]) => [
      name,
      part(name, 'A') === null ? info : { ...info, type: 'F32' as const },
    ]),
  )
  return {
    tensors,
    async rows(name, from, to) {
      const bytes = await base.rows(name, from, to)
      const [A, B] = [part(name, 'A'), part(name, 'B')]
      if (A === null || B === null) return bytes
      const info = infoOf(base, name)
      const { columns } = rowsOf(info)
      const merged = dequantise(info.type, bytes)
      const scale = settings.alpha / settings.rank
      for (let row = from; row < to; row++) {
        const out = merged.subarray((row - from) * columns, (row - from + 1) * columns)
        for (let r = 0; r < settings.rank; r++) {
          const b = scale * floatAt(B, row * settings.rank + r)
          for (let c = 0; c < columns; c++) out[c] = floatAt(out, c) + b * floatAt(A, r * columns + c)
        }
      }
      return bytesOf(merged)
    },
  }
}
