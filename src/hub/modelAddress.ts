// What a person writes to name a model on a server: owner/name, owner/name/file.gguf, or an address. It asks
// nothing of anybody.
import { ok, type Failure, type Result } from '../base/result'
import { fail } from '../problems'

/** Where models are looked for that are named without a server. */
export const HUB = 'https://huggingface.co'

/** A model of a hub, or one file at an address of its own. */
export type ModelAddress =
  | {
      readonly kind: 'model'
      readonly hub: string
      readonly id: string
      readonly revision: string
      readonly file: string | null
    }
  | { readonly kind: 'file'; readonly url: string; readonly id: string }

const PART = /^[A-Za-z0-9][\w.-]{0,95}$/

const refuse = (text: string): { readonly ok: false; readonly error: Failure } => fail('hub-name', { text })

/** A file's path as the hub may give it: inside its folder, whatever is written in it. */
export const isInside = (path: string): boolean =>
  path !== '' &&
  !path.startsWith('/') &&
  path.split('/').every((part) => part !== '' && part !== '.' && part !== '..') &&
  !/[\\\0]/.test(path)

export function parseModelAddress(written: string, hub = HUB): Result<ModelAddress> {
  const text = written.trim()
  return /^https?:\/\//i.test(text) ? fromUrl(text) : fromParts(text, text.split('/'), hub)
}

function fromParts(
  text: string,
  [owner = '', name = '', ...rest]: readonly string[],
  hub: string,
  revision = 'main',
): Result<ModelAddress> {
  if (!PART.test(owner) || !PART.test(name)) return refuse(text)
  const file = rest.join('/')
  if (file !== '' && !(isInside(file) && file.endsWith('.gguf'))) return refuse(text)
  return ok({ kind: 'model', hub, id: `${owner}/${name}`, revision, file: file === '' ? null : file })
}

function fromUrl(text: string): Result<ModelAddress> {
  let url: URL
  let parts: string[]
  try {
    url = new URL(text)
    parts = url.pathname
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent)
  } catch {
    return refuse(text)
  }
  const at = parts.findIndex((part, i) => i >= 2 && ['resolve', 'blob', 'tree'].includes(part))
  const model = at === -1 ? parts : parts.slice(0, at)
  const last = model.at(-1)
  if (at === -1 && last?.endsWith('.gguf') === true) return ok({ kind: 'file', url: url.href, id: last })
  // Whatever stands before owner and name is where that server keeps its models.
  const hub = [url.origin, ...model.slice(0, -2)].join('/')
  const file = at === -1 || parts[at] === 'tree' ? [] : parts.slice(at + 2)
  return fromParts(text, [...model.slice(-2), ...file], hub, at === -1 ? 'main' : parts[at + 1])
}

const path = (...parts: readonly string[]): string =>
  parts.map((part) => part.split('/').map(encodeURIComponent).join('/')).join('/')

export const listingUrl = (hub: string, id: string, revision: string): string =>
  `${hub}/api/models/${path(id)}/revision/${encodeURIComponent(revision)}?blobs=true`
export const fileUrl = (hub: string, id: string, revision: string, file: string): string =>
  `${hub}/${path(id)}/resolve/${encodeURIComponent(revision)}/${path(file)}`

/** How a model is called among those that are kept. */
export const nameOf = (address: ModelAddress): string =>
  address.kind === 'file' || address.file === null ? address.id : `${address.id}/${address.file}`
