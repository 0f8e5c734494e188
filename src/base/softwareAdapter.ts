// Whether a WebGPU adapter computes on the processor. Must not open anything.

export interface AdapterNames {
  readonly architecture?: string
  readonly description?: string
  readonly isFallbackAdapter?: boolean
}

/** Not every software adapter calls itself a fallback. */
export const isSoftwareAdapter = ({
  architecture = '',
  description = '',
  isFallbackAdapter,
}: AdapterNames): boolean =>
  isFallbackAdapter === true || /swiftshader|llvmpipe|software|warp/i.test(`${architecture} ${description}`)
