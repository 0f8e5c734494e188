// Opens a device with the limits and features that the lab's kernels use, or says plainly why there is none.
import { isSoftwareAdapter } from '../base/softwareAdapter'
import { messageOf, ok, type Result } from '../base/result'
import { fail, type Problem } from '../problems'
import type { GpuInfo } from './types'

const FEATURES = ['timestamp-query', 'shader-f16', 'subgroups'] as const satisfies readonly GPUFeatureName[]

/** Storage buffers a kernel may bind: the default is 8, some use up to 10. */
const STORAGE_BUFFERS = 10

export interface OpenOptions {
  /** Leave these features off although the adapter has them. */
  readonly without?: readonly GPUFeatureName[]
}

export interface OpenedDevice {
  readonly device: GPUDevice
  readonly info: GpuInfo
}

export async function openDevice(
  source: GPU,
  options: OpenOptions = {},
): Promise<Result<OpenedDevice, Problem>> {
  const gpuAdapter = await source.requestAdapter({ powerPreference: 'high-performance' })
  if (gpuAdapter === null) {
    return fail('no-adapter')
  }
  const { limits } = gpuAdapter
  const requiredFeatures = FEATURES.filter(
    (name) => gpuAdapter.features.has(name) && options.without?.includes(name) !== true,
  )
  try {
    const device = await gpuAdapter.requestDevice({
      requiredFeatures,
      requiredLimits: {
        maxBufferSize: limits.maxBufferSize,
        maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
        maxStorageBuffersPerShaderStage: Math.min(STORAGE_BUFFERS, limits.maxStorageBuffersPerShaderStage),
        maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
        maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
        maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
      },
    })
    const { vendor, architecture, description } = gpuAdapter.info
    const software = isSoftwareAdapter(gpuAdapter.info)
    return ok({ device, info: { vendor, architecture, description, software } })
  } catch (error) {
    return fail('no-device', { reason: messageOf(error) })
  }
}
