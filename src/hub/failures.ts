// What a server or the network did instead of giving a file, as one line that says what to do.
import { fail, messageOf, type Failure } from '../base/result'

type Failed = { readonly ok: false; readonly error: Failure }

/** Where and what was asked, in words. */
export interface Asked {
  readonly what: string
  readonly url: string
}

/** A server that may answer when asked again. */
export const isBusy = (status: number): boolean => status >= 500 || status === 429 || status === 408

const host = (url: string): string => new URL(url).host

export function refusedBy({ status, headers }: Response, { what, url }: Asked): Failed {
  const code = headers.get('x-error-code') ?? ''
  if (code === 'GatedRepo' || status === 403) {
    return fail(
      'hub-gated',
      `${host(url)} gives ${what} only to those who accepted its terms (${status}). Accept them on the model's page, download the files there, and drop them here.`,
    )
  }
  if (status === 401)
    return fail(
      'hub-private',
      `${host(url)} has no ${what}, or it is private (401). Check the spelling; a private model has to be downloaded while logged in there, and dropped here.`,
    )
  if (status === 404 || status === 410)
    return fail('hub-missing', `${host(url)} has no ${what} (${status}). Check owner, name and file.`)
  if (isBusy(status))
    return fail(
      'hub-busy',
      `${host(url)} could not give ${what} just now (${status}), asked several times. What has come is kept; go on in a while.`,
    )
  return fail('hub-refused', `${host(url)} answered ${status} when asked for ${what}. What has come is kept.`)
}

export const unreachable = (thrown: unknown, { what, url }: Asked): Failed =>
  fail(
    'hub-offline',
    `${host(url)} could not be reached for ${what} (${messageOf(thrown)}). Check the connection and whether this page may ask that server; what has come is kept, and goes on from there.`,
  )

export const cutOff = ({ what, url }: Asked, done: number, all: number): Failed =>
  fail(
    'hub-cut',
    `${host(url)} ended ${what} after ${done} of ${all} bytes, several times. What has come is kept; go on in a while.`,
  )

export const wrongHash = (what: string): Failed =>
  fail(
    'hub-hash',
    `${what} is not what its server says it is: the hash differs. What came was thrown away; download it again, and distrust the network if it happens twice.`,
  )

export const tooLong = (what: string, all: number): Failed =>
  fail(
    'hub-size',
    `${what} is longer than the ${all} bytes that its server says. What came was thrown away; download it again.`,
  )

export function noRoom(what: string, needs: number, free: number | null): Failed {
  const size = (bytes: number): string =>
    bytes < 1e8 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`
  return fail(
    'quota',
    `There is no room for ${what}: ${size(needs)} are still to come${free === null ? '' : `, and ${size(free)} are free`}. Remove models, runs or corpora that are no longer needed, then go on; what has come is kept.`,
  )
}

/** A full disk, by the names that browsers and Node give it. */
export function isFull(thrown: unknown): boolean {
  const { name, code } = (thrown ?? {}) as { name?: unknown; code?: unknown }
  return name === 'QuotaExceededError' || code === 'quota' || code === 'ENOSPC' || code === 'EDQUOT'
}
