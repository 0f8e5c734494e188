// A checkpoint as one safetensors file: weights under Hugging Face names, AdamW's moments under the same names with a
// prefix, everything else in the metadata. Going on from a read checkpoint equals never having stopped.
import { validateArchitecture, type Architecture } from '../config/architecture'
import { fail, ok, type Result } from '../base/result'
import { readHeader, readTensor, writeSafetensors, type NamedTensor, type TensorEntry } from '../formats/safetensors'
import { layoutOf } from '../model/parameters'
import type { OptimizerState } from '../model/trainer'
import { namedRanges } from './names'

/** Values that JSON keeps exactly. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

export interface Checkpoint {
  readonly architecture: Architecture
  /** The model's arena. */
  readonly values: Float32Array
  /** Null in a file of weights alone, from which training starts with fresh moments. */
  readonly optimizer: OptimizerState | null
  /** Whatever the run needs to go on: round, seed, random states, tokenizer. */
  readonly position: Json
}

const FORMAT = 'spice-lab-1'
const prefixes = { m: 'optimizer.m.', v: 'optimizer.v.' } as const

export interface WriteOptions {
  /** F16 halves the size of exported weights; going on exactly needs F32, so it refuses an optimizer. */
  readonly dtype?: 'F32' | 'F16'
}

export function writeCheckpoint({ architecture, values, optimizer, position }: Checkpoint, { dtype = 'F32' }: WriteOptions = {}): Uint8Array<ArrayBuffer> {
  if (dtype === 'F16' && optimizer !== null) throw new Error('a checkpoint with an optimizer is written in F32')
  const ranges = namedRanges(architecture)
  const parts = (prefix: string, arena: Float32Array): NamedTensor[] =>
    ranges.map(({ name, shape, offset, elements }) => ({ name: prefix + name, shape, data: arena.subarray(offset, offset + elements) }))
  const tensors = [...parts('', values), ...(optimizer === null ? [] : [...parts(prefixes.m, optimizer.m), ...parts(prefixes.v, optimizer.v)])]
  return writeSafetensors(
    tensors,
    {
      format: FORMAT,
      architecture: JSON.stringify(architecture),
      position: JSON.stringify(position),
      ...(optimizer === null ? {} : { optimizerStep: String(optimizer.step) }),
    },
    dtype,
  )
}

/** Checks everything before it takes memory for weights; each failure says in one line what is wrong with the file. */
export function readCheckpoint(bytes: Uint8Array): Result<Checkpoint> {
  const header = readHeader(bytes)
  if (!header.ok) return header
  const { metadata, entries } = header.value
  if (metadata.format !== FORMAT) return fail('checkpoint-format', 'The file is not a checkpoint of this lab: its metadata does not say so.')
  const architecture = parse(metadata.architecture)
  const valid = validateArchitecture((typeof architecture === 'object' && architecture !== null ? architecture : {}) as Architecture)
  if (!valid.ok) return valid
  const position = parse(metadata.position)
  if (position === undefined) return fail('checkpoint-position', 'The checkpoint does not say where its run stood.')
  const step = metadata.optimizerStep === undefined ? null : Number(metadata.optimizerStep)
  if (step !== null && !(Number.isSafeInteger(step) && step >= 0)) return fail('checkpoint-step', `The checkpoint says that ${metadata.optimizerStep} optimizer steps were made.`)

  const byName = new Map(entries.map((entry) => [entry.name, entry]))
  const wanted = step === null ? [''] : ['', prefixes.m, prefixes.v]
  const complete = checkTensors(byName, valid.value, wanted)
  if (!complete.ok) return complete
  const arena = (prefix: string): Float32Array<ArrayBuffer> => gather(bytes, byName, valid.value, prefix)
  return ok({
    architecture: valid.value,
    values: arena(''),
    optimizer: step === null ? null : { step, m: arena(prefixes.m), v: arena(prefixes.v) },
    position: position as Json,
  })
}

/** The weights of a file under Hugging Face names, for an architecture that is already known: the model's arena. */
export function readWeights(bytes: Uint8Array, architecture: Architecture): Result<Float32Array<ArrayBuffer>> {
  const header = readHeader(bytes)
  if (!header.ok) return header
  const byName = new Map(header.value.entries.map((entry) => [entry.name, entry]))
  const complete = checkTensors(byName, architecture, [''])
  return complete.ok ? ok(gather(bytes, byName, architecture, '')) : complete
}

function parse(json: string | undefined): unknown {
  if (json === undefined) return undefined
  try {
    return JSON.parse(json) as unknown
  } catch {
    return undefined
  }
}

/** Every wanted tensor is there in its shape, and no other. */
function checkTensors(byName: ReadonlyMap<string, TensorEntry>, architecture: Architecture, wanted: readonly string[]): Result<null> {
  // The layer count comes from the file: a lie about it must not cost more than the file's own names can pay for.
  if (architecture.layers > byName.size) return fail('checkpoint-missing', `The model has ${architecture.layers} layers, but the file only ${byName.size} tensors.`)
  const ranges = namedRanges(architecture)
  for (const prefix of wanted) {
    for (const range of ranges) {
      const name = prefix + range.name
      const entry = byName.get(name)
      if (entry === undefined) return fail('checkpoint-missing', `The file lacks the tensor "${name}".`)
      if (entry.shape.join() !== range.shape.join()) {
        return fail('checkpoint-shape', `The tensor "${name}" is [${entry.shape.join(', ')}] in the file, but the model needs [${range.shape.join(', ')}].`)
      }
    }
  }
  const known = new Set(wanted.flatMap((prefix) => ranges.map(({ name }) => prefix + name)))
  for (const name of byName.keys()) {
    if (!known.has(name)) return fail('checkpoint-unknown', `The file has a tensor "${name}" that the model does not know.`)
  }
  return ok(null)
}

function gather(bytes: Uint8Array, byName: ReadonlyMap<string, TensorEntry>, architecture: Architecture, prefix: string): Float32Array<ArrayBuffer> {
  const layout = layoutOf(architecture)
  const values = new Float32Array(layout.elements)
  for (const { name, offset } of namedRanges(architecture, layout)) {
    const entry = byName.get(prefix + name)
    if (entry !== undefined) values.set(readTensor(bytes, entry), offset)
  }
  return values
}
