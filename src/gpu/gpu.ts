// The device: buffers as tensors, kernels, programs, read-back and loss. No machine learning.
// Failures surface: a refused allocation at the next awaited call, anything else unexpected at every later
// call.
import { at } from '../base/at'
import { debug } from '../base/debug'
import { ok, type Result } from '../base/result'
import { problem, type Problem } from '../problems'
import { openDevice, type OpenedDevice, type OpenOptions } from './gpuAdapter'
import { GpuFailure, GpuMemoryError } from './gpuErrors'
import { Kernels, type CompileProgress } from './kernels'
import { Profile, type ProfileEntry } from './profile'
import type { SubmitTime } from './submitClock'
import { SubmitPacer, type SubmitPart } from './submitPacer'
import {
  ALIGNMENT,
  byteLength,
  elements,
  type Counters,
  type Dispatch,
  type ElementType,
  type Extent,
  type GpuInfo,
  type KernelSpec,
  type Loss,
  type Program,
  type Step,
  type Tensor,
} from './types'

const aligned = (bytes: number): number => Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT)

function encodeTransfer(encoder: GPUCommandEncoder, step: Exclude<Step, Dispatch>): void {
  switch (step.kind) {
    case 'clear':
      encoder.clearBuffer(step.tensor.buffer, step.tensor.offset, byteLength(step.tensor.shape))
      return
    case 'copy':
      encoder.copyBufferToBuffer(
        step.from.buffer,
        step.from.offset,
        step.to.buffer,
        step.to.offset,
        byteLength(step.from.shape),
      )
  }
}

export class Gpu {
  readonly device: GPUDevice
  readonly info: GpuInfo
  readonly limits: GPUSupportedLimits
  /** Settles when the device is gone; it never rejects. */
  readonly lost: Promise<Loss>
  readonly counters: Counters = { submits: 0, maps: 0, dispatches: 0, pipelines: 0, bytes: 0 }
  private readonly kernels: Kernels
  private readonly pacer: SubmitPacer
  private profile: Profile | undefined
  private readonly live = new Set<GPUBuffer>()
  private allocations: Promise<GpuMemoryError | undefined>[] = []
  private failure: GpuFailure | undefined
  /** Called with each pipeline that is done. */
  onCompile: ((progress: CompileProgress) => void) | undefined

  /** `budget`: milliseconds that no submit is to pass on a device. */
  constructor({ device, info }: OpenedDevice, budget?: number) {
    this.device = device
    this.info = info
    this.limits = device.limits
    this.kernels = new Kernels(device, (progress) => {
      this.counters.pipelines += 1
      this.onCompile?.(progress)
    })
    this.pacer = new SubmitPacer(device, { software: info.software, budget })
    this.lost = device.lost.then(({ reason, message }) => {
      this.failure = new GpuFailure(problem('device-lost', { reason, message }))
      return { reason, message }
    })
    device.addEventListener('uncapturederror', (event) => {
      event.preventDefault()
      this.failure ??= new GpuFailure(problem('device-refused', { message: event.error.message }))
    })
  }

  /** Opens the best adapter of `navigator.gpu`, or of Dawn's object in Node. */
  static async open(source: GPU, options: OpenOptions = {}): Promise<Result<Gpu, Problem>> {
    const opened = await openDevice(source, options)
    debug('device', opened.ok ? opened.value.info : opened.error)
    return opened.ok ? ok(new Gpu(opened.value)) : opened
  }

  /**
   * A zeroed tensor. Over the device's limits it throws GpuMemoryError at once; a device that is out of
   * memory says so later: await `allocated()` after making tensors and before using them.
   */
  tensor(label: string, shape: readonly number[], type: ElementType = 'f32'): Tensor {
    return {
      buffer: this.allocate(label, byteLength(shape), GPUBufferUsage.STORAGE),
      offset: 0,
      shape,
      type,
      label,
    }
  }

  /** A part of a tensor as one of its own; `elementOffset` is a multiple of 64 (256 bytes). */
  view(tensor: Tensor, label: string, elementOffset: number, shape: readonly number[]): Tensor {
    const offset = tensor.offset + 4 * elementOffset
    if (offset % ALIGNMENT !== 0)
      throw new RangeError(
        `view "${label}": offset ${elementOffset} is not a multiple of ${ALIGNMENT / 4} elements`,
      )
    if (elementOffset < 0 || elementOffset + elements(shape) > elements(tensor.shape)) {
      throw new RangeError(
        `view "${label}" [${shape.join(', ')}] at ${elementOffset} does not fit in "${tensor.label}" [${tensor.shape.join(', ')}]`,
      )
    }
    return { buffer: tensor.buffer, offset, shape, type: tensor.type, label }
  }

  /** Numbers that do not change, for a `var<uniform>` of as many u32. */
  uniform(label: string, data: Uint32Array): Tensor {
    const buffer = this.allocate(label, data.byteLength, GPUBufferUsage.UNIFORM)
    const tensor: Tensor = { buffer, offset: 0, shape: [data.length], type: 'u32', label }
    this.write(tensor, data)
    return tensor
  }

  /** A dynamic dimension, 0 until set. */
  extent(label: string, capacity: number): Extent {
    const buffer = this.allocate(label, 16, GPUBufferUsage.UNIFORM | GPUBufferUsage.STORAGE)
    return new DynamicExtent(label, capacity, { buffer, offset: 0, shape: [4], type: 'u32', label })
  }

  setExtent(extent: Extent, value: number): void {
    if (!(extent instanceof DynamicExtent))
      throw new TypeError(`extent "${extent.label}" was not made by gpu.extent`)
    if (!Number.isInteger(value) || value < 0 || value > extent.capacity) {
      throw new RangeError(
        `extent "${extent.label}": ${value} is not a whole number in 0 .. ${extent.capacity}`,
      )
    }
    if (value === extent.value) return
    extent.value = value
    this.write(extent.tensor, Uint32Array.of(value, 0, 0, 0))
  }

  write(
    tensor: Tensor,
    data: Float32Array<ArrayBufferLike> | Uint32Array<ArrayBufferLike>,
    elementOffset = 0,
  ): void {
    this.check()
    if (data instanceof Float32Array !== (tensor.type === 'f32'))
      throw new TypeError(`write "${tensor.label}": it holds ${tensor.type}`)
    if (elementOffset < 0 || elementOffset + data.length > elements(tensor.shape)) {
      throw new RangeError(
        `write "${tensor.label}" [${tensor.shape.join(', ')}]: ${data.length} elements at ${elementOffset} do not fit`,
      )
    }
    this.device.queue.writeBuffer(
      tensor.buffer,
      tensor.offset + 4 * elementOffset,
      data as GPUAllowSharedBufferSource,
    )
  }

  /** The numbers of one f32 tensor, as `read` gives them. */
  async readFloats(tensor: Tensor): Promise<Float32Array<ArrayBuffer>> {
    return new Float32Array(at(await this.read([tensor]), 0))
  }

  /** Their bytes, as of the programs run before this call: one submit and one map for all of them. */
  async read(tensors: readonly Tensor[]): Promise<ArrayBuffer[]> {
    this.check()
    const total = tensors.reduce((sum, { shape }) => sum + byteLength(shape), 0)
    const staging = this.device.createBuffer({
      label: 'read',
      size: Math.max(4, total),
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    })
    const encoder = this.device.createCommandEncoder()
    let end = 0
    const ranges = tensors.map((tensor) => {
      const [start, size] = [end, byteLength(tensor.shape)]
      encoder.copyBufferToBuffer(tensor.buffer, tensor.offset, staging, start, size)
      end += size
      return { start, end }
    })
    this.device.queue.submit([encoder.finish()])
    this.counters.submits += 1
    this.counters.maps += 1
    try {
      await staging.mapAsync(GPUMapMode.READ)
      const bytes = staging.getMappedRange()
      const parts = ranges.map(({ start, end }) => bytes.slice(start, end))
      await this.allocated()
      return parts
    } catch (error) {
      await this.allocated()
      throw error
    } finally {
      staging.destroy()
    }
  }

  /** Compiles a shader, or hands out the pipeline that an equal one made. */
  kernel(spec: KernelSpec): Promise<GPUComputePipeline> {
    this.check()
    return this.kernels.pipeline(spec)
  }

  /** Binds tensors to bindings 0 .. n-1 of group 0, in order. */
  bind(pipeline: GPUComputePipeline, tensors: readonly Tensor[], label: string): GPUBindGroup {
    return this.device.createBindGroup({
      label,
      layout: pipeline.getBindGroupLayout(0),
      entries: tensors.map((tensor, binding) => ({
        binding,
        resource: {
          buffer: tensor.buffer,
          offset: tensor.offset,
          size: Math.max(16, byteLength(tensor.shape)),
        },
      })),
    })
  }

  run(program: Program): void {
    this.check()
    for (const part of this.pacer.parts(program)) this.submit(part)
  }

  private submit(part: SubmitPart): void {
    const { profile } = this
    const encoder = this.device.createCommandEncoder()
    const timing = this.pacer.timing(part, profile !== undefined)
    let pass: GPUComputePassEncoder | undefined
    part.steps.forEach((step, index) => {
      if (step.kind !== 'dispatch' || profile !== undefined) {
        pass?.end()
        pass = undefined
      }
      if (step.kind === 'dispatch') {
        pass ??= encoder.beginComputePass(
          profile === undefined
            ? timing.writesOf(index)
            : { timestampWrites: profile.next(step.label, at(part.work, index)) },
        )
        pass.setPipeline(step.pipeline)
        pass.setBindGroup(0, step.bindGroup)
        pass.dispatchWorkgroups(...step.groups())
        this.counters.dispatches += 1
      } else encodeTransfer(encoder, step)
    })
    pass?.end()
    timing.resolve(encoder)
    const began = performance.now()
    this.device.queue.submit([encoder.finish()])
    this.counters.submits += 1
    timing.submitted(began)
  }

  /**
   * Called with the time of each submit on the device's own clock, some while after it; never in software and
   * never without timestamp queries.
   */
  set onSubmitTime(listener: ((time: SubmitTime) => void) | undefined) {
    this.pacer.onTime = listener
  }

  /** Resolves when all that was submitted is done; throws what went wrong on the way. */
  async settled(): Promise<void> {
    await this.device.queue.onSubmittedWorkDone()
    await this.allocated()
  }

  /** Resolves when every tensor made so far is known to be there; else throws GpuMemoryError. */
  async allocated(): Promise<void> {
    const pending = this.allocations
    this.allocations = []
    const errors = await Promise.all(pending)
    const refused = errors.find((error) => error !== undefined)
    if (refused !== undefined) throw refused
    this.check()
  }

  /** From here on each dispatch is timed; needs the feature `timestamp-query`. */
  beginProfile(): void {
    if (!this.device.features.has('timestamp-query')) throw new GpuFailure(problem('no-timestamps'))
    this.profile = new Profile(this.device)
  }

  /** Times by label since `beginProfile`, the slowest first. */
  async endProfile(): Promise<ProfileEntry[]> {
    const { profile } = this
    this.profile = undefined
    return profile === undefined ? [] : profile.finish()
  }

  /** Frees the buffer of a tensor that `tensor` made; its views go with it. */
  destroyTensor(tensor: Tensor): void {
    if (!this.live.delete(tensor.buffer)) return
    this.counters.bytes -= tensor.buffer.size
    tensor.buffer.destroy()
  }

  /** Frees everything; `lost` then resolves with reason `destroyed`. */
  destroy(): void {
    this.live.clear()
    this.counters.bytes = 0
    this.device.destroy()
  }

  private check(): void {
    if (this.failure !== undefined) throw this.failure
  }

  private allocate(label: string, bytes: number, usage: number): GPUBuffer {
    this.check()
    const size = aligned(bytes)
    const most = Math.min(this.limits.maxBufferSize, this.limits.maxStorageBufferBindingSize)
    if (size > most) throw new GpuMemoryError(label, bytes, most)
    this.device.pushErrorScope('out-of-memory')
    const buffer = this.device.createBuffer({
      label,
      size,
      usage: usage | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
    })
    this.allocations.push(
      this.device.popErrorScope().then(
        (error) => (error === null ? undefined : new GpuMemoryError(label, bytes, null)),
        () => undefined, // a lost device: check() tells
      ),
    )
    this.live.add(buffer)
    this.counters.bytes += buffer.size
    return buffer
  }
}

class DynamicExtent implements Extent {
  value = 0
  constructor(
    readonly label: string,
    readonly capacity: number,
    readonly tensor: Tensor,
  ) {}
}
