// A checkpoint as one safetensors file: weights under Hugging Face names, the optimizer's state under the
// same names with a prefix, everything else in the metadata. Going on from a read checkpoint equals never
// having stopped.
import { validateArchitecture, type Architecture } from '../config/architecture'
import { ok, type Result } from '../base/result'
import { fail } from '../problems'
import {
  readHeader,
  readTensor,
  writeSafetensors,
  type NamedTensor,
  type TensorEntry,
} from '../formats/safetensors'
import { optimizerNames } from '../config/schema'
import {
  adapterTargets,
  baseStorages,
  type AdapterSettings,
  type BaseStorage,
} from '../config/adapterSettings'
import { adapterLayoutOf, mergeAdapter, validateAdapter } from '../model/adapter'
import { layoutOf, type ParameterLayout } from '../model/parameters'
import { firstOptimizer, optimizerNamed, type OptimizerState } from '../model/optimizerState'
import { isArchitectureName } from './architectures'
import { adapterRanges, namedRanges, type NamedRange } from './tensorNames'
import type { PublishedReference } from './publishedReference'
import { CHECKSUM, isIntact, seal, unsealed } from './seal'

/** Values that JSON keeps exactly. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** What is trained where the weights are not: an adapter, over a base that the file holds in full. */
export interface AdapterPart {
  readonly storage: BaseStorage
  readonly settings: AdapterSettings
  /** The base's arena; null where the base is a published model, which stays in its own file. */
  readonly base: Float32Array | null
  /** The adapter's arena. */
  readonly values: Float32Array
}

export interface Checkpoint {
  readonly architecture: Architecture
  /**
   * The model's arena; with an adapter its share is in it. Null where the weights are those of `published`,
   * with the adapter beside them where there is one.
   */
  readonly values: Float32Array | null
  /** The model of others that the run began with. */
  readonly published?: PublishedReference
  /** The optimizer's state is then the adapter's. */
  readonly adapter?: AdapterPart
  /** Null in a file of weights alone, from which training starts with fresh moments. */
  readonly optimizer: OptimizerState | null
  /** Whatever the run needs to go on: round, seed, random states, tokenizer. */
  readonly position: Json
}

const FORMAT = 'spice-lab-1'
/** What files had beside their tensors before they had a checksum. */
const firstMetadata: ReadonlySet<string> = new Set(
  'format architecture position published weights adapter optimizer optimizerStep'.split(' '),
)
/** Says of a file that the weights are those of the model that it began with, in that model's own file. */
const ELSEWHERE = 'published'
/** Of the tensors that an optimizer keeps under that name. */
const prefixOf = (state: string): string => `optimizer.${state}.`

export interface WriteOptions {
  /** F16 halves the size of exported weights; going on exactly needs F32, so it refuses an optimizer. */
  readonly dtype?: 'F32' | 'F16'
}

export function writeCheckpoint(
  { architecture, values, published, adapter, optimizer, position }: Checkpoint,
  { dtype = 'F32' }: WriteOptions = {},
): Uint8Array<ArrayBuffer> {
  if (dtype === 'F16' && optimizer !== null)
    throw new Error('a checkpoint with an optimizer is written in F32')
  if (values === null && published === undefined)
    throw new Error('a checkpoint without weights names the model whose they are')
  const whole = namedRanges(architecture)
  const trained = adapter === undefined ? whole : adapterRanges(architecture, adapter.settings)
  const held = values === null ? null : (adapter?.base ?? values)
  const parts = (prefix: string, ranges: readonly NamedRange[], arena: Float32Array): NamedTensor[] =>
    ranges.map(({ name, shape, offset, elements }) => ({
      name: prefix + name,
      shape,
      data: arena.subarray(offset, offset + elements),
    }))
  const tensors = [
    ...(held === null ? [] : parts('', whole, held)),
    ...(adapter === undefined ? [] : parts('', trained, adapter.values)),
    ...(optimizer === null
      ? []
      : Object.entries(optimizer.tensors).flatMap(([name, arena]) => parts(prefixOf(name), trained, arena))),
  ]
  const written = writeSafetensors(
    tensors,
    {
      [CHECKSUM]: unsealed,
      format: FORMAT,
      architecture: JSON.stringify(architecture),
      position: JSON.stringify(position),
      ...(published === undefined ? {} : { published: JSON.stringify(published) }),
      ...(held === null ? { weights: ELSEWHERE } : {}),
      ...(adapter === undefined
        ? {}
        : { adapter: JSON.stringify({ storage: adapter.storage, ...adapter.settings }) }),
      ...(optimizer === null
        ? {}
        : { optimizer: optimizer.optimizer, optimizerStep: String(optimizer.step) }),
    },
    dtype,
  )
  return seal(written)
}

/**
 * Checks everything before it takes memory for weights; each failure says in one line what is wrong with the
 * file.
 */
export function readCheckpoint(bytes: Uint8Array): Result<Checkpoint> {
  const header = readHeader(bytes)
  if (!header.ok) return header
  const { metadata, entries } = header.value
  if (metadata.format !== FORMAT) return fail('checkpoint-format')
  if (!isWhole(bytes, metadata)) return fail('checkpoint-checksum')
  const architecture = parse(metadata.architecture)
  const valid = validateArchitecture(
    (typeof architecture === 'object' && architecture !== null ? architecture : {}) as Architecture,
  )
  if (!valid.ok) return valid
  const position = parse(metadata.position)
  if (position === undefined) return fail('checkpoint-position')
  const step = metadata.optimizerStep === undefined ? null : Number(metadata.optimizerStep)
  if (step !== null && !(Number.isSafeInteger(step) && step >= 0))
    return fail('checkpoint-step', { step: String(metadata.optimizerStep) })

  const described = readAdapter(metadata.adapter)
  if (!described.ok) return described
  const published = readPublished(metadata.published)
  if (!published.ok) return published
  const held = published.value === null || metadata.weights !== ELSEWHERE
  const byName = new Map(entries.map((entry) => [entry.name, entry]))
  // The layer count comes from the file: a lie about it must not cost more than the file's own names can pay
  // for.
  if (held && valid.value.layers > byName.size)
    return fail('checkpoint-layers', { layers: valid.value.layers, tensors: byName.size })
  const whole: Arena = { layout: layoutOf(valid.value), ranges: namedRanges(valid.value), prefix: '' }
  const own =
    described.value === null
      ? null
      : {
          layout: adapterLayoutOf(valid.value, described.value.settings),
          ranges: adapterRanges(valid.value, described.value.settings),
          prefix: '',
        }
  const trained = own ?? whole
  // Files from before there was a choice do not name theirs.
  const named = metadata.optimizer ?? firstOptimizer
  const optimizer = optimizerNames.find((each) => each === named)
  if (optimizer === undefined) return fail('checkpoint-optimizer', { optimizer: named })
  const remembered =
    step === null
      ? []
      : optimizerNamed(optimizer).state.map((name) => ({
          name,
          arena: { ...trained, prefix: prefixOf(name) },
        }))
  const complete = checkTensors(byName, [
    ...(held ? [whole] : []),
    ...(own === null ? [] : [own]),
    ...remembered.map(({ arena }) => arena),
  ])
  if (!complete.ok) return complete
  const base = held ? gather(bytes, byName, whole) : null
  const adapter =
    own === null || described.value === null
      ? null
      : { ...described.value, base, values: gather(bytes, byName, own) }
  return ok({
    architecture: valid.value,
    values:
      adapter === null || base === null
        ? base
        : mergeAdapter(valid.value, base, adapter.settings, adapter.values),
    ...(published.value === null ? {} : { published: published.value }),
    ...(adapter === null ? {} : { adapter }),
    optimizer:
      step === null
        ? null
        : {
            optimizer,
            step,
            tensors: Object.fromEntries(
              remembered.map(({ name, arena }) => [name, gather(bytes, byName, arena)]),
            ),
          },
    position: position as Json,
  })
}

/**
 * Files from before checksums have none, and none of the metadata that came later: what looks otherwise has
 * lost its own.
 */
function isWhole(bytes: Uint8Array, metadata: Readonly<Record<string, string>>): boolean {
  const checksum = metadata[CHECKSUM]
  return checksum === undefined
    ? Object.keys(metadata).every((key) => firstMetadata.has(key))
    : isIntact(bytes, checksum)
}

/** What a file says of the model of others that it began with, null where it began with none. */
function readPublished(json: string | undefined): Result<PublishedReference | null> {
  if (json === undefined) return ok(null)
  const value = parse(json)
  const { name, family, fingerprint } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >
  if (typeof name !== 'string' || !isArchitectureName(family) || typeof fingerprint !== 'string')
    return fail('checkpoint-published')
  return ok({ name, family, fingerprint })
}

/** The description of a file's adapter, null where it has none. */
function readAdapter(json: string | undefined): Result<Pick<AdapterPart, 'storage' | 'settings'> | null> {
  if (json === undefined) return ok(null)
  const wrong = fail('checkpoint-adapter')
  const value = parse(json)
  if (typeof value !== 'object' || value === null) return wrong
  const { storage, rank, alpha, targets } = value as Record<string, unknown>
  const kept = baseStorages.find((each) => each === storage)
  if (kept === undefined || typeof rank !== 'number' || typeof alpha !== 'number' || !Array.isArray(targets))
    return wrong
  const known = adapterTargets.filter((target) => (targets as unknown[]).includes(target))
  if (known.length !== targets.length) return wrong
  const settings = { rank, alpha, targets: known }
  const checked = validateAdapter(settings)
  return checked.ok ? ok({ storage: kept, settings }) : checked
}

/**
 * The weights of a file under Hugging Face names, for an architecture that is already known: the model's
 * arena.
 */
export function readWeights(
  bytes: Uint8Array,
  architecture: Architecture,
): Result<Float32Array<ArrayBuffer>> {
  const header = readHeader(bytes)
  if (!header.ok) return header
  const byName = new Map(header.value.entries.map((entry) => [entry.name, entry]))
  const whole: Arena = { layout: layoutOf(architecture), ranges: namedRanges(architecture), prefix: '' }
  const complete = checkTensors(byName, [whole])
  return complete.ok ? ok(gather(bytes, byName, whole)) : complete
}

function parse(json: string | undefined): unknown {
  if (json === undefined) return undefined
  try {
    return JSON.parse(json) as unknown
  } catch {
    return undefined
  }
}

/** Tensors of a file that together make an arena. */
interface Arena {
  readonly layout: ParameterLayout
  readonly ranges: readonly NamedRange[]
  readonly prefix: string
}

/** Every wanted tensor is there in its shape, and no other. */
function checkTensors(byName: ReadonlyMap<string, TensorEntry>, arenas: readonly Arena[]): Result<null> {
  for (const { prefix, ranges } of arenas) {
    for (const range of ranges) {
      const name = prefix + range.name
      const entry = byName.get(name)
      if (entry === undefined) return fail('checkpoint-missing', { name })
      if (entry.shape.join() !== range.shape.join()) {
        return fail('checkpoint-shape', { name, shape: entry.shape, needs: range.shape })
      }
    }
  }
  const known = new Set(arenas.flatMap(({ prefix, ranges }) => ranges.map(({ name }) => prefix + name)))
  for (const name of byName.keys()) {
    if (!known.has(name)) return fail('checkpoint-unknown', { name })
  }
  return ok(null)
}

function gather(
  bytes: Uint8Array,
  byName: ReadonlyMap<string, TensorEntry>,
  { layout, ranges, prefix }: Arena,
): Float32Array<ArrayBuffer> {
  const values = new Float32Array(layout.elements)
  for (const { name, offset } of ranges) {
    const entry = byName.get(prefix + name)
    if (entry !== undefined) values.set(readTensor(bytes, entry), offset)
  }
  return values
}
