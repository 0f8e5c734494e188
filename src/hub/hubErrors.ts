// What a server or the network did instead of giving a file, as one line that says what to do.
import { messageOf, type Failure } from '../base/result'
import { fail } from '../problems'

type FailedResult = { readonly ok: false; readonly error: Failure }

/** Where and what was asked, in words. */
export interface FileRequest {
  readonly what: string
  readonly url: string
}

/** A server that may answer when asked again. */
export const isBusy = (status: number): boolean => status >= 500 || status === 429 || status === 408

/** The server and what was asked of it, for the words. */
const asked = ({ what, url }: FileRequest): { host: string; what: string } => ({
  host: new URL(url).host,
  what,
})

export function refusedBy({ status, headers }: Response, request: FileRequest): FailedResult {
  const code = headers.get('x-error-code') ?? ''
  const values = { ...asked(request), status }
  if (code === 'GatedRepo' || status === 403) return fail('hub-gated', values)
  if (status === 401) return fail('hub-private', asked(request))
  if (status === 404 || status === 410) return fail('hub-missing', values)
  return fail(isBusy(status) ? 'hub-busy' : 'hub-refused', values)
}

export const unreachable = (thrown: unknown, request: FileRequest): FailedResult =>
  fail('hub-offline', { ...asked(request), reason: messageOf(thrown) })

export const cutOff = (request: FileRequest, done: number, all: number): FailedResult =>
  fail('hub-cut', { ...asked(request), done, all })

export const wrongHash = (what: string): FailedResult => fail('hub-hash', { what })
export const tooLong = (what: string, all: number): FailedResult => fail('hub-size', { what, all })
export const noRoom = (what: string, needs: number, free: number | null): FailedResult =>
  fail('hub-full', { what, needs, free })

/** A full disk, by the names that browsers and Node give it. */
export function isFull(thrown: unknown): boolean {
  const { name, code } = (thrown ?? {}) as { name?: unknown; code?: unknown }
  return name === 'QuotaExceededError' || code === 'quota' || code === 'ENOSPC' || code === 'EDQUOT'
}
