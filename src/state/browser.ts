// Which browser this is, as far as the steps that switch WebGPU on in it differ; and whether it has a GPU for
// pages at all.

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
  | { readonly kind: 'absent'; readonly why: 'insecure' | 'noInterface' | 'noAdapter' }

interface GpuAdapterSource {
  requestAdapter(): Promise<{ readonly info?: { readonly isFallbackAdapter?: boolean } } | null>
}

/** Asks whether a GPU can be had, without taking it. */
export async function gpuPresence(gpu: GpuAdapterSource | undefined, secure: boolean): Promise<GpuPresence> {
  if (gpu === undefined) return { kind: 'absent', why: secure ? 'noInterface' : 'insecure' }
  const adapter = await gpu.requestAdapter().catch(() => null)
  if (adapter === null) return { kind: 'absent', why: 'noAdapter' }
  return { kind: 'present', software: adapter.info?.isFallbackAdapter === true }
}
