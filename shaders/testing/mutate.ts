// A device whose shaders are changed on the way in: how a test shows that its check would notice a wrong
// kernel.
import type { Gpu, KernelSpec } from '../../src/gpu'

/**
 * The same device, except that the kernel of that label has `from` replaced by `to` in their source.
 * Throws where the source has no `from`, so that a test cannot pass because its mutation missed.
 */
export function mutated(gpu: Gpu, label: string, from: string, to: string): Gpu {
  const kernel = async (spec: KernelSpec): Promise<GPUComputePipeline> => {
    if (spec.label !== label) return gpu.kernel(spec)
    if (!spec.source.includes(from)) throw new Error(`mutation: "${spec.label}" has no "${from}"`)
    return gpu.kernel({ ...spec, source: spec.source.replaceAll(from, to) })
  }
  return Object.create(gpu, { kernel: { value: kernel } }) as Gpu
}
