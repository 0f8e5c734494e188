// The weakest device that the specification of WebGPU allows: an adapter whose devices have its default
// limits and no feature, whatever the machine's adapter could do.

/** `source` with such devices alone. */
export function withDefaultLimits(source: GPU): GPU {
  const requestAdapter = async (options?: GPURequestAdapterOptions): Promise<GPUAdapter | null> => {
    const adapter = await source.requestAdapter(options)
    if (adapter === null) return null
    const { limits, info } = adapter
    // What is asked for is left out: a device then has the defaults.
    return {
      limits,
      info,
      features: new Set<string>(),
      requestDevice: () => adapter.requestDevice(),
    } as unknown as GPUAdapter
  }
  return { requestAdapter } as unknown as GPU
}
