// A view that could not be drawn is remembered over a reload, so that the page opens elsewhere and not into
// the same fault again.

import type { ViewName } from './address'
import type { PreferenceStorage } from './view'

const key = 'spice-lab-fault'

export function rememberFault(keep: PreferenceStorage, view: ViewName): void {
  try {
    keep?.setItem(key, view)
  } catch {
    // Nothing can be kept here; a reload then opens the same view.
  }
}

/** The view that failed before this page was loaded; it is tried again the next time. */
export function takeFault(keep: PreferenceStorage): string | null {
  const found = keep?.getItem(key) ?? null
  if (found !== null && found !== '') keep?.setItem(key, '')
  return found === '' ? null : found
}
