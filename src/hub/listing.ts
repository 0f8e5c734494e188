// What a model's page on a hub lists, and which of its files are the model: a GGUF file with its parts, or
// config, tokenizer and safetensors. It downloads nothing.
import { partOf, partsBeside } from '../base/partNames'
import { ok, type Result } from '../base/result'
import { fail } from '../problems'
import { fileUrl, isInside, listingUrl, type ModelAddress } from './modelAddress'
import type { ExpectedHash } from './digest'
import type { RemoteFile } from './download'

export interface Listing {
  /** The commit, so that a branch that moves meanwhile does not mix two models. */
  readonly revision: string
  readonly files: readonly RemoteFile[]
}

type ModelFileAddress = Extract<ModelAddress, { kind: 'model' }>

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

function expectedOf(file: Readonly<Record<string, unknown>>): ExpectedHash | null {
  const { sha256 } = record(file['lfs'])
  if (typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256)) return { kind: 'sha256', hex: sha256 }
  const blob = file['blobId']
  return typeof blob === 'string' && /^[0-9a-f]{40}$/.test(blob) ? { kind: 'git', hex: blob } : null
}

/** The hub's answer to `listingUrl`. */
export function readListing(answer: unknown, { hub, id, revision }: ModelFileAddress): Result<Listing> {
  const { sha, siblings } = record(answer)
  if (!Array.isArray(siblings)) return fail('hub-listing', { url: listingUrl(hub, id, revision) })
  const commit = typeof sha === 'string' && /^[0-9a-f]{7,64}$/.test(sha) ? sha : revision
  const files = siblings.map(record).flatMap((file): RemoteFile[] => {
    const { rfilename: name, size } = file
    if (typeof name !== 'string' || !isInside(name)) return []
    const bytes = typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 ? size : null
    const expected = expectedOf(file)
    return [
      {
        name,
        url: fileUrl(hub, id, commit, name),
        bytes,
        expected: expected?.kind === 'git' && bytes === null ? null : expected,
      },
    ]
  })
  return ok({ revision: commit, files })
}

const SMALL = [
  'config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'chat_template.jinja',
  'model.safetensors.index.json',
]
export const INDEX = 'model.safetensors.index.json'

/**
 * What to bring: `first`, which tells what the model is, then `weights`; of shards those that the index
 * names.
 */
export interface FileChoice {
  readonly first: readonly RemoteFile[]
  readonly weights: readonly RemoteFile[]
}

export function chooseFiles({ files }: Listing, { id, file }: ModelFileAddress): Result<FileChoice> {
  const ggufs = files.filter(({ name }) => name.endsWith('.gguf'))
  const named = (name: string): RemoteFile | undefined => files.find((each) => each.name === name)
  if (file !== null) {
    const found = named(file)
    if (found === undefined) return fail('hub-no-file', { model: id, file, others: list(ggufs) })
    const parts = partsBeside(
      file,
      ggufs.map(({ name }) => name),
    )
    const { count } = partOf(file) ?? { count: 1 }
    if (parts.length !== count) return fail('hub-parts', { file, count, listed: parts.length })
    return ok({ first: [], weights: parts.toSorted().flatMap((name) => named(name) ?? []) })
  }
  const safetensors = files.filter(({ name }) => name.endsWith('.safetensors') && !name.includes('/'))
  if (named('config.json') !== undefined && safetensors.length > 0) {
    const whole = named('model.safetensors')
    return ok({
      first: SMALL.flatMap((name) => named(name) ?? []),
      weights: named(INDEX) === undefined && whole !== undefined ? [whole] : safetensors,
    })
  }
  const [only] = ggufs
  const alone =
    only === undefined
      ? []
      : partsBeside(
          only.name,
          ggufs.map(({ name }) => name),
        )
  if (only !== undefined && alone.length === ggufs.length)
    return chooseFiles({ revision: '', files }, { kind: 'model', hub: '', revision: '', id, file: only.name })
  if (ggufs.length > 1)
    return fail('hub-choose', { model: id, count: ggufs.length, first: only?.name ?? '', files: list(ggufs) })
  return fail('hub-no-model', { model: id })
}

const MOST_LISTED = 12
const list = (files: readonly RemoteFile[]): string =>
  files
    .slice(0, MOST_LISTED)
    .map(({ name }) => name)
    .join(', ') + (files.length > MOST_LISTED ? ' and more' : '')

/** The files among `weights` that the index names; all of them where there is none. */
export function shardsIn(index: unknown, weights: readonly RemoteFile[]): Result<readonly RemoteFile[]> {
  const names = new Set(Object.values(record(record(index)['weight_map'])))
  if (names.size === 0) return fail('hub-index', { index: INDEX })
  const missing = [...names].find((name) => !weights.some((each) => each.name === name))
  if (missing !== undefined) return fail('hub-shard', { index: INDEX, shard: JSON.stringify(missing) })
  return ok(weights.filter(({ name }) => names.has(name)))
}
