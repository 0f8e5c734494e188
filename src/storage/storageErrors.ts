// Turns what the browser throws when it cannot write into a StoreError with one clear line and the bytes in
// use.

import { messageOf } from '../base/result'
import { problem } from '../problems'
import { StoreError } from '../protocol/ports'

export type Usage = { readonly used: number; readonly quota: number } | null

/** Bytes of this origin in use and allowed, or null where the browser does not say. */
export async function storageUsage(
  storage: StorageManager | undefined = globalThis.navigator?.storage,
): Promise<Usage> {
  try {
    const estimate = await storage?.estimate()
    return estimate?.usage === undefined || estimate.quota === undefined
      ? null
      : { used: estimate.usage, quota: estimate.quota }
  } catch {
    return null
  }
}

/** Dexie wraps the browser's error, and an aborted transaction wraps it again. */
export function isQuota(thrown: unknown): boolean {
  for (let error = thrown, depth = 0; typeof error === 'object' && error !== null && depth < 5; depth++) {
    const { name, inner, cause } = error as { name?: unknown; inner?: unknown; cause?: unknown }
    if (name === 'QuotaExceededError') return true
    error = inner ?? cause
  }
  return false
}

/** Does `work`; where that fails throws a StoreError that names `what` could not be kept. */
export async function keeping<T>(
  what: string,
  work: () => PromiseLike<T>,
  usage: () => Promise<Usage> = storageUsage,
): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    if (thrown instanceof StoreError) throw thrown
    if (thrown instanceof Error && thrown.name === 'DatabaseClosedError')
      throw new StoreError('store', problem('store-cleared'))
    if (!isQuota(thrown))
      throw new StoreError('store', problem('store-failed', { what, reason: messageOf(thrown) }))
    const known = await usage()
    throw new StoreError('quota', problem('store-full', { what, usage: known }), known)
  }
}
