// Result: the way in which expected failures travel. Programming errors still throw.

import type { Cause } from '../problems/cause'

export type Result<T, E = Failure> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E }

/** What went wrong and what to do about it. */
export type Failure = Cause

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value })
export const fail = (code: string, message: string): { readonly ok: false; readonly error: Failure } => ({
  ok: false,
  error: { code, message },
})

/** Message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** For the end of an exhaustive switch. */
export function unreachable(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`)
}
