// Which browser this is, as far as the steps that switch WebGPU on in it differ; and whether it has a GPU for
// pages at all.

import { isSoftwareAdapter, type AdapterNames } from '../base/softwareAdapter'

export const guideNames = [
  'chromeDesktop',
  'chromeLinux',
  'chromeAndroid',
  'edge',
  'firefoxWindows',
  'firefoxOther',
  'firefoxMobile',
  'safariMac',
  'safariPhone',
  'other',
] as const
export type GuideName = (typeof guideNames)[number]

/** The guide for a user agent string; an iPad that calls itself a Mac is told by its touch points. */
export function guideFor(userAgent: string, touchPoints = 0): GuideName {
  const has = (part: RegExp): boolean => part.test(userAgent)
  const phoneOfApple = has(/iPhone|iPad|iPod/) || (has(/Macintosh/) && touchPoints > 1)
  if (phoneOfApple) return 'safariPhone'
  if (has(/Firefox\//))
    return has(/Android/) ? 'firefoxMobile' : has(/Windows/) ? 'firefoxWindows' : 'firefoxOther'
  if (has(/Edg(A|iOS)?\//)) return has(/Android/) ? 'chromeAndroid' : 'edge'
  if (has(/Chrome\/|CriOS\/|Chromium\//))
    return has(/Android/) ? 'chromeAndroid' : has(/Linux|X11|CrOS/) ? 'chromeLinux' : 'chromeDesktop'
  if (has(/Safari\//)) return 'safariMac'
  return 'other'
}

export type GpuPresence =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'present'; readonly software: boolean }
  | { readonly kind: 'absent'; readonly why: 'insecure' | 'noInterface' | 'noWorker' | 'noAdapter' }

interface GpuAdapterSource {
  requestAdapter(options: {
    powerPreference: 'high-performance'
  }): Promise<{ readonly info?: AdapterNames } | null>
}

/** Asks whether a GPU can be had, without taking it; `where` is the scope that asks. */
export async function gpuPresence(
  gpu: GpuAdapterSource | undefined,
  secure: boolean,
  where: 'page' | 'worker' = 'page',
): Promise<GpuPresence> {
  if (gpu === undefined)
    return { kind: 'absent', why: !secure ? 'insecure' : where === 'worker' ? 'noWorker' : 'noInterface' }
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null)
  if (adapter === null) return { kind: 'absent', why: 'noAdapter' }
  return { kind: 'present', software: isSoftwareAdapter(adapter.info ?? {}) }
}

/** The part of a worker that asks. */
export interface Asking {
  addEventListener(type: 'message' | 'error', listener: (event: MessageEvent<GpuPresence>) => void): void
  terminate(): void
}

/**
 * The engine runs in a worker, and some browsers give WebGPU to pages alone: a page that has the interface
 * asks there. A worker that does not start has no say.
 */
export async function presenceInWorker(
  gpu: GpuAdapterSource | undefined,
  secure: boolean,
  start: () => Asking,
): Promise<GpuPresence> {
  if (gpu === undefined) return gpuPresence(gpu, secure)
  const worker = start()
  const found = await new Promise<GpuPresence | null>((resolve) => {
    worker.addEventListener('message', ({ data }) => resolve(data))
    worker.addEventListener('error', () => resolve(null))
  })
  worker.terminate()
  return found ?? gpuPresence(gpu, secure)
}
