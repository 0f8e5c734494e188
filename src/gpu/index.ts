// The device room's door.
export { Gpu } from './gpu'
export { GpuFailure, GpuMemoryError, ShaderError } from './gpuErrors'
export type { OpenOptions } from './gpuAdapter'
export type { ProfileEntry } from './profile'
export type { SubmitTime } from './submitClock'
export { ALIGNMENT, alignedElements, byteLength, elements } from './types'
export type {
  Clear,
  Copy,
  Counters,
  Dispatch,
  ElementType,
  Extent,
  GpuInfo,
  Groups,
  KernelSpec,
  Loss,
  Program,
  Step,
  Tensor,
  Traffic,
} from './types'
